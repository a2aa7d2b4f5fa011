"""One delegate's registration: what is known, and what organisers decide."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.badges.formats import format_word
from eventapp.badges.queries import history_of, prints_of
from eventapp.badges.service import reissue
from eventapp.badges.words import reprint_word
from eventapp.dashboard import service
from eventapp.dashboard.forms.approval import ReasonForm
from eventapp.dashboard.office import bp
from eventapp.dashboard.own_answers import own_answers
from eventapp.journal.queries import entries_about
from eventapp.kernel.db import db
from eventapp.mail.queries import messages_about
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.registration import approval, own
from eventapp.registration.agreeing import latest
from eventapp.registration.approval import kept_reasons
from eventapp.registration.comparing import differences
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.queries import consents_of, lines_of
from eventapp.registration.queries import registration as registration_by_key
from eventapp.registration.service.applying import cancel
from eventapp.registration.service.changes import mark_of
from eventapp.registration.service.deciding import (
    confirm_registration,
    decline_registration,
    reason_in,
)
from eventapp.registration.vocabulary import ConsentPurpose, RegistrationStatus


@bp.get("/<slug>/registrations/<uuid:registration_id>")
@requires(Right.MANAGE)
def registration(slug: str, registration_id: UUID) -> ResponseReturnValue:
    """All that is known about one delegate's registration."""
    week = week_at(slug)
    found = registration_at(week, registration_id)
    consents = consents_of(found)
    return render_template(
        "dashboard/registration.html",
        week=week,
        registration=found,
        lines=lines_of(found),
        consents=consents,
        agrees=latest(consents).get(ConsentPurpose.SENSITIVE, False),
        messages=messages_about(found.id),
        entries=entries_about(found.id),
        badges=history_of(found),
        prints=prints_of(found.id),
        format_word=format_word,
        reprint_word=reprint_word,
        status=RegistrationStatus,
        delegate=own.delegate_of(found),
        companions=own.companions_of(found),
        **own_answers(found),
        **_approval(found),
    )


@bp.post("/<slug>/registrations/<uuid:registration_id>/confirm")
@requires(Right.MANAGE)
def confirm(slug: str, registration_id: UUID) -> ResponseReturnValue:
    """Say yes; the delegate is told."""
    week = week_at(slug)
    found = registration_at(week, registration_id)
    by = signed_in()
    confirm_registration(found, actor=by.name, actor_id=by.id, seen=_seen())
    flash(_("Confirmed. We wrote to %(name)s.", name=str(found.name)))
    return redirect(page_of(week, found))


@bp.route(
    "/<slug>/registrations/<uuid:registration_id>/decline", methods=["GET", "POST"]
)
@requires(Right.MANAGE)
def decline(slug: str, registration_id: UUID) -> ResponseReturnValue:
    """Say no, with a reason that the delegate reads."""
    week = week_at(slug)
    found = registration_at(week, registration_id)
    form = ReasonForm().offer(kept_reasons(week))
    if form.validate_on_submit():
        by = signed_in()
        reason = reason_in(found.language, form.chosen, form.reason.data or "")
        decline_registration(
            found, reason, actor=by.name, actor_id=by.id, seen=form.seen_status
        )
        flash(_("Declined. We wrote to %(name)s.", name=str(found.name)))
        return redirect(page_of(week, found))
    if request.method == "GET":
        form.seen.data = found.status.value
    page = render_template(
        "dashboard/decline.html", week=week, registration=found, form=form
    )
    return page, form.status


@bp.route(
    "/<slug>/registrations/<uuid:registration_id>/cancel", methods=["GET", "POST"]
)
@requires(Right.MANAGE)
def cancel_registration(slug: str, registration_id: UUID) -> ResponseReturnValue:
    """Ask once more before a registration ends and its places are released."""
    week = week_at(slug)
    found = registration_at(week, registration_id)
    if request.method == "POST":
        cancel(found, actor=signed_in().name)
        flash(_("The registration is cancelled. Its places are free."))
        return redirect(page_of(week, found))
    return render_template(
        "dashboard/cancel_registration.html",
        week=week,
        registration=found,
        lines=lines_of(found),
    )


@bp.post("/<slug>/registrations/<uuid:registration_id>/badge")
@requires(Right.MANAGE)
def reissue_badge(slug: str, registration_id: UUID) -> ResponseReturnValue:
    """Replace a lost badge; the old code no longer opens a door."""
    week = week_at(slug)
    found = registration_at(week, registration_id)
    reissue(found, actor=signed_in().name)
    flash(_("There is a new badge. The old code no longer works."))
    return redirect(page_of(week, found))


@bp.post("/<slug>/registrations/<uuid:registration_id>/places/<uuid:place_id>/release")
@requires(Right.MANAGE)
def release_own_place(
    slug: str, registration_id: UUID, place_id: UUID
) -> ResponseReturnValue:
    """Take back one place of a delegate."""
    week = week_at(slug)
    found = registration_at(week, registration_id)
    place = db.session.get(Place, place_id)
    if place is None or place.registration_id != found.id:
        abort(404)
    service.release_place(place, by=signed_in())
    flash(_("The place is released."))
    return redirect(page_of(week, found))


def registration_at(week: Week, key: UUID) -> Registration:
    """The registration of this week with this key."""
    found = registration_by_key(key)
    if found is None or found.week_id != week.id:
        abort(404)
    return found


def page_of(week: Week, found: Registration) -> str:
    """The page of one registration."""
    return url_for(".registration", slug=week.slug, registration_id=found.id)


def _approval(found: Registration) -> dict[str, object]:
    """What goes before a decision, and after it."""
    change = approval.open_change(found)
    return {
        "review": approval.review_of(found),
        "change": change,
        "differences": differences(change) if change else [],
        "seen": mark_of(change) if change else "",
        "inquiries": approval.inquiries_of(found),
    }


def _seen() -> RegistrationStatus | None:
    """The status that the page showed, as its form names it."""
    text = request.form.get("seen")
    known = {one.value for one in RegistrationStatus}
    return RegistrationStatus(text) if text in known else None
