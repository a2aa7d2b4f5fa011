"""Many registrations at once: looked at first, then checked, confirmed or declined."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.models import Account
from eventapp.accounts.vocabulary import Right
from eventapp.dashboard.forms.approval import ReasonForm
from eventapp.dashboard.office import bp
from eventapp.dashboard.queries.queue import reviews
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.registration.approval import kept_reasons
from eventapp.registration.errors import CheckedByYourself, NotCheckedYet, NotDecidable
from eventapp.registration.models.approvals import Review
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import deciding
from eventapp.registration.service.locking import lock_places
from eventapp.registration.vocabulary import RegistrationStatus
from eventapp.selection.asked import asked_choice
from eventapp.selection.queries.counting import keys_of, registrations_with
from eventapp.web.forms import as_uuid

MOST_AT_ONCE = 200  # one transaction: a second in which nobody else writes
EXAMPLES = 10


class Deed(StrEnum):
    """What is done to many registrations."""

    CHECK = "check"  # recommended all
    CONFIRM = "confirm"
    DECLINE = "decline"


@dataclass(frozen=True)
class Effect:
    """Those to which a deed applies, and how many others stay, for which reason."""

    ready: Sequence[Registration]
    left_out: Mapping[str, int]


@bp.post("/<slug>/registrations/preview")
@requires(Right.MANAGE)
def preview_confirmation(slug: str) -> ResponseReturnValue:
    """Show to whom a press would do what, before it does."""
    week = week_at(slug)
    if request.form.get("all"):
        keys = keys_of(week, replace(asked_choice(), keys=()), MOST_AT_ONCE)
    else:
        keys = _keys()
    form = ReasonForm(formdata=None).offer(kept_reasons(week))
    return _page(week, _deed(), registrations_with(week, keys), form)


@bp.post("/<slug>/registrations/confirm")
@requires(Right.MANAGE)
def confirm_many(slug: str) -> ResponseReturnValue:
    """Confirm those that were looked at; who was decided meanwhile is left."""
    week = week_at(slug)
    by = signed_in()
    done = _effect(week, Deed.CONFIRM, registrations_with(week, _keys()), by).ready
    deciding.hold_to_confirm(week, done)
    for one in done:
        if not one.is_confirmed:  # else they came with somebody of the same list
            deciding.confirm_registration(one, actor=by.name, actor_id=by.id)
    flash(
        ngettext(
            "%(num)d registration is confirmed.",
            "%(num)d registrations are confirmed.",
            len(done),
        )
    )
    return redirect(url_for(".registrations", slug=slug))


@bp.post("/<slug>/registrations/decline")
@requires(Right.MANAGE)
def decline_many(slug: str) -> ResponseReturnValue:
    """Decline those that were looked at; each reads the reason in their language."""
    week = week_at(slug)
    by = signed_in()
    chosen = registrations_with(week, _keys())
    form = ReasonForm().offer(kept_reasons(week))
    if not form.validate_on_submit():
        return _page(week, Deed.DECLINE, chosen, form), form.status
    done = _effect(week, Deed.DECLINE, chosen, by).ready
    lock_places(*done)
    for one in done:
        if not one.is_live:  # whoever accompanies somebody of the same list
            continue
        reason = deciding.reason_in(one.language, form.chosen, form.reason.data or "")
        deciding.decline_registration(one, reason, actor=by.name, actor_id=by.id)
    flash(
        ngettext(
            "%(num)d registration is declined.",
            "%(num)d registrations are declined.",
            len(done),
        )
    )
    return redirect(url_for(".registrations", slug=slug))


@bp.post("/<slug>/registrations/check")
@requires(Right.MANAGE)
def check_many(slug: str) -> ResponseReturnValue:
    """Recommend those that were looked at; somebody else decides."""
    week = week_at(slug)
    by = signed_in()
    done = _effect(week, Deed.CHECK, registrations_with(week, _keys()), by).ready
    for one in done:
        deciding.check_registration(one, "", is_recommended=True, by=by)
    flash(
        ngettext(
            "%(num)d registration is checked.",
            "%(num)d registrations are checked.",
            len(done),
        )
    )
    return redirect(url_for(".queue", slug=slug))


def _effect(
    week: Week, deed: Deed, chosen: Sequence[Registration], by: Account
) -> Effect:
    known = reviews([one.id for one in chosen])
    ready: list[Registration] = []
    left_out: dict[str, int] = {}
    for one in chosen:
        why = _hindrance(week, deed, one, known.get(one.id), by)
        if why is None:
            ready.append(one)
        else:
            left_out[why] = left_out.get(why, 0) + 1
    return Effect(ready, left_out)


def _hindrance(
    week: Week, deed: Deed, one: Registration, review: Review | None, by: Account
) -> str | None:
    """The sentence that says why it stays as it is."""
    if one.status is not RegistrationStatus.SUBMITTED:
        return str(NotDecidable.message)
    if deed is Deed.CHECK:
        return _("Somebody has checked it already.") if review else None
    if week.approval_steps > 1 and review is None:
        return str(NotCheckedYet.message)
    if week.approval_steps > 1 and review and review.reviewer_id == by.id:
        return str(CheckedByYourself.message)
    return None


def _page(
    week: Week, deed: Deed, chosen: Sequence[Registration], form: ReasonForm
) -> str:
    effect = _effect(week, deed, chosen, signed_in())
    return render_template(
        "dashboard/preview_confirmation.html",
        week=week,
        deed=deed.value,
        ready=effect.ready,
        examples=effect.ready[:EXAMPLES],
        left_out=effect.left_out,
        form=form,
    )


def _deed() -> Deed:
    text = request.form.get("do")
    return Deed(text) if text in {one.value for one in Deed} else Deed.CONFIRM


def _keys() -> list[UUID]:
    typed = request.form.getlist("registration")[:MOST_AT_ONCE]
    return [key for key in map(as_uuid, typed) if key is not None]
