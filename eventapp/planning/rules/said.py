"""How clashes name events, persons and hours."""

from datetime import datetime
from functools import lru_cache

from flask_babel import gettext as _

from eventapp.kernel import i18n
from eventapp.planning.queries.survey import Survey
from eventapp.programme.models.people import Person
from eventapp.programme.planned import PlannedEvent
from eventapp.web.filters import DASH, weekday


def title(event: PlannedEvent) -> str:
    """What the event is called, in the reader's language."""
    return str(event.plan.title)


def name(person: Person) -> str:
    """What a person is called in a sentence of the reader's language."""
    if i18n.spoken().tag == person.name.native_language and person.name.native:
        return person.name.native
    return person.name.latin


def hours(survey: Survey, begins: datetime, ends: datetime) -> str:
    """From when to when by the week's clock: Wed 27 Mar, 15:00–16:00."""
    zone = survey.week.tzinfo
    one, two = begins.astimezone(zone), ends.astimezone(zone)
    first = _at(one, i18n.spoken().tag)
    if one.date() == two.date():
        return f"{first}{DASH}{two:%H:%M}"
    return f"{first} {DASH} {_at(two, i18n.spoken().tag)}"


def hours_of(survey: Survey, event: PlannedEvent) -> str:
    """From when to when an event lasts; or that it has no hour yet."""
    if not event.plan.is_placed:
        return _("without an hour yet")
    return hours(survey, event.plan.starts_at, event.plan.ends_at)


def hours_of_both(survey: Survey, one: PlannedEvent, other: PlannedEvent) -> str:
    """From when to when two events go on at once."""
    return hours(
        survey,
        max(one.plan.starts_at, other.plan.starts_at),
        min(one.plan.ends_at, other.plan.ends_at),
    )


@lru_cache(maxsize=2000)
def _at(wall: datetime, _tag: str) -> str:
    """The day and hour; remembered, for a week has few of them and many clashes."""
    day = weekday(wall.date())
    return _("%(day)s, %(time)s", day=day, time=f"{wall:%H:%M}")
