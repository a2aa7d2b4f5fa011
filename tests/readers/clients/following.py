"""Three syncs: an event moves, one is called off and one renamed, in real clients."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from sqlalchemy import select

from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import EventStatus, SignUp
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service.places import release_place
from eventapp.registration.vocabulary import PlaceStatus
from tests.builders import make_event, republish
from tests.readers import hostile
from tests.readers.catalogue import Mistakes, Reader
from tests.readers.clients.evolution import Evolution
from tests.readers.clients.khal import Khal
from tests.readers.clients.thunderbird import SubscribedThunderbird
from tests.readers.feeds import Feed, agenda_of, feeds_of, public_events
from tests.readers.judge import case_of, faults_of
from tests.readers.world import World

PATIENCE_SECONDS = 20
PAUSE_SECONDS = 0.5


class Client(Protocol):
    """A program that is subscribed to one address."""

    name: str
    mistakes: Mistakes

    @property
    def version(self) -> str: ...

    def sync(self) -> list[dict[str, Any]]:
        """Fetch again, and say what is shown now."""

    def close(self) -> None: ...


PROGRAMS: tuple[Callable[[Path, str], Client], ...] = (
    SubscribedThunderbird,
    Evolution,
    Khal,
)


class Followed(NamedTuple):
    """What a client was told, and whether it showed it."""

    client: str
    version: str
    step: str
    feed: str
    faults: list[str]


def follow(world: World, folder: Path) -> Iterator[Followed]:
    """Let every client follow a week and a private agenda through three syncs."""
    weeks = (hostile.spring("followed"), hostile.autumn("followed-autumn"))
    delegates = [hostile.delegate(week, "zh-Hans") for week in weeks]
    db.session.commit()

    def feeds() -> tuple[Feed, Feed]:
        whole = next(feeds_of(weeks[0], one_by_one=False))
        return whole, agenda_of(delegates[1])

    addresses = [world.site.address + feed.address for feed in feeds()]
    db.session.commit()
    subscribed: list[list[Client]] = []
    try:
        for number, address in enumerate(addresses):
            subscribed.append([])
            for program in PROGRAMS:
                home = folder / f"{number}-{len(subscribed[-1])}"
                subscribed[-1].append(program(home, address))
        for step, deed in STEPS.items():
            for week, delegate in zip(weeks, delegates, strict=True):
                deed(week, delegate)
            db.session.commit()
            for feed, clients in zip(feeds(), subscribed, strict=True):
                for client in clients:
                    faults = _shown(client, feed)
                    yield Followed(client.name, client.version, step, feed.name, faults)
    finally:
        for clients in subscribed:
            for client in clients:
                client.close()


def _shown(client: Client, feed: Feed) -> list[str]:
    """What is wrong when a client has had the time to fetch, and to show."""
    reader = Reader(client.name, "", (), mistakes=client.mistakes)
    case = case_of(feed)
    db.session.commit()  # what holds the database stops the site
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        faults = list(faults_of(reader, case, client.sync()))
        if not faults or time.monotonic() > until:
            return faults
        time.sleep(PAUSE_SECONDS)


def _begin(_week: Week, _delegate: Registration) -> None:
    """Nothing has happened yet."""


def _move(week: Week, _delegate: Registration) -> None:
    """To another day, over the change of the clock, and over midnight."""
    event = _event(week, "Before the change")
    for delta in (timedelta(days=2), timedelta(days=2, hours=14)):
        plan = {"starts_at": event.starts_at + delta, "ends_at": event.ends_at + delta}
        republish(event, **plan)


def _call_off_and_rename(week: Week, _delegate: Registration) -> None:
    republish(_event(week, "Over midnight"), status=EventStatus.CANCELLED)
    title = Localised({"en": "Renamed; after, the change 😀", "zh-Hans": "改名，之后"})
    republish(_event(week, "After the change"), title=title)


def _add_and_give_back(week: Week, delegate: Registration) -> None:
    """Something new for all; and a place that its holder does not want any more."""
    begins = min(event.starts_at for event in public_events(week))
    hours = {"starts_at": begins, "ends_at": begins + timedelta(minutes=50)}
    make_event(week, "New", zh="新增", signup=SignUp.EVERYONE, **hours)
    mine = db.session.scalars(
        select(Place).where(
            Place.registration_id == delegate.id, Place.status == PlaceStatus.HELD
        )
    )
    release_place(mine.all()[0])


def _event(week: Week, title: str) -> Event:
    events = db.session.scalars(select(Event).where(Event.week_id == week.id))
    return next(event for event in events if event.title["en"] == title)


STEPS: dict[str, Callable[[Week, Registration], None]] = {
    "subscribed": _begin,
    "moved": _move,
    "called off, renamed": _call_off_and_rename,
    "added, given back": _add_and_give_back,
}
