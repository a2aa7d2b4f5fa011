"""When a rule reminds: its moments, and which of them have come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from eventapp.kernel.wall import NoSuchHour, instant_of
from eventapp.mailings.models import ReminderRule
from eventapp.mailings.vocabulary import RuleKind
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week

LATE = timedelta(hours=24)  # so long a worker that was away makes up for it


@dataclass(frozen=True)
class Moment:
    """One instant at which a rule reminds; its mark is the same for ever."""

    mark: str
    at: datetime
    days: int
    event: Event | None = None

    def is_due(self, rule: ReminderRule, now: datetime) -> bool:
        """Whether it has come since the rule is on, and not too long ago."""
        if not rule.is_on or rule.on_since is None:
            return False
        has_come = rule.on_since <= self.at <= now < self.at + LATE
        return has_come and (self.event is None or now < self.event.starts_at)

    def is_ahead(self, now: datetime) -> bool:
        """Whether it is still to come."""
        return now < self.at


def moments_of(rule: ReminderRule, week: Week, events: Sequence[Event]) -> list[Moment]:
    """All moments of a rule, the earliest first; `events`: those it may mean."""
    if rule.kind is not RuleKind.EVENT:
        day = _day_of(rule, week)
        found = [_moment(rule, day, int(days), week) for days in rule.days]
    else:
        found = [
            _moment(rule, _begins_on(event, week), int(days), week, event)
            for event in events
            if rule.event_id in {None, event.id}
            for days in rule.days
        ]
    return sorted(found, key=lambda one: (one.at, one.mark))


def _day_of(rule: ReminderRule, week: Week) -> date:
    """By which something is due; what has no own day is due when the week begins."""
    if rule.kind is RuleKind.THANKS:
        return week.held.last or week.held.first
    return rule.day or week.held.first


def _begins_on(event: Event, week: Week) -> date:
    return event.starts_at.astimezone(week.tzinfo).date()


def _moment(
    rule: ReminderRule, day: date, days: int, week: Week, event: Event | None = None
) -> Moment:
    away = timedelta(days=days if rule.kind is RuleKind.THANKS else -days)
    mark = f"{event.id}/{days}" if event else str(days)
    return Moment(mark, _at(day + away, rule.hour, week.tzinfo), days, event)


def _at(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """The instant; an hour over which the clocks go forward means the next one."""
    try:
        return instant_of(day, hour, zone)
    except NoSuchHour:
        return instant_of(day, hour.replace(hour=hour.hour + 1), zone)
