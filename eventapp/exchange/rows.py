"""One row of events as a plan: each cell read, each problem kept as a sentence."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar
from uuid import UUID

from flask_babel import gettext as _

from eventapp.exchange import instants, values
from eventapp.exchange.finding import Finder
from eventapp.exchange.synonyms import interpretation
from eventapp.exchange.values import Hours, Member, UnreadableError
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import EventPlan
from eventapp.programme.vocabulary import (
    EventKind,
    EventStatus,
    Mode,
    SignUp,
    WaitingList,
)
from eventapp.spreadsheets.tables import UNREADABLE, Row

Value = TypeVar("Value")

USUAL = timedelta(hours=1)
MORNING = time(9)
LONGEST = {"title": 300, "summary": 4000, "interpretation": 300}


class Cells:
    """The cells of a row by their fields, and what is wrong with them."""

    def __init__(self, row: Row, mapped: Mapping[int, str], week: Week) -> None:
        """Take the cells of the columns that hold something."""
        self.number = row.number
        self.week = week
        self.all = row.cells
        self._cells = {field: row.cells[number] for number, field in mapped.items()}
        self.problems: list[str] = []
        self.notes: list[str] = []
        if row.surplus:
            self.problems.append(_("This row has more cells than the first line."))
        if any(UNREADABLE in cell for cell in row.cells):
            self.problems.append(
                _("Letters in this row could not be read. Choose another encoding.")
            )

    def __contains__(self, field: str) -> bool:
        return field in self._cells

    def __getitem__(self, field: str) -> str:
        return self._cells.get(field, "")

    def leave_out(self, field: str) -> None:
        """Let a field stay as it was."""
        self._cells.pop(field, None)

    def read(
        self,
        field: str,
        parse: Callable[[str], Value],
        before: Value,
        empty: Value | None = None,
    ) -> Value:
        """What a cell says; `before` where there is no such column or it is wrong."""
        if field not in self._cells:
            return before
        text = self._cells[field]
        if not text:
            return before if empty is None else empty
        try:
            return parse(text)
        except UnreadableError as error:
            self.problems.append(str(error))
            return before

    def texts(self, field: str, before: Localised | None, most: int) -> Localised:
        """A text in several languages; those without a column stay."""
        written = dict(before or {})
        for name, text in self._cells.items():
            whose, _colon, tag = name.partition(":")
            if whose != field:
                continue
            if len(text) > most:
                self.problems.append(
                    _("A text is longer than %(most)s characters.", most=most)
                )
            elif tag:
                written[tag] = text
            elif text:
                written[values.tag_by_letters(text, self.week.languages)] = text
            elif len([one for one in self._cells if one.startswith(field)]) == 1:
                written = {}
        return Localised(written)


def plan_in(cells: Cells, before: EventPlan | None, finder: Finder) -> EventPlan:
    """The plan in a row of events; what it does not say stays as it was."""
    week = cells.week
    base = before or _blank(week)
    title = cells.texts("title", base.title, LONGEST["title"])
    if not title:
        cells.problems.append(_("This row has no title."))
    hours = hours_in(cells, before)
    plan = replace(
        base,
        title=title,
        kind=_member(cells, "kind", EventKind, base.kind),
        starts_at=hours.starts_at,
        ends_at=hours.ends_at,
        is_placed=hours.is_placed,
        summary=cells.texts("summary", base.summary, LONGEST["summary"]) or None,
        interpretation=_interpretation(cells, base.interpretation),
        languages=cells.read(
            "languages",
            lambda text: values.languages(text, week),
            base.languages,
            (),
        ),
        mode=_member(cells, "mode", Mode, base.mode),
        signup=_member(cells, "signup", SignUp, base.signup),
        **_sign_up(cells, base),
        status=_member(cells, "status", EventStatus, base.status),
        capacity=_capacity(cells, base.capacity),
        joining_link=_or_none(cells, "joining_link", values.link, base.joining_link),
        joining_minutes=cells.read(
            "joining_minutes", values.wait_minutes, base.joining_minutes
        ),
        venue_id=_venue(cells, "venue", base.venue_id, finder),
        meeting_point_id=_venue(cells, "meeting_point", base.meeting_point_id, finder),
        coaches=cells.read(
            "coaches", lambda text: _coaches(text, finder), base.coaches, ()
        ),
    )
    if before is None and not cells["kind"]:
        cells.notes.append(
            _("No kind is given: it becomes an event of the kind “Other”.")
        )
    return plan


def _sign_up(cells: Cells, base: EventPlan) -> dict[str, Any]:
    """From when to when people may ask, and what becomes of free places."""

    def moment(text: str) -> datetime:
        return instants.instant_in(text, cells.week)

    opens = _or_none(cells, "signup_opens", moment, base.signup_opens_at)
    closes = _or_none(cells, "signup_closes", moment, base.signup_closes_at)
    if opens and closes and closes <= opens:
        cells.problems.append(_("Sign-up closes before it opens."))
    return {
        "signup_opens_at": opens,
        "signup_closes_at": closes,
        "waiting_list": _member(cells, "waiting_list", WaitingList, base.waiting_list),
        "offer_hours": cells.read("offer_hours", values.offer_hours, base.offer_hours),
        "promotion_stops_minutes": cells.read(
            "promotion_stops", values.wait_minutes, base.promotion_stops_minutes
        ),
        "whole_delegations": cells.read(
            "whole_delegations", values.yes, base.whole_delegations
        ),
    }


def hours_in(cells: Cells, before: EventPlan | None) -> Hours:
    """When the event of a row takes place; without day or hour it is unplaced."""
    if not any(
        one in cells for one in ("date", "start", "end", "end_date", "duration")
    ):
        return _hours_of(before) or _unplaced(cells.week, USUAL)
    try:
        return _hours(cells, before)
    except UnreadableError as error:
        cells.problems.append(str(error))
        return _hours_of(before) or _unplaced(cells.week, USUAL)


def _hours(cells: Cells, before: EventPlan | None) -> Hours:
    week = cells.week
    on, at = _start(cells, before)
    start_text, end_text = values.span(cells["start"])
    end_text = cells["end"] or (end_text if start_text else "")
    length = values.length(cells["duration"]) if cells["duration"] else None
    if on is None or at is None:
        return _without_place(cells.week, before, length or _length_of(before))
    starts_at = instants.instant(on, at, week)
    if not end_text:
        if length is None and before is None:
            cells.notes.append(_("No end is given: it lasts an hour."))
        return Hours(
            starts_at, starts_at + (length or _length_of(before)), is_placed=True
        )
    own_day, ends = instants.moment(end_text, week)
    last = values.day(cells["end_date"]) if cells["end_date"] else own_day or on
    if last == on and ends < at and not cells["end_date"] and own_day is None:
        last = on + timedelta(days=1)
        cells.notes.append(_("It ends on the next day."))
    ends_at = instants.instant(last, ends, week)
    if ends_at <= starts_at:
        raise UnreadableError(_("The end is not after the start."))
    return Hours(starts_at, ends_at, is_placed=True)


def _start(cells: Cells, before: EventPlan | None) -> tuple[date | None, time | None]:
    """Day and hour; a column that is not there leaves them as they were."""
    zone = cells.week.tzinfo
    known = before.starts_at.astimezone(zone) if before and before.is_placed else None
    on = known.date() if known and "date" not in cells else None
    at = known.time() if known and "start" not in cells else None
    start_text, _end = values.span(cells["start"])
    if start_text:
        own_day, at = instants.moment(start_text, cells.week)
        on = own_day or on
    if cells["date"]:
        on = values.day(cells["date"])
    return on, at


def _hours_of(plan: EventPlan | None) -> Hours | None:
    if plan is None:
        return None
    return Hours(plan.starts_at, plan.ends_at, is_placed=plan.is_placed)


def _length_of(plan: EventPlan | None) -> timedelta:
    return plan.ends_at - plan.starts_at if plan else USUAL


def _without_place(week: Week, before: EventPlan | None, length: timedelta) -> Hours:
    if before and length == _length_of(before):
        return Hours(before.starts_at, before.ends_at, is_placed=False)
    return _unplaced(week, length)


def _unplaced(week: Week, length: timedelta) -> Hours:
    starts_at = datetime.combine(week.held.first, MORNING, week.tzinfo)
    return Hours(starts_at, starts_at + length, is_placed=False)


def _blank(week: Week) -> EventPlan:
    hours = _unplaced(week, USUAL)
    return EventPlan(
        EventKind.OTHER, Localised(), hours.starts_at, hours.ends_at, mode=week.mode
    )


def _member(cells: Cells, field: str, kind: type[Member], before: Member) -> Member:
    return cells.read(field, lambda text: values.member(kind, text), before)


def _interpretation(cells: Cells, before: Localised | None) -> Localised | None:
    usual = interpretation(cells["interpretation"])
    if usual is not None:
        return usual
    return cells.texts("interpretation", before, LONGEST["interpretation"]) or None


def _capacity(cells: Cells, before: int | None) -> int | None:
    return _or_none(cells, "capacity", values.count, before)


def _or_none(
    cells: Cells,
    field: str,
    parse: Callable[[str], Value | None],
    before: Value | None,
) -> Value | None:
    """The value of a field that may be nothing, as an empty cell says."""
    if field in cells and not cells[field]:
        return None
    return cells.read(field, parse, before)


def _venue(
    cells: Cells, field: str, before: UUID | None, finder: Finder
) -> UUID | None:
    holds = _holds(cells) if field == "venue" else None
    return _or_none(cells, field, lambda text: finder.venue(text, holds).id, before)


def _holds(cells: Cells) -> int | None:
    if not cells["venue_capacity"]:
        return None
    return cells.read("venue_capacity", values.count, None)


def _coaches(text: str, finder: Finder) -> tuple[str, ...]:
    return tuple(str(finder.venue(word).id) for word in _words(text))


def _words(text: str) -> Iterable[str]:
    parted = text.replace("；", ";").replace("\n", ";").split(";")
    return [word.strip() for word in parted if word.strip()]
