"""Events: the whole programme as a list, as it is planned."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires
from eventapp.accounts.vocabulary import Right
from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import searchable
from eventapp.planning.forms.hours import minutes_of
from eventapp.planning.office import bp
from eventapp.planning.queries.seats import Seats, seats
from eventapp.planning.queries.texts import lacks_in
from eventapp.programme import queries as programme
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import PlannedEvent, planned_events
from eventapp.programme.words import kind_word
from eventapp.web.addresses import here, searched
from eventapp.web.fields import SearchForm
from eventapp.web.texts import language_word


@dataclass(frozen=True)
class Line:
    """An event as planned, with its venue and its places."""

    planned: PlannedEvent
    venue: Localised | None
    seats: Seats
    lacks: tuple[str, ...]  # languages of the week without a title or a summary

    @property
    def is_full(self) -> bool:
        """Whether nobody else can have a place."""
        return self.seats.is_full

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return minutes_of(self.planned.plan)

    @property
    def is_nobody_named(self) -> bool:
        """Whether somebody is still to be named."""
        return any(part.person_id is None for part in self.planned.parts)


Filters = dict[str, tuple[str, Callable[[Line], bool]]]


@bp.get("/<slug>/events")
@requires(Right.READ)
def events(slug: str) -> ResponseReturnValue:
    """The events of a week by day, as planned, with their places."""
    week = week_at(slug)
    lines = _lines(week)
    filters = _filters()
    only = request.args.get("only", "")
    shown = [one for one in lines if only not in filters or filters[only][1](one)]
    if words := searchable(searched()).split():
        shown = [one for one in shown if all(word in _text(one) for word in words)]
    return render_template(
        "planning/events.html",
        week=week,
        days=_by_day(week, shown),
        shown=len(shown),
        total=len(lines),
        search=SearchForm(request.args),
        only=only,
        filters=[
            {"name": name, "text": text, "count": sum(map(fits, lines))}
            for name, (text, fits) in filters.items()
        ],
        names={tag: language_word(tag, week.languages) for tag in week.languages},
        here=here,
    )


def _lines(week: Week) -> list[Line]:
    held = {row.event.id: row for row in seats(week)}
    venues = {venue.id: venue.name for venue in programme.venues_of(week)}
    return [
        Line(
            planned=planned,
            venue=_name(venues, planned.plan.venue_id),
            seats=held[planned.id],
            lacks=() if planned.is_cancelled else lacks_in(week, planned.plan),
        )
        for planned in planned_events(week)
    ]


def _name(venues: Mapping[UUID, Localised], key: UUID | None) -> Localised | None:
    return venues.get(key) if key else None


def _filters() -> Filters:
    """What one may look for, with its word."""
    return {
        "drafts": (_("Never published"), lambda one: not one.planned.is_published),
        "changed": (
            _("Public, with changes"),
            lambda one: one.planned.is_published and one.planned.is_changed,
        ),
        "held": (_("Held back"), lambda one: one.planned.is_held_back),
        "unplaced": (
            _("Without a place in the programme"),
            lambda one: not one.planned.plan.is_placed,
        ),
        "people": (_("Somebody is to be named"), lambda one: one.is_nobody_named),
        "texts": (_("A text is missing"), lambda one: bool(one.lacks)),
        "crowded": (
            _("Nearly full or with a waiting list"),
            lambda one: one.seats.is_nearly_full or bool(one.seats.waiting),
        ),
        "cancelled": (_("Cancelled"), lambda one: one.planned.is_cancelled),
    }


def _by_day(week: Week, lines: Iterable[Line]) -> list[tuple[date | None, list[Line]]]:
    """By day; None holds those without a place in the programme."""

    def on(line: Line) -> date | None:
        plan = line.planned.plan
        return plan.starts_at.astimezone(week.tzinfo).date() if plan.is_placed else None

    return [(day, list(those)) for day, those in groupby(lines, key=on)]


def _text(line: Line) -> str:
    plan = line.planned.plan
    where = line.venue.values() if line.venue else ()
    return searchable(*plan.title.values(), *where, kind_word(plan.kind))
