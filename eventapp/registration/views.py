"""The pages of registering: one topic a page, saved at each step."""

from collections.abc import Callable, Sequence
from uuid import UUID

from flask import (
    abort,
    flash,
    jsonify,
    redirect,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.kernel import clock
from eventapp.kernel.errors import Refusal
from eventapp.programme.access import week_or_404
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import OverlapRule
from eventapp.registration import access, choosing, paths, stepping
from eventapp.registration.access import delegate
from eventapp.registration.asking import bp
from eventapp.registration.comparing import as_typed
from eventapp.registration.errors import (
    AnswersMissing,
    ChoiceOverlaps,
    ConsentNeeded,
    Overlaps,
    RegistrationClosed,
)
from eventapp.registration.finding import found_institutions, offer_found, where
from eventapp.registration.forms.consents import CheckForm
from eventapp.registration.forms.identity import InstitutionForm, NameForm
from eventapp.registration.forms.stay import EventsForm, NeedsForm, StayForm
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import applying, consenting, wishing
from eventapp.registration.showing import answered_parts
from eventapp.registration.steps import BEFORE, LAST, walk_of
from eventapp.web.forms import as_uuid

ANY_STEP = "any(" + ",".join((*BEFORE, LAST)) + ")"
OVERLAPS_TOLD = 3


@bp.route(f"/weeks/<slug>/register/<{ANY_STEP}:step>", methods=["GET", "POST"])
@delegate
def answer(slug: str, step: str) -> ResponseReturnValue:
    """One step of the answers."""
    registration = stepping.asked(slug)
    if registration is None:
        return redirect(url_for(".start", slug=slug))
    if step == "check" and not stepping.is_on_the_way(registration):
        return redirect(paths.home(registration))
    if step == "institution" and registration.accompanies_id:
        return redirect(paths.home(registration))  # comes with one of a delegate
    if step != "events" or not registration.is_confirmed:
        applying.check_changeable(registration)
    return _VIEWS[step](registration, registration.week)


@bp.get("/weeks/<slug>/register/institutions")
@delegate
def institutions(slug: str) -> ResponseReturnValue:
    """Institutions of the register whose names fit, for the list below the field."""
    week = week_or_404(slug)
    if access.own_in(week) is None:
        abort(404)
    found = found_institutions(
        request.args.get("q", ""), request.args.get("territory") or None
    )
    return jsonify(
        institutions=[
            {
                "id": str(one.id),
                "name": str(one.name),
                "native": one.native_name,
                "language": one.native_language,
                "where": where(one),
            }
            for one in found
        ]
    )


def _name(registration: Registration, week: Week) -> ResponseReturnValue:
    form = NameForm().offer(week)
    if form.validate_on_submit():
        applying.save_answers(registration, "name", form.answers())
        return stepping.onward(registration, "name")
    if request.method == "GET":
        form.show(as_typed(registration))
    return stepping.page(registration, week, "name", form), form.status


def _institution(registration: Registration, week: Week) -> ResponseReturnValue:
    form = InstitutionForm().offer(week)
    shown = as_typed(registration)
    if request.method == "GET":
        form.show(shown)
    found = offer_found(form, shown.institution)
    only_find = request.form.get("do") == "find"
    if not only_find and form.validate_on_submit():
        applying.save_answers(registration, "institution", form.answers())
        return stepping.onward(registration, "institution")
    page = stepping.page(
        registration,
        week,
        "institution",
        form,
        found={str(one.id): one for one in found},
        wheres={str(one.id): where(one) for one in found},
        was_searched=only_find or bool(form.errors),
    )
    return page, form.status


def _stay(registration: Registration, week: Week) -> ResponseReturnValue:
    form = StayForm().offer(week)
    if form.validate_on_submit():
        applying.save_answers(registration, "stay", form.answers())
        return stepping.onward(registration, "stay")
    if request.method == "GET":
        form.show(as_typed(registration))
    return stepping.page(registration, week, "stay", form), form.status


def _events(registration: Registration, week: Week) -> ResponseReturnValue:
    now = clock.now()
    form = EventsForm()
    chosen = choosing.present_choice(registration)
    if request.method == "POST":
        keys = (as_uuid(key) for key in form.events.data or ())
        chosen = {key for key in keys if key}
    offered = choosing.offers(registration, week, now, chosen)
    form.offer(
        [(one.event.id, str(one.event.title)) for one in offered if one.is_selectable]
    )
    if form.validate_on_submit() and _is_kept(registration, form, offered):
        _tell_overlaps(offered)
        return stepping.onward(registration, "events")
    form.events.data = [str(key) for key in chosen]
    page = stepping.page(
        registration,
        week,
        "events",
        form,
        days=choosing.by_day(offered, week),
        outside=choosing.outside_stay(
            registration, [one.event for one in offered if one.is_chosen]
        ),
        options={option.data: option for option in form.events},
    )
    return page, form.status


def _is_kept(
    registration: Registration, form: EventsForm, offered: Sequence[choosing.Offer]
) -> bool:
    """Keep what was chosen; what is refused is said on the page, and stays ticked."""
    overlap = _first_overlap(offered)
    blocks = registration.week.overlap_rule is OverlapRule.BLOCK
    try:
        if blocks and overlap and not registration.is_confirmed:
            raise overlap
        wishing.choose_events(registration, form.answers())
    except Refusal as refusal:
        told = overlap if overlap and isinstance(refusal, Overlaps) else refusal
        form.events.errors = [str(told)]
        return False
    return True


def _first_overlap(offered: Sequence[choosing.Offer]) -> ChoiceOverlaps | None:
    """The first new choice at the time of another one, rather of a place."""
    held = {one.event.id for one in offered if one.is_held}
    for one in offered:
        if one.overlaps and not one.is_held and not one.position:
            other = min(one.overlaps, key=lambda event: event.id not in held)
            return ChoiceOverlaps(one=one.event.title, other=other.title)
    return None


def _needs(registration: Registration, week: Week) -> ResponseReturnValue:
    form = NeedsForm().offer(week)
    if form.validate_on_submit():
        if consenting.choose(registration, form.consents()):
            flash(_("What you said about food, access and health is erased."))
        applying.save_answers(registration, "needs", form.answers())
        return stepping.onward(registration, "needs")
    if request.method == "GET":
        form.show(registration)
    return stepping.page(registration, week, "needs", form), form.status


def _check(registration: Registration, week: Week) -> ResponseReturnValue:
    form = CheckForm().offer(week)
    walk = walk_of(registration)
    missing = walk.missing
    if request.method == "GET" and missing:
        return redirect(paths.step_address(registration, missing[0]))
    if form.validate_on_submit():
        try:
            applying.submit(registration, form.consents(week))
        except (AnswersMissing, ConsentNeeded, RegistrationClosed) as refusal:
            form.form_errors = [str(refusal)]
        else:
            return redirect(paths.home(registration))
    chosen = choosing.present_choice(registration)
    offered = choosing.offers(registration, week, clock.now(), chosen)
    page = stepping.page(
        registration,
        week,
        "check",
        form,
        walk,
        chosen=[one for one in offered if one.is_chosen],
        parts=answered_parts(registration, walk.form, asked=walk.asked),
    )
    return page, form.status


_VIEWS: dict[str, Callable[[Registration, Week], ResponseReturnValue]] = {
    "name": _name,
    "institution": _institution,
    "stay": _stay,
    "events": _events,
    "needs": _needs,
    "check": _check,
}


def _tell_overlaps(offered: Sequence[choosing.Offer]) -> None:
    told: set[UUID] = set()
    for offer in offered:
        others = [other for other in offer.overlaps if other.id not in told]
        if others and len(told) < OVERLAPS_TOLD:
            flash(
                _(
                    "These overlap: %(one)s; %(other)s. You can change this later.",
                    one=offer.event.title,
                    other=others[0].title,
                ),
                "warn",
            )
            told.add(offer.event.id)
