"""Events: the programme as a table, and the editor."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.models import Role
from eventapp.journal.queries import entries_about
from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import searchable
from eventapp.planning.forms.event import EventForm, version_in
from eventapp.planning.odds import warn_of_odds
from eventapp.planning.office import bp
from eventapp.planning.queries.seats import Seats, seats, written_about
from eventapp.planning.queries.texts import lacks, untranslated_events
from eventapp.programme import queries as programme
from eventapp.programme.access import event_at, week_at
from eventapp.programme.errors import EventChangedMeanwhile, PartOfItself
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import planned_event
from eventapp.programme.plans import EventPlan
from eventapp.programme.service import drafts, releases
from eventapp.programme.vocabulary import EventStatus
from eventapp.programme.when import language_name
from eventapp.programme.words import (
    event_status_word,
    kind_word,
    mode_word,
    sign_up_word,
)
from eventapp.registration.queries import people_of
from eventapp.web.addresses import here, searched
from eventapp.web.fields import SearchForm
from eventapp.web.filters import instant, listing


@bp.get("/<slug>/events")
@requires(Role.ORGANISER)
def events(slug: str) -> ResponseReturnValue:
    """The events of a week by day, with their places."""
    week = week_at(slug)
    rows = seats(week)
    only = request.args.get("only", "")
    shown = _only(only, rows)
    if words := searchable(searched()).split():
        shown = [row for row in shown if all(word in _text(row) for word in words)]
    return render_template(
        "planning/events.html",
        week=week,
        days=_by_day(week, shown),
        shown=len(shown),
        total=len(rows),
        search=SearchForm(request.args),
        only=only,
        lacks=lacks,
        here=here,
    )


@bp.route("/<slug>/events/new", methods=["GET", "POST"])
@requires(Role.ORGANISER)
def plan_event(slug: str) -> ResponseReturnValue:
    """Put an event into the programme."""
    week = week_at(slug)
    form = _form(week)
    if form.validate_on_submit():
        event = drafts.begin_event(week, form.plan(), by=signed_in())
        flash(_("The event is in the programme."))
        warn_of_odds(event)
        return redirect(url_for(".edit_event", slug=slug, event_id=event.id))
    if request.method == "GET":
        form.propose()
    page = render_template(
        "planning/edit_event.html", week=week, form=form, event=None, clashes=[]
    )
    return page, form.status


@bp.route("/<slug>/events/<uuid:event_id>", methods=["GET", "POST"])
@requires(Role.ORGANISER)
def edit_event(slug: str, event_id: UUID) -> ResponseReturnValue:
    """Change an event; those concerned are told."""
    week = week_at(slug)
    event = event_at(week, event_id)
    form = _form(week, event)
    clashes: list[dict[str, str]] = []
    status = form.status
    if form.validate_on_submit():
        try:
            return _change(week, event, form)
        except EventChangedMeanwhile as refusal:
            clashes = _differences(event, form.plan())
            _blame(form, event, refusal)
            status = refusal.status
        except PartOfItself as refusal:
            form.parent.errors = [str(refusal)]
            status = refusal.status
    elif request.method == "GET":
        form.show(planned_event(event).plan, event.version)
    else:
        status = form.status
    page = render_template(
        "planning/edit_event.html",
        week=week,
        form=form,
        event=event,
        clashes=clashes,
        history=entries_about(event.id),
    )
    return page, status


@bp.route("/<slug>/events/<uuid:event_id>/cancel", methods=["GET", "POST"])
@requires(Role.ORGANISER)
def cancel_event(slug: str, event_id: UUID) -> ResponseReturnValue:
    """Ask once more before an event is cancelled and people are told."""
    week = week_at(slug)
    event = event_at(week, event_id)
    if event.is_cancelled:
        return redirect(url_for(".edit_event", slug=slug, event_id=event.id))
    if request.method == "POST":
        planned = planned_event(event)
        drafts.save_plan(
            event,
            replace(planned.plan, status=EventStatus.CANCELLED),
            seen_version=version_in(request.form.get("version")),
            by=signed_in(),
        )
        before = written_about(event)
        releases.publish(week, [event.id], None, by=signed_in())
        _say_who_was_told(_("The event is cancelled."), event, before)
        return redirect(url_for(".edit_event", slug=slug, event_id=event.id))
    return render_template(
        "planning/cancel_event.html",
        week=week,
        event=event,
        people=people_of(event),
    )


def _change(week: Week, event: Event, form: EventForm) -> ResponseReturnValue:
    differs = drafts.save_plan(
        event, form.plan(), seen_version=form.seen_version, by=signed_in()
    )
    if differs:
        flash(_("Saved. It is not public before you publish it."))
    else:
        flash(_("Nothing was changed."), "info")
    warn_of_odds(event)
    return redirect(url_for(".edit_event", slug=week.slug, event_id=event.id))


def _say_who_was_told(done: str, event: Event, before: int) -> None:
    told = written_about(event) - before
    if told:
        sentence = ngettext(
            "We wrote to %(num)d delegate.", "We wrote to %(num)d delegates.", told
        )
    else:
        sentence = _("Nobody had to be told.")
    flash(f"{done} {sentence}")


def _blame(form: EventForm, event: Event, refusal: Refusal) -> None:
    latest = next(iter(entries_about(event.id)), None)
    said = str(refusal)
    if latest is not None:
        who = _("It was %(name)s.", name=latest.actor)
        said = f"{said} {who}"
    form.form_errors.append(said)
    form.version.data = str(event.version)
    form.version.raw_data = None


def _differences(event: Event, plan: EventPlan) -> list[dict[str, Any]]:
    """What stands there now beside what was typed, where they differ."""
    labels = {
        "kind": _("Kind"),
        "title": _("Title"),
        "summary": _("What it is"),
        "starts_at": _("Begins at"),
        "ends_at": _("Ends at"),
        "venue_id": _("Venue"),
        "parent_id": _("Part of"),
        "capacity": _("Places"),
        "signup": _("Sign-up"),
        "languages": _("Languages"),
        "interpretation": _("Interpretation"),
        "mode": _("How people meet"),
        "status": _("Status"),
    }
    present = planned_event(event).plan
    return [
        {
            "label": labels[one.name],
            "now": _shown(event.week, one.name, getattr(present, one.name)),
            "typed": _shown(event.week, one.name, getattr(plan, one.name)),
        }
        for one in fields(plan)
        if getattr(present, one.name) != getattr(plan, one.name)
    ]


def _shown(week: Week, name: str, value: Any) -> Any:  # noqa: ANN401 - of a plan
    if value is None or value == ():
        return _("Nothing")
    say: dict[str, Callable[[Any], Any]] = {
        "starts_at": instant,
        "ends_at": instant,
        "venue_id": lambda key: _name_of_venue(week, key),
        "parent_id": lambda key: str(getattr(_parent(week, key), "title", "")),
        "languages": lambda tags: listing(map(language_name, tags)),
        "title": _both,
        "summary": _both,
        "interpretation": _both,
        "kind": kind_word,
        "mode": mode_word,
        "signup": sign_up_word,
        "status": event_status_word,
    }
    return say.get(name, str)(value)


def _both(text: Localised) -> str:
    return " / ".join(text.values())


def _name_of_venue(week: Week, key: UUID) -> str:
    names = {venue.id: venue.name for venue in programme.venues_of(week)}
    return str(names.get(key, ""))


def _parent(week: Week, key: UUID) -> Event | None:
    return programme.event(week, key, drafts=True)


def _form(week: Week, event: Event | None = None) -> EventForm:
    return EventForm().offer(
        week,
        programme.venues_of(week),
        programme.events_of(week, drafts=True),
        event,
    )


def _only(only: str, rows: list[Seats]) -> list[Seats]:
    if only == "crowded":
        return [row for row in rows if row.is_nearly_full or row.waiting]
    if only == "texts":
        lacking = {event.id for event in untranslated_events(rows)}
        return [row for row in rows if row.event.id in lacking]
    if only == "drafts":
        return [row for row in rows if row.event.status is EventStatus.DRAFT]
    return rows


def _by_day(week: Week, rows: list[Seats]) -> list[tuple[date, list[Seats]]]:
    def on(row: Seats) -> date:
        return row.event.starts_at.astimezone(week.tzinfo).date()

    return [(day, list(those)) for day, those in groupby(rows, key=on)]


def _text(row: Seats) -> str:
    event = row.event
    where = event.venue.name.values() if event.venue else ()
    return searchable(*event.title.values(), *where, kind_word(event.kind))
