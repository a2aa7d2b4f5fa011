"""Persons who have parts in events, and where each is expected in a week."""

from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import (
    may_somewhere,
    refuse,
    requires,
    signed_in,
    weeks_with,
)
from eventapp.accounts.vocabulary import Right
from eventapp.institutions.queries import institutions_by_name
from eventapp.kernel.i18n import LANGUAGES
from eventapp.kernel.names import searchable
from eventapp.planning.clashes import clashes_in
from eventapp.planning.forms.person import DelegateForm, PersonForm
from eventapp.planning.office import bp
from eventapp.planning.queries.itinerary import (
    Stop,
    delegates_of,
    itinerary,
    part_counts,
)
from eventapp.planning.service import casting
from eventapp.programme.access import week_at
from eventapp.programme.errors import PersonInUse
from eventapp.programme.models.people import Person
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import (
    persons,
    persons_in,
    planned_events,
    weeks_with_part,
)
from eventapp.programme.queries import weeks
from eventapp.registration.models.registrations import Registration
from eventapp.web.addresses import searched
from eventapp.web.fields import SearchForm
from eventapp.web.forms import as_uuid
from eventapp.web.lookup import get_or_404

MOST = 200


@bp.get("/people")
@requires(Right.READ, in_some_week=True)
def people() -> ResponseReturnValue:
    """All persons of all weeks, found by their names in any script."""
    found = persons(searchable(searched()), most=MOST + 1)
    return render_template(
        "planning/people.html",
        rows=found[:MOST],
        has_more=len(found) > MOST,
        search=SearchForm(request.args),
    )


@bp.route("/people/new", methods=["GET", "POST"])
@requires(Right.PLAN, in_some_week=True)
def enter_person() -> ResponseReturnValue:
    """Note a person, before or after they have a part."""
    form = _form()
    if form.validate_on_submit():
        person = casting.enter_person(form.entry(), by=signed_in())
        flash(_("%(name)s is in the list.", name=str(person.name)))
        return redirect(url_for(".people"))
    if request.method == "GET":
        form.show()
    page = render_template("planning/person.html", form=form, person=None)
    return page, form.status


@bp.route("/people/<uuid:person_id>", methods=["GET", "POST"])
@requires(Right.PLAN, in_some_week=True)
def edit_person(person_id: UUID) -> ResponseReturnValue:
    """Describe a person anew; the pages of all their events show it at once."""
    person = _person_of_own_weeks(person_id)
    form = _form(person)
    if form.validate_on_submit():
        casting.change_person(person, form.entry(), by=signed_in())
        flash(_("Saved."))
        return redirect(url_for(".edit_person", person_id=person.id))
    if request.method == "GET":
        form.show()
    page = render_template("planning/person.html", form=form, person=person)
    return page, form.status


@bp.post("/people/<uuid:person_id>/remove")
@requires(Right.PLAN, in_some_week=True)
def remove_person(person_id: UUID) -> ResponseReturnValue:
    """Forget a person who has no part in any event."""
    person = _person_of_own_weeks(person_id)
    name = str(person.name)
    try:
        casting.remove_person(person, by=signed_in())
    except PersonInUse as refusal:
        form = _form(person)
        form.show()
        form.form_errors.append(str(refusal))
        page = render_template("planning/person.html", form=form, person=person)
        return page, refusal.status
    flash(_("%(name)s is no longer in the list.", name=name))
    return redirect(url_for(".people"))


@bp.get("/<slug>/people")
@requires(Right.READ)
def week_people(slug: str) -> ResponseReturnValue:
    """Everybody with a part in this week, with the way to their timetables."""
    week = week_at(slug)
    return render_template(
        "planning/people_of_week.html",
        week=week,
        rows=persons_in(week),
        counts=part_counts(planned_events(week)),
    )


@bp.get("/<slug>/people/<uuid:person_id>")
@requires(Right.PLAN)
def person_timetable(slug: str, person_id: UUID) -> ResponseReturnValue:
    """Where a person is expected in this week, on one page to be printed."""
    week = week_at(slug)
    person = get_or_404(Person, person_id)
    candidates = delegates_of(week, person)
    stops = itinerary(week, person)
    if not stops and not candidates:
        abort(404)
    form = DelegateForm().offer(_delegates(candidates))
    own = [one for one in candidates if one.person_id == person.id]
    form.registration.data = str(own[0].id) if own else ""
    return render_template(
        "planning/person_timetable.html",
        week=week,
        person=person,
        days=_by_day(week, stops),
        clashes=[one for one in clashes_in(week) if person.id in one.persons],
        delegate=own[0] if own else None,
        form=form if candidates else None,
    )


@bp.post("/<slug>/people/<uuid:person_id>/delegate")
@requires(Right.MANAGE)
def link_delegate(slug: str, person_id: UUID) -> ResponseReturnValue:
    """Say which registration of this week is the same person's."""
    week = week_at(slug)
    person = get_or_404(Person, person_id)
    candidates = delegates_of(week, person) or abort(404)
    form = DelegateForm().offer(_delegates(candidates))
    if not form.validate_on_submit():
        abort(400)
    key = as_uuid(form.registration.data)
    chosen = next((one for one in candidates if one.id == key), None)
    casting.choose_delegate(week, person, chosen, by=signed_in())
    flash(_("Saved."))
    return redirect(url_for(".person_timetable", slug=slug, person_id=person.id))


def _person_of_own_weeks(key: UUID) -> Person:
    """A person without parts in weeks in which one plans nothing.

    The list is shared: whoever organises one week may change anybody in it.
    """
    person, own = get_or_404(Person, key), weeks_with(Right.PLAN)
    is_shared = may_somewhere(Right.MANAGE) or own is None
    if not is_shared and not weeks_with_part(person) <= (own or set()):
        refuse(Right.MANAGE)
    return person


def _form(person: Person | None = None) -> PersonForm:
    spoken = [tag for week in weeks(public_only=False) for tag in week.languages]
    tags = dict.fromkeys((*(one.tag for one in LANGUAGES), *spoken))
    return PersonForm().offer(institutions_by_name(), tags, person)


def _delegates(found: Sequence[Registration]) -> list[tuple[str, str]]:
    return [(str(one.id), f"{one.name} ({one.number or '–'})") for one in found]


def _by_day(week: Week, stops: Sequence[Stop]) -> list[tuple[object, list[Stop]]]:
    """By day; None holds those without a place in the programme."""

    def on(stop: Stop) -> object:
        plan = stop.planned.plan
        return plan.starts_at.astimezone(week.tzinfo).date() if plan.is_placed else None

    return [(day, list(those)) for day, those in groupby(stops, key=on)]
