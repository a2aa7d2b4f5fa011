"""The feeds of a week, with the events that the database says they hold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from eventapp.feeds.service.addresses import give, path_of
from eventapp.kernel.db import db
from eventapp.kernel.i18n import LANGUAGES
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import PartPlan
from eventapp.programme.service.events import assign
from eventapp.programme.vocabulary import EventKind, EventStatus, Part, SignUp
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service.agenda import agenda_token, open_agenda
from eventapp.registration.vocabulary import PlaceStatus
from tests.builders import make_account, make_person


@dataclass(frozen=True)
class Feed:
    """An address, and what stands there."""

    name: str
    address: str
    language: str
    week: Week
    events: Sequence[Event]
    hoped_for: frozenset[object] = field(default=frozenset())  # keys of events
    has_ended: bool = False  # it takes the events back
    is_own: bool = False  # a private one: it may hold more, in later revisions
    counts_itself: bool = False  # its sequences are its own


def feeds_of(week: Week, *, one_by_one: bool = True) -> Iterator[Feed]:
    """The public feeds of a week, in each language."""
    events = public_events(week)
    for tag in (language.tag for language in LANGUAGES):
        yield Feed(
            f"{week.slug}, {tag}",
            f"/feeds/{week.slug}.ics?lang={tag}",
            tag,
            week,
            events,
        )
        for event in events if one_by_one else ():
            address = f"/feeds/events/{event.id}.ics?lang={tag}"
            yield Feed(f"{event.title}, {tag}", address, tag, week, [event])
    yield from _parts_of(week, events)


def _parts_of(week: Week, events: Sequence[Event]) -> Iterator[Feed]:
    """Feeds by filter: some, all, and none of the events; and the week as a file."""
    kinds = sorted({event.kind for event in events})
    none = next(kind for kind in EventKind if kind not in kinds)
    spoken = {tag for event in events for tag in event.languages}
    for name, chosen in (
        *((f"kind={kind}", _of_kind(events, kind)) for kind in kinds[:1]),
        ("&".join(f"kind={kind}" for kind in reversed(kinds)), events),
        (f"kind={none}", []),
        ("venue=0000000000000000&kind=nothing", []),
        *((f"language={tag}", _in_language(events, tag)) for tag in sorted(spoken)),
        ("download=1", events),
    ):
        address = f"/feeds/{week.slug}.ics?lang=en&{name}"
        yield Feed(f"{week.slug}, {name}", address, "en", week, chosen)


def _of_kind(events: Sequence[Event], kind: EventKind) -> list[Event]:
    return [event for event in events if event.kind is kind]


def _in_language(events: Sequence[Event], tag: str) -> list[Event]:
    return [event for event in events if tag in event.languages]


def agenda_of(registration: Registration) -> Feed:
    """The private calendar of a delegate."""
    open_agenda(registration)
    week = registration.week
    places = db.session.scalars(
        select(Place).where(Place.registration_id == registration.id)
    ).all()
    own = {place.event_id for place in places}
    return Feed(
        f"agenda in {week.slug}",
        f"/feeds/agenda/{agenda_token(registration)}.ics",
        registration.language,
        week,
        [event for event in public_events(week) if event.id in own or for_all(event)],
        frozenset(
            place.event_id for place in places if place.status is not PlaceStatus.HELD
        ),
        is_own=True,
    )


def given_to(week: Week) -> Iterator[Feed]:
    """What the office and a speaker of everything subscribe to."""
    office, speaker = make_account(), make_person("Nowak Żaneta; \\ 😀")
    planned = db.session.scalars(select(Event).where(Event.week_id == week.id)).all()
    public = public_events(week)
    for event in public:
        assign(event, [PartPlan(Part.SPEAKER, speaker.id)])
    drafts = frozenset(event.id for event in planned) - {one.id for one in public}
    for owner, events, hoped_for in (
        (office, planned, drafts),
        (speaker, public, frozenset()),
    ):
        address = path_of(give(week, owner, by=office))
        assert address
        kind = address.split("/")[2]
        name = f"{kind} of {week.slug}"
        yield Feed(name, address, "en", week, events, hoped_for, counts_itself=True)


def for_all(event: Event) -> bool:
    """Whether it stands in everybody's calendar; its parts do not stand beside it."""
    return event.signup is SignUp.EVERYONE and event.parent_id is None


def public_events(week: Week) -> Sequence[Event]:
    """What the public may see of a week."""
    return db.session.scalars(
        select(Event)
        .where(Event.week_id == week.id, Event.status != EventStatus.DRAFT)
        .order_by(Event.starts_at, Event.id)
    ).all()
