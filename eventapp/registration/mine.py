"""The pages of /me/: a delegate's own registration, behind a private link."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import config
from eventapp.kernel import clock
from eventapp.kernel.codes import show_number, show_reference
from eventapp.programme import queries as programme
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.timetable import has_passed
from eventapp.registration import access, choices, choosing, own, paths, queries, words
from eventapp.registration.access import delegate, own_registration
from eventapp.registration.comparing import approval_of
from eventapp.registration.delegated import belonging_of
from eventapp.registration.errors import LinkEnded, NoLongerOpen, TooLateToChange
from eventapp.registration.forms.consents import ConsentsForm, LanguageForm
from eventapp.registration.forms.entering import AddressForm
from eventapp.registration.models.registrations import Consent, Registration
from eventapp.registration.service import (
    applying,
    consenting,
    opening,
    withdrawing,
)
from eventapp.registration.showing import answered_parts
from eventapp.registration.steps import LAST, Walk, walk_of
from eventapp.registration.usual import is_asked
from eventapp.registration.vocabulary import ConsentPurpose
from eventapp.web.audience import public
from eventapp.web.forms import as_uuid

bp = Blueprint("registration", __name__)

for _say in (
    words.status_word,
    words.delegate_word,
    words.diet_word,
    words.access_word,
    choices.language_word,
    paths.step_address,
    show_number,
    show_reference,
):
    bp.add_app_template_filter(_say)


@bp.route("/me/", methods=["GET", "POST"])
@public
def mine() -> ResponseReturnValue:
    """The registrations of this browser, and how to open another one."""
    form = AddressForm()
    if form.validate_on_submit():
        opening.send_links(
            form.address.data or "", from_address=request.remote_addr or ""
        )
        return redirect(url_for(".mine", sent=1))
    known = access.own_registrations()
    if len(known) == 1 and not request.args and not form.errors:
        return redirect(paths.home(known[0]))
    page = render_template(
        "registration/mine.html",
        form=form,
        known=known,
        open_weeks=_open_weeks(known),
        was_sent="sent" in request.args,
        has_mail=config.current().smtp is not None,
        ended=None,
    )
    return page, form.status


@bp.get("/me/enter/<token>")
@public
def enter(token: str) -> ResponseReturnValue:
    """Exchange a private link for this browser's own right to open it."""
    try:
        found = opening.open_by_link(token)
    except LinkEnded as refusal:
        page = render_template(
            "registration/mine.html",
            form=AddressForm(),
            known=(known := access.own_registrations()),
            open_weeks=_open_weeks(known),
            was_sent=False,
            has_mail=config.current().smtp is not None,
            ended=str(refusal),
        )
        return page, refusal.status
    access.remember(found)
    event_id = as_uuid(request.args.get("event"))  # of a place that is offered
    if event_id is not None:
        address = url_for(".place", registration_id=found.id, event_id=event_id)
        return redirect(address)
    return redirect(paths.home(found))


@bp.post("/me/leave")
@public
def leave() -> ResponseReturnValue:
    """Close all registrations on this device; the links in the mails stay."""
    access.forget_all()
    flash(_("Your registration is closed on this device."))
    return redirect(url_for(".mine"))


@bp.get("/me/<uuid:registration_id>/")
@delegate
def show(registration_id: UUID) -> ResponseReturnValue:
    """My registration: what is left to do, badge, events, answers."""
    registration = own_registration(registration_id)
    now = clock.now()
    lines = queries.lines_of(registration)
    events = [line.event for line in lines] or _wished(registration)
    ahead = [event for event in events if event.ends_at > now]
    coming = sorted(
        {*ahead, *_for_everyone(registration, now)}, key=lambda event: event.starts_at
    )
    language = LanguageForm()
    language.language.data = registration.language
    walk = walk_of(registration)
    return render_template(
        "registration/show.html",
        registration=registration,
        week=registration.week,
        lines={line.event.id: line for line in lines},
        coming=coming,
        past=[event for event in events if event.ends_at <= now],
        overlaps=choosing.overlaps(ahead),
        joinable=_joinable(registration, coming, now),
        sought=queries.sought_after(registration) if lines else {},
        outside=choosing.outside_stay(registration, ahead),
        walk=walk,
        missing=walk.missing,
        owed=_owed(registration, walk),
        asks_days=is_asked(registration.week, "days"),
        parts=answered_parts(registration, walk.form, asked=walk.asked),
        can_change=_can_change(registration),
        consents=_latest(queries.consents_of(registration)),
        is_over=has_passed(registration.week, now),
        language=language,
        has_mail=config.current().smtp is not None,
        companions=own.companions_of(registration),
        may_bring=_may_bring(registration),
        delegate=own.delegate_of(registration),
        belonging=belonging_of(registration),
        approval=approval_of(registration),
    )


