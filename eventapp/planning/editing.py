"""The event editor: plan an event and its people, hold it back."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.kernel.errors import Refusal
from eventapp.planning.clashes import clashes_on
from eventapp.planning.forms.event import EventForm, version_in
from eventapp.planning.forms.known import Known, known_in
from eventapp.planning.forms.people import rearranged
from eventapp.planning.merging import merged
from eventapp.planning.office import bp
from eventapp.planning.queries.history import releases_with
from eventapp.planning.queries.meanwhile import Meanwhile, meanwhile
from eventapp.planning.queries.survey import survey_of
from eventapp.planning.service.casting import parts_in
from eventapp.programme import queries as programme
from eventapp.programme.access import event_at, week_at
from eventapp.programme.difference import Difference
from eventapp.programme.differences import differences
from eventapp.programme.errors import (
    EventChangedMeanwhile,
    NotHeldBack,
    PartOfItself,
    PublicKeepsItsHour,
)
from eventapp.programme.models.events import Event
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.programme.naming import Facts, Names
from eventapp.programme.planned import PlannedEvent, planned_events
from eventapp.programme.plans import facts_of
from eventapp.programme.service import drafts
from eventapp.programme.vocabulary import EventStatus

AT_FIELD: dict[type[Refusal], str] = {
    PartOfItself: "parent",
    NotHeldBack: "standing",
    PublicKeepsItsHour: "unplaced",
}


@dataclass(frozen=True)
class Desk:
    """What lies on an organiser's desk while they plan one event."""

    week: Week
    venues: Iterable[Venue]
    events: list[PlannedEvent]
    known: Known
    before: PlannedEvent | None

    @property
    def names(self) -> Names:
        """What the keys of a plan are called."""
        return Names(
            zone=self.week.tzinfo,
            venues={one.id: one.name for one in self.venues},
            events={one.id: one.plan.title for one in self.events},
            persons=self.known.persons,
        )


@bp.route("/<slug>/events/new", methods=["GET", "POST"])
@requires(Right.PLAN)
def plan_event(slug: str) -> ResponseReturnValue:
    """Plan a new event; nobody else sees it before a release."""
    desk = _desk(week_at(slug))
    form = _form(desk)
    if not _step() and form.validate_on_submit():
        parts = parts_in(form.cast(), by=signed_in())
        event = drafts.begin_event(desk.week, form.plan(), parts, by=signed_in())
        flash(_("The event is planned. It is not public before you publish it."))
        return _after(event)
    if request.method == "GET":
        form.propose(request.args)
    return _page(desk, form, [])


@bp.route("/<slug>/events/<uuid:event_id>", methods=["GET", "POST"])
@requires(Right.PLAN)
def edit_event(slug: str, event_id: UUID) -> ResponseReturnValue:
    """Plan an event anew; the public sees it after the next release."""
    desk = _desk(week_at(slug), event_id)
    before = desk.before or abort(404)
    form = _form(desk)
    if request.method == "GET":
        form.show(before)
    elif not _step() and form.validate_on_submit():
        try:
            return _change(before.event, form)
        except EventChangedMeanwhile as refusal:
            return _meanwhile(desk, form, refusal)
        except tuple(AT_FIELD) as refusal:
            form[AT_FIELD[type(refusal)]].errors = [str(refusal)]
            return _page(desk, form, [], refusal.status)
    return _page(desk, form, [])


@bp.post("/<slug>/events/<uuid:event_id>/discard")
@requires(Right.PLAN)
def discard_draft(slug: str, event_id: UUID) -> ResponseReturnValue:
    """Go back to what is public; what never was public is gone."""
    week = week_at(slug)
    event = event_at(week, event_id)
    is_gone = event.status is EventStatus.DRAFT
    seen = version_in(request.form.get("version"))
    drafts.discard(event, seen_version=seen, by=signed_in())
    if is_gone:
        flash(_("The event is deleted."))
        return redirect(url_for(".events", slug=slug))
    flash(_("The changes are discarded. What is public stays."))
    return redirect(url_for(".edit_event", slug=slug, event_id=event_id))


