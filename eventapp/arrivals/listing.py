"""The office's table of who comes when; who has not told yet; one person's travel."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.arrivals import boarding, notices, queries, rooming, table
from eventapp.arrivals.asking import DIRECTIONS, Traveller, ask_journey, ask_pickup
from eventapp.arrivals.forms.office import BillForm, TableFilter
from eventapp.arrivals.forms.staying import StayForm
from eventapp.arrivals.models.journeys import Point
from eventapp.arrivals.office import bp
from eventapp.arrivals.service import hotels
from eventapp.arrivals.service.journeys import travel_together
from eventapp.arrivals.service.stays import keep_stay
from eventapp.arrivals.table import Show, Tally
from eventapp.arrivals.travellers import shared_way_of, way_of
from eventapp.arrivals.vocabulary import Direction
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.registration import queries as registrations
from eventapp.registration.agreeing import who_agreed
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import ConsentPurpose
from eventapp.web.addresses import here, neighbours, page_number, searched
from eventapp.web.filters import weekday

SENSITIVE = ConsentPurpose.SENSITIVE
MOST_AT_ONCE = 200  # mails of one transaction
EXAMPLES = 10


@bp.get("/")
@requires(Right.MANAGE)
def overview(slug: str) -> ResponseReturnValue:
    """By day and point, and each person in order of time."""
    week = week_at(slug)
    page = page_number()
    direction = Direction.DEPARTURE if _asks_departures() else Direction.ARRIVAL
    counted = table.tallies(week, direction)
    named = {point.id: point for point in queries.points_of(week)}
    days = [(day.isoformat(), weekday(day)) for day in _days(counted)]
    form = TableFilter(request.args).offer(list(named.values()), days)
    choice = form.choice(searched())
    rows, total = table.page_of(week, choice, page)
    return render_template(
        "arrivals/overview.html",
        week=week,
        filter=form,
        choice=choice,
        chosen=_chosen(form),
        rows=rows,
        total=total,
        page=page,
        size=table.PAGE,
        pages=neighbours(page, has_more=page * table.PAGE < total),
        days=_days(counted),
        points=_points(counted, named),
        counts={(one.day, one.point_id): one for one in counted},
        waiting=table.count_to_remind(week, clock.now()),
        missing=Show.MISSING.value,
        everything=url_for(".overview", slug=slug, direction=direction),
    )


@bp.route("/remind", methods=["GET", "POST"])
@requires(Right.MANAGE)
def remind(slug: str) -> ResponseReturnValue:
    """Write to those who have not told when they arrive; the effect is shown first."""
    week = week_at(slug)
    now = clock.now()
    if request.method == "GET":
        total = table.count_to_remind(week, now)
        return render_template(
            "arrivals/remind.html",
            week=week,
            examples=table.to_remind(week, now, EXAMPLES),
            total=total,
            at_once=min(total, MOST_AT_ONCE),
        )
    people = table.to_remind(week, now, MOST_AT_ONCE)
    for one in people:
        notices.ask_for_travel(one)
    by = signed_in()
    note(
        "arrivals.reminded",
        actor=by.name,
        actor_id=by.id,
        subject=str(week.name),
        subject_id=week.id,
        week_id=week.id,
        details={"people": len(people)},
    )
    flash(
        ngettext(
            "%(num)d reminder is in the outbox.",
            "%(num)d reminders are in the outbox.",
            len(people),
        )
    )
    return redirect(url_for(".overview", slug=slug))


@bp.get("/people/<uuid:registration_id>")
@requires(Right.MANAGE)
def person(slug: str, registration_id: UUID) -> ResponseReturnValue:
    """All that is known of one person's travel."""
    week = week_at(slug)
    registration = _person(week, registration_id)
    passenger = boarding.passenger_of(registration)
    bill = BillForm().offer()
    stay = queries.stay_of(registration)
    if stay:
        bill.show(stay)
    ways = {one: way_of(registration, one) for one in Direction}
    arrival = ways[Direction.ARRIVAL]
    whose = arrival.registration_id if arrival else None
    agreed = who_agreed([registration.id, whose or registration.id], SENSITIVE)
    return render_template(
        "arrivals/person.html",
        week=week,
        registration=registration,
        ways=ways,
        own={one for one in Direction if queries.own_journey(registration, one)},
        shared={one for one in Direction if shared_way_of(registration, one)},
        passenger=passenger,
        stay=stay,
        agrees=registration.id in agreed,
        tells=whose is None or whose in agreed,
        bill=bill,
        companions=rooming.companions_of([registration.id]).get(registration.id, ()),
    )