@bp.post("/me/<uuid:registration_id>/language")
@delegate
def write_in(registration_id: UUID) -> ResponseReturnValue:
    """Choose the language of our mails."""
    registration = own_registration(registration_id)
    form = LanguageForm()
    if not form.validate_on_submit():
        abort(400)
    applying.write_in(registration, form.language.data or "")
    flash(_("Saved."))
    return redirect(paths.home(registration, "language"))


@bp.route("/me/<uuid:registration_id>/consents", methods=["GET", "POST"])
@delegate
def consents(registration_id: UUID) -> ResponseReturnValue:
    """Change what is free to choose."""
    registration = own_registration(registration_id)
    if not registration.is_live:
        raise NoLongerOpen
    form = ConsentsForm()
    if form.validate_on_submit():
        is_erased = consenting.choose(registration, form.consents(registration))
        flash(_("Saved."))
        if is_erased:
            flash(_("What you said about food, access and health is erased."))
        return redirect(paths.home(registration))
    if request.method == "GET":
        form.show(registration)
    page = render_template(
        "registration/consents.html",
        registration=registration,
        week=registration.week,
        form=form,
        has_told=form.asks_sensitive(registration),
        back=paths.home(registration),
    )
    return page, form.status


@bp.route("/me/<uuid:registration_id>/cancel", methods=["GET", "POST"])
@delegate
def cancel(registration_id: UUID) -> ResponseReturnValue:
    """Cancel the whole registration, after a page that says what it means."""
    registration = own_registration(registration_id)
    if request.method == "POST":
        if registration.is_live:
            withdrawing.withdraw(registration)
        return redirect(paths.home(registration))
    return render_template(
        "registration/cancel.html",
        registration=registration,
        week=registration.week,
        count=len(queries.lines_of(registration)),
        back=paths.home(registration),
    )


def _open_weeks(known: Sequence[Registration]) -> list[Week]:
    """The weeks of these registrations that take more of them."""
    now = clock.now()
    weeks = dict.fromkeys(one.week for one in known)
    return [week for week in weeks if week.takes_registrations(now)]


def _may_bring(registration: Registration) -> bool:
    """Whether people may accompany this delegate, as far as the week goes."""
    allowed = registration.week.companions_allowed > 0
    return allowed and registration.accompanies_id is None and registration.is_live


def _owed(registration: Registration, walk: Walk) -> list[str]:
    """What is still to be answered after sending: new questions, or one's own part."""
    if applying.lacks_own_part(registration):
        return [*walk.missing, LAST]
    parts = {part.step for part in walk.parts}
    return [step for step in walk.missing if step in parts]


def _can_change(registration: Registration) -> bool:
    try:
        applying.check_changeable(registration)
    except (NoLongerOpen, TooLateToChange):
        return False
    return True


def _wished(registration: Registration) -> Sequence[Event]:
    keys = {UUID(key) for key in registration.wishes}
    if not keys:
        return []
    known = programme.events_of(registration.week)
    return [event for event in known if event.id in keys]


def _for_everyone(registration: Registration, at: datetime) -> Sequence[Event]:
    if not registration.is_confirmed:
        return []
    return queries.soon_for_everyone(registration.week, at)


def _joinable(
    registration: Registration, events: Sequence[Event], at: datetime
) -> frozenset[UUID]:
    """The events whose joining link is shown now; asked only where there is one."""
    return own.may_join(registration, [one for one in events if one.is_joinable(at)])


def _latest(kept: Sequence[Consent]) -> dict[ConsentPurpose, Consent]:
    latest = {consent.purpose: consent for consent in kept}
    return {purpose: latest[purpose] for purpose in ConsentPurpose if purpose in latest}
