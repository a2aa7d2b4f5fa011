"""The pages on which travel is asked for: of one person, or of a delegation."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.arrivals import queries
from eventapp.arrivals.errors import TravelClosed
from eventapp.arrivals.forms.notes import NoteForm
from eventapp.arrivals.forms.travel import JourneyForm, PickupForm, WayForm
from eventapp.arrivals.service.journeys import keep_journey
from eventapp.arrivals.vocabulary import Direction
from eventapp.kernel import clock
from eventapp.programme.models.weeks import Week
from eventapp.programme.timetable import has_passed
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import applying

DIRECTIONS = "any(" + ",".join(Direction) + ")"
HOW = "how"  # the second page about one way


@dataclass(frozen=True)
class Traveller:
    """For whom travel is entered, and where the pages of this one stand."""

    who: Registration | Delegation
    address: Callable[[str], str]  # of a page: "", "arrival", "pickup"
    may_change: bool
    by: str = ""  # who enters it for them

    @property
    def week(self) -> Week:
        """The week to which they travel."""
        return self.who.week

    @property
    def home(self) -> str:
        """Where all of it is read."""
        return self.address("")


def may_travel(who: Registration | Delegation) -> bool:
    """Whether travel may still be entered: they are expected, the week is not over."""
    is_asked = who.is_submitted if isinstance(who, Registration) else who.is_live
    return is_asked and not has_passed(who.week, clock.now())


def ask_journey(traveller: Traveller, direction: Direction) -> ResponseReturnValue:
    """Where and when; how is asked next, and then, for an arrival, the pick-up."""
    _check(traveller)
    if request.args.get("ask") == HOW:
        return _ask_way(traveller, direction)
    week, who = traveller.week, traveller.who
    before = queries.own_journey(who, direction)
    form = JourneyForm().offer(week, queries.points_of(week), direction)
    if form.validate_on_submit():
        journey = keep_journey(who, form.entry(before), by=traveller.by)
        if journey.is_known:
            return redirect(f"{request.path}?ask={HOW}")
        flash(_("Saved."))
        return redirect(traveller.home)
    if request.method == "GET":
        form.show(before)
    page = render_template(
        "arrivals/ask_journey.html",
        week=week,
        form=form,
        direction=direction,
        back=traveller.home,
        is_shared=isinstance(who, Delegation),
        zones={point.tzinfo.key for point in form.points.values()} | {week.zone},
    )
    return page, form.status


def _ask_way(traveller: Traveller, direction: Direction) -> ResponseReturnValue:
    journey = queries.own_journey(traveller.who, direction)
    if journey is None or not journey.is_known:
        return redirect(request.path)
    form = WayForm().offer()
    if form.validate_on_submit():
        keep_journey(traveller.who, form.entry(journey), by=traveller.by)
        if direction is Direction.ARRIVAL and journey.needs_pickup is None:
            return redirect(traveller.address("pickup"))
        flash(_("Saved."))
        return redirect(traveller.home)
    if request.method == "GET":
        form.show(journey)
    page = render_template(
        "arrivals/ask_way.html",
        week=traveller.week,
        form=form,
        journey=journey,
        direction=direction,
        back=traveller.home,
        is_shared=isinstance(traveller.who, Delegation),
    )
    return page, form.status


def ask_pickup(traveller: Traveller) -> ResponseReturnValue:
    """Whether somebody is to meet them, and what the driver must know."""
    _check(traveller)
    journey = queries.own_journey(traveller.who, Direction.ARRIVAL)
    if journey is None or not journey.is_known:
        return redirect(traveller.home)
    form = PickupForm()
    form.ask(traveller.who, for_other=bool(traveller.by))
    if form.validate_on_submit():
        keep_consent(traveller.who, form)
        keep_journey(traveller.who, form.entry(journey), by=traveller.by)
        flash(_("Saved."))
        return redirect(traveller.home)
    if request.method == "GET":
        form.show(journey)
    page = render_template(
        "arrivals/ask_pickup.html",
        week=traveller.week,
        form=form,
        journey=journey,
        back=traveller.home,
        is_shared=isinstance(traveller.who, Delegation),
    )
    return page, form.status


def keep_consent(whose: Registration | Delegation, form: NoteForm) -> None:
    """Keep that somebody agreed to what a note tells."""
    if isinstance(whose, Registration) and form.consents is not None:
        applying.keep_consents(whose, form.consents)


def _check(traveller: Traveller) -> None:
    if not traveller.may_change:
        raise TravelClosed
