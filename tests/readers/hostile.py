"""Two weeks in which everything is hostile: texts, hours, and the clock itself.

The clocks of Warsaw go forward on 28 March 2027 and back on 31 October.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from eventapp.kernel.dates import DatePrecision, KnownDate
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import EventPlan
from eventapp.programme.service.drafts import begin_event
from eventapp.programme.vocabulary import (
    EventKind,
    EventStatus,
    SignUp,
    WaitingList,
)
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import PlaceStatus
from tests.builders import (
    make_account,
    make_event,
    make_place,
    make_registration,
    make_venue,
    make_week,
    republish,
)
from tests.readers.feeds import public_events

WARSAW = "Europe/Warsaw"
SUMMARY = Localised(
    {
        "en": (
            "First line, with a comma; and a semicolon\n"
            "Second: a backslash \\ and a written \\n, \\, \\; in C:\\Notes\r\n"
            "\n"
            "SUMMARY:Smuggled in\nDTSTART:19700101T000000Z\nEND:VALARM\n"
            '<b>Bold</b> &amp; 100 % {braces} %(week)s ${HOME} `x` "quoted"\n'
            "Tab\there, bell \x07, line\u2028separator, mark \ufeff, byte \x85"
        ),
        "zh-Hans": "第一行，逗号；分号\n" + "入口在南门，请出示代表证。" * 40,
    }
)
SMUGGLED = Localised(
    {"en": "x\nEND:VEVENT\nBEGIN:VEVENT\nUID:y\nEND:VCALENDAR", "zh-Hans": ""}
)
TITLES = (
    "Salons, fairs; tours: C:\\Notes \\n \\, “quoted” \"straight\" 'single'",
    "👩‍🏫 Teaching with 👨‍👩‍👧‍👦 in 🇵🇱🇨🇳 👋🏽",
    "لقاء الشركاء في أوبولي – שלום \u2067rtl\u2069 123",
    "Zażółć gęślą jaźń – e\u0301 \u1112\u1161\u11ab",
    ("Nine hundred characters of partnership, " * 30)[:900],
    "合作伙伴周" * 180,
    "x" * 74 + "入" + "😀" * 80,
    "TITLE;VALUE=DATE:20270101",
    "^n^'^^ and =C3=A9 and &#233;",
)


def spring(slug: str = "warsaw-spring") -> Week:
    """A week in which the night loses an hour."""
    week = _week(slug, date(2027, 3, 26), date(2027, 3, 31))
    hall = make_venue(
        week,
        'Aula "A"; building 3, ground floor \\ left',
        directions=Localised({"en": "Gate 2;\nthen left, 50 m", "zh-Hans": "二号门"}),
        latitude=50.675106,
        longitude=-17.92129812,
    )
    for hour, title in enumerate(TITLES, start=8):
        more = {"zh": f"入口，{title}", "summary": SUMMARY, "venue_id": hall.id}
        _event(week, title, at(2027, 3, 26, hour), 60, **more)
    _event(week, "Before the change", at(2027, 3, 27, 9), 90, languages=("pl", "en"))
    _event(week, "Over midnight", at(2027, 3, 27, 23), 150, languages=("zh-Hans",))
    _event(week, "Over the lost hour", at(2027, 3, 28, 1, 30), 60)
    _event(week, "Until the lost hour", at(2027, 3, 28, 1), 60)
    _event(week, "From the lost hour on", at(2027, 3, 28, 3), 1)
    _event(week, "After the change", at(2027, 3, 29, 9), 90)
    _event(week, "A day and night", at(2027, 3, 27, 12), 24 * 60 - 60)
    _event(week, "The day of 23 hours", at(2027, 3, 28), 23 * 60)
    _event(week, "Until midnight", at(2027, 3, 30, 22), 120)
    _event(week, "From midnight", at(2027, 3, 30), 15)
    _event(week, "Exhibition", at(2027, 3, 26, 10), 5 * 24 * 60 + 6 * 60)
    _revised(week)
    return week


def autumn(slug: str = "warsaw-autumn") -> Week:
    """A week in which the night has one hour twice."""
    week = _week(slug, date(2027, 10, 29), date(2027, 11, 2))
    first = at(2027, 10, 31, 2, 30)
    _event(week, "The first half past two", first, 15)
    _event(week, "The second half past two", first + timedelta(hours=1), 15)
    _event(week, "From one to the other", first, 60)
    _event(week, "Out of the second", first + timedelta(minutes=90), 60)
    _event(week, "Into the first", at(2027, 10, 31, 1), 90)
    _event(week, "The day of 25 hours", at(2027, 10, 31), 25 * 60)
    _event(week, "Before the change", at(2027, 10, 30, 9), 90)
    _event(week, "After the change", at(2027, 11, 1, 9), 90)
    _event(week, "Over midnight", at(2027, 10, 30, 22), 8 * 60)
    _event(week, "Smuggler", at(2027, 10, 30, 17), 60, summary=SMUGGLED)
    _event(week, "Three days", at(2027, 10, 29), 3 * 24 * 60 + 60)
    return week


def delegate(week: Week, language: str = "en") -> Registration:
    """Somebody with a place at every third event, and hopes for another third."""
    registration = make_registration(week, language=language)
    for number, event in enumerate(_open_events(week)):
        status = (None, PlaceStatus.HELD, PlaceStatus.WAITING)[number % 3]
        if status is PlaceStatus.WAITING:
            event.waiting_list = WaitingList.BY_HAND  # no worker lets them move up
        if status:
            make_place(registration, event, status)
    return registration


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """An instant by the clocks of Warsaw; of an hour that comes twice, the first."""
    local = datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(WARSAW))
    return local.astimezone(UTC)


def _week(slug: str, first: date, last: date) -> Week:
    return make_week(
        slug,
        name=Localised({"en": "Week; of, \\ everything\n😀", "zh-Hans": "一周；全部"}),
        city=Localised({"en": "Opole; Śląsk, PL", "zh-Hans": "奥波莱"}),
        zone=WARSAW,
        held=KnownDate(first, last, DatePrecision.DAY),
    )


def _event(
    week: Week, title: str, begins: datetime, minutes: int, **more: Any
) -> Event:
    ends = begins + timedelta(minutes=minutes)
    return make_event(week, title, starts_at=begins, ends_at=ends, **more)


def _revised(week: Week) -> None:
    """Events that were moved, called off, or that nobody may see yet."""
    moved = _event(week, "Moved by a day", at(2027, 3, 28, 10), 45)
    for hour in (11, 12):
        begins = at(2027, 3, 29, hour)
        ends = begins + timedelta(minutes=45)
        republish(moved, starts_at=begins, ends_at=ends)
    called_off = _event(week, "Called off", at(2027, 3, 29, 14), 45)
    republish(called_off, status=EventStatus.CANCELLED)
    everyone = _event(week, "Dinner", at(2027, 3, 29, 18), 120)
    republish(everyone, signup=SignUp.EVERYONE, kind=EventKind.BANQUET)
    begins = at(2027, 3, 29, 16)
    title = Localised({"en": "Not yet", "zh-Hans": "尚未公布"})
    hours = (begins, begins + timedelta(minutes=45))
    begin_event(week, EventPlan(EventKind.FORUM, title, *hours), by=make_account())


def _open_events(week: Week) -> list[Event]:
    return [event for event in public_events(week) if event.signup is SignUp.OPEN]
