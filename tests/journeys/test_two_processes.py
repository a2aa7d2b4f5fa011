"""Two servers on one database, 24 people, three places, taken and given back."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier, Thread
from uuid import UUID

import pytest
from sqlalchemy import select

from eventapp import config, variables
from eventapp.app import create_app
from eventapp.kernel.db import add, db, may_write
from eventapp.kernel.tokens import digest, new_token
from eventapp.programme.queries import week_by_slug
from eventapp.registration.models.entering import PrivateLink
from eventapp.registration.models.places import Place
from eventapp.registration.vocabulary import PlaceStatus
from tests.builders import make_event, make_registration
from tests.conftest import DATABASES, settings_for
from tests.journeys.person import Person, own_site
from tests.journeys.site import Site, free_port

PEOPLE = 24
LATER = datetime(2030, 1, 1, tzinfo=UTC)  # for everybody, shifted clocks included


@pytest.mark.parametrize("sort", DATABASES)
def test_two_servers_give_exactly_three_places_and_an_answer_to_everybody(
    sort: str, tmp_path: Path
) -> None:
    with own_site(tmp_path / "data", sort) as one, second(one) as other:
        event, people = crowd(one, other)
        statuses = rush(people)
        found = outcome(one, event)
        leaving = rush([(person, f"{to}/release") for person, to in people[:12]])
        left = outcome(one, event)

    assert statuses == Counter({302: PEOPLE})
    assert found == Counter({PlaceStatus.HELD: 3, PlaceStatus.WAITING: PEOPLE - 3})
    assert leaving == Counter({302: 12})
    assert left == Counter({PlaceStatus.HELD: 3, PlaceStatus.WAITING: 9})
    assert "locked" not in (one.data / "log.txt").read_text(errors="replace")


@contextmanager
def second(site: Site) -> Iterator[Site]:
    """Another server on the same data."""
    other = replace(site, address=f"http://127.0.0.1:{free_port()}", process=None)
    try:
        other.start()
        yield other
    finally:
        other.stop()


def crowd(*sites: Site) -> tuple[UUID, list[tuple[Person, str]]]:
    """An event of three places, and delegates who look at it, half at each server."""
    with beside(sites[0]):
        week = week_by_slug("gpw2024")
        assert week is not None
        event = make_event(week, capacity=3, starts_at=LATER).id
        links = []
        for number in range(PEOPLE):
            key = make_registration(week, number=9000 + number).id
            token = new_token()
            add(
                PrivateLink(
                    token_digest=digest(token),
                    created_at=LATER,
                    expires_at=LATER,
                    registration_id=key,
                )
            )
            links.append((key, token))
        db.session.commit()
    people = []
    for number, (key, token) in enumerate(links):
        person = Person(sites[number % len(sites)].address)
        assert person.ask("GET", f"/me/enter/{token}") == 302, person.page
        assert person.ask("GET", f"/me/{key}/") == 200, person.page
        people.append((person, f"/me/{key}/events/{event}"))
    return event, people


def rush(people: list[tuple[Person, str]]) -> Counter[int]:
    """Everybody asks at once; how they were answered."""
    barrier = Barrier(len(people))
    statuses: list[int] = []

    def reserve(person: Person, address: str) -> None:
        barrier.wait()
        kind = "application/x-www-form-urlencoded"
        body = f"csrf_token={person.token}"
        statuses.append(person.ask("POST", address, body, Content_Type=kind))

    threads = [Thread(target=reserve, args=one) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(statuses)


def outcome(site: Site, event: UUID) -> Counter[PlaceStatus]:
    """How many hold a place, and how many wait."""
    with beside(site):
        places = select(Place.status).where(Place.event_id == event)
        return Counter(db.session.scalars(places))


@contextmanager
def beside(site: Site) -> Iterator[None]:
    """Our own hands in the site's database."""
    ours: list[config.Settings] = []
    with suppress(variables.ConfigurationError):
        ours.append(config.current())
    file = f"sqlite:///{site.data / 'eventapp.db'}"
    app = create_app(settings_for(site.database or file, site.data))
    with app.app_context():
        may_write(allowed=True)
        yield
        db.session.remove()
        db.engine.dispose()
    for one in ours:
        config.use(one)