def _desk(week: Week, event_id: UUID | None = None) -> Desk:
    events = planned_events(week)
    return Desk(
        week=week,
        venues=programme.venues_of(week),
        events=events,
        known=known_in(week),
        before=next((one for one in events if one.id == event_id), None),
    )


def _form(desk: Desk) -> EventForm:
    if request.method == "POST":
        form = EventForm(rearranged(request.form, _step()))
    else:
        form = EventForm()
    return form.offer(desk.week, desk.venues, desk.events, desk.known, desk.before)


def _step() -> str:
    """What is to happen to the rows of people before anything is saved."""
    return request.form.get("step", "")


def _wants_release() -> bool:
    """Whether the page of the next release comes after this one."""
    return request.form.get("then") == "publish"


def _page(
    desk: Desk, form: EventForm, clashes: list[Difference], status: int | None = None
) -> ResponseReturnValue:
    planned = desk.before
    differs: list[Difference] = []
    if planned is not None and planned.published is not None and planned.is_changed:
        public = facts_of(planned.published, planned.published_parts)
        differs = differences(public, _facts(planned), desk.names)
    page = render_template(
        "planning/edit_event.html",
        week=desk.week,
        form=form,
        planned=planned,
        known=desk.known,
        clashes=clashes,
        differs=differs,
        odds=_odds(desk) if request.method == "GET" else (),
        history=releases_with(planned.event) if planned else (),
    )
    return page, form.status if status is None else status


def _change(event: Event, form: EventForm) -> ResponseReturnValue:
    drafts.hold(event, form.seen_version)  # before anybody new is entered
    parts = parts_in(form.cast(), by=signed_in())
    differs = drafts.save_plan(
        event, form.plan(), parts, seen_version=form.seen_version, by=signed_in()
    )
    if differs:
        flash(_("Saved. It is not public before you publish it."))
    elif not _wants_release():
        flash(_("Nothing was changed."), "info")
    return _after(event)


def _after(event: Event) -> ResponseReturnValue:
    slug = event.week.slug
    if _wants_release():
        return redirect(url_for(".releases", slug=slug, event=event.id))
    return redirect(url_for(".edit_event", slug=slug, event_id=event.id))


def _meanwhile(
    desk: Desk, form: EventForm, refusal: EventChangedMeanwhile
) -> ResponseReturnValue:
    """Show what stands there now with what was changed; the next save keeps both."""
    before = desk.before or abort(404)
    found = meanwhile(before.event, form.seen_version, signed_in())
    desk, now = replace(desk, before=found.now), found.now
    plan, cast = form.plan(), form.cast()
    parts = tuple(one.plan for one in cast)
    if found.seen is not None:
        plan = merged(found.seen.plan, plan, now.plan)
        is_new = any(one.new for one in cast)
        has_people = is_new or parts != found.seen.parts
        parts = parts if has_people else now.parts
        form = _again(desk, replace(now, plan=plan), form if has_people else None)
    form.form_errors = [*form.form_errors, _said(found, refusal)]
    form.version.data, form.version.raw_data = str(now.event.version), None
    clashes = differences(_facts(now), facts_of(plan, parts), desk.names)
    return _page(desk, form, clashes, refusal.status)


def _again(desk: Desk, planned: PlannedEvent, people: EventForm | None) -> EventForm:
    """The form with this plan; with the people of a form that was typed."""
    form = EventForm(formdata=None).offer(
        desk.week, desk.venues, desk.events, desk.known, desk.before
    )
    form.show(planned)
    if people is not None:
        form.people.entries = people.people.entries
    return form


def _said(found: Meanwhile, refusal: EventChangedMeanwhile) -> str:
    if found.is_own:
        return _(
            "You changed this event meanwhile, in another window. "
            "Look at it again, then save."
        )
    if found.now.draft is None:
        return str(refusal)
    who = _("It was %(name)s.", name=found.now.draft.changed_by)
    return f"{refusal} {who}"


def _odds(desk: Desk) -> list[str]:
    """What in the plan of this event does not fit together, in sentences."""
    if desk.before is None:
        return []
    key = desk.before.id
    survey = survey_of(desk.week, desk.events)
    return [one.sentence for one in clashes_on(survey) if key in one.events]


def _facts(planned: PlannedEvent) -> Facts:
    return facts_of(planned.plan, planned.parts)