@bp.route(
    f"/people/<uuid:registration_id>/<{DIRECTIONS}:direction>", methods=["GET", "POST"]
)
@requires(Right.MANAGE)
def journey(slug: str, registration_id: UUID, direction: str) -> ResponseReturnValue:
    """Enter a way for somebody who told it by phone."""
    return ask_journey(_traveller(slug, registration_id), Direction(direction))


@bp.route("/people/<uuid:registration_id>/pickup", methods=["GET", "POST"])
@requires(Right.MANAGE)
def ask_for_pickup(slug: str, registration_id: UUID) -> ResponseReturnValue:
    """Whether somebody is to meet them."""
    return ask_pickup(_traveller(slug, registration_id))


@bp.post(f"/people/<uuid:registration_id>/<{DIRECTIONS}:direction>/together")
@requires(Right.MANAGE)
def together(slug: str, registration_id: UUID, direction: str) -> ResponseReturnValue:
    """Let somebody travel as the others do."""
    travel_together(_person(week_at(slug), registration_id), Direction(direction))
    flash(_("Saved."))
    return redirect(url_for(".person", slug=slug, registration_id=registration_id))


@bp.route("/people/<uuid:registration_id>/nights", methods=["GET", "POST"])
@requires(Right.MANAGE)
def nights(slug: str, registration_id: UUID) -> ResponseReturnValue:
    """Enter the nights for somebody."""
    week = week_at(slug)
    registration = _person(week, registration_id)
    back = url_for(".person", slug=slug, registration_id=registration_id)
    stay = queries.stay_of(registration)
    form = StayForm().offer(week)
    if form.validate_on_submit():
        keep_stay(registration, form.entry(stay))
        flash(_("Saved."))
        return redirect(back)
    if request.method == "GET":
        form.show(stay)
    page = render_template("arrivals/ask_hotel.html", week=week, form=form, back=back)
    return page, form.status


@bp.post("/people/<uuid:registration_id>/bill")
@requires(Right.MANAGE)
def bill(slug: str, registration_id: UUID) -> ResponseReturnValue:
    """Keep who pays, and the hotel's number."""
    registration = _person(week_at(slug), registration_id)
    stay = queries.stay_of(registration) or abort(404)
    form = BillForm().offer()
    if form.validate_on_submit():
        number = form.confirmation.data
        hotels.note_on(stay, payer=form.chosen_payer, confirmation=number)
        flash(_("Saved."))
    else:
        flash(_("Nothing was saved. The number is too long."), "error")
    return redirect(url_for(".person", slug=slug, registration_id=registration_id))


def _person(week: Week, key: UUID) -> Registration:
    found = registrations.registration(key)
    return found if found and found.week_id == week.id else abort(404)


def _traveller(slug: str, key: UUID) -> Traveller:
    registration = _person(week_at(slug), key)
    pages = {"": ".person", "pickup": ".ask_for_pickup"}
    address = partial(_address, pages, slug, key)
    return Traveller(registration, address, may_change=True, by=signed_in().name)


def _address(pages: dict[str, str], slug: str, key: UUID, page: str) -> str:
    return url_for(pages[page], slug=slug, registration_id=key)


def _asks_departures() -> bool:
    return request.args.get("direction") == Direction.DEPARTURE


def _days(counted: Sequence[Tally]) -> list[date]:
    return sorted({one.day for one in counted})


def _points(
    counted: Sequence[Tally], named: dict[UUID, Point]
) -> list[tuple[UUID | None, Point | None]]:
    found = {one.point_id for one in counted}
    known = [(key, point) for key, point in named.items() if key in found]
    return [*known, *([(None, None)] if None in found else [])]


def _chosen(form: TableFilter) -> list[dict[str, str]]:
    """The filters that are set, each with the address without it."""
    chosen = []
    if sought := searched():
        chosen.append({"text": sought, "href": here(q=None, page=None)})
    for field, nothing in (
        (form.show, Show.ALL.value),
        (form.day, ""),
        (form.point, ""),
    ):
        if field.data != nothing:
            word = dict(field.choices or ())[field.data]
            href = here(**{field.name: None, "page": None})
            chosen.append({"text": str(word), "href": href})
    return chosen
