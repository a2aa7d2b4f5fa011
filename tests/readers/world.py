"""A running site with the demonstration week and hostile ones, as clients meet it."""

import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from eventapp.app import create_app
from eventapp.kernel.db import db, may_write
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import RegistrationStatus
from tests.conftest import settings_for
from tests.journeys.site import Site, running_site
from tests.readers import hostile
from tests.readers.feeds import Feed, agenda_of, feeds_of, given_to

AGENDAS = 3  # of the demonstration


@dataclass(frozen=True)
class World:
    """A site, and the application beside it on the same database."""

    site: Site
    app: Flask
    feeds: list[Feed]

    def fetched(self, feed: Feed) -> bytes:
        """What the site answers at the address of `feed`."""
        with urllib.request.urlopen(self.site.address + feed.address) as answer:
            octets: bytes = answer.read()
            return octets


@contextmanager
def world(folder: Path) -> Iterator[World]:
    """Start the site in `folder`; what the block writes, the site serves."""
    with running_site(folder / "data", None) as site:
        data = site.data
        kept = json.loads((data / "demonstration.json").read_text())
        settings = settings_for(
            f"sqlite:///{data / 'eventapp.db'}",
            data,
            address=site.address,
            secret_key=(data / "secret").read_text().strip(),
            clock_shift=timedelta(seconds=kept["clock_shift"]),
        )
        app = create_app(settings)
        with app.app_context():
            may_write(allowed=True)
            yield World(site, app, list(_feeds()))
            db.session.remove()
            db.engine.dispose()


def _feeds() -> Iterator[Feed]:
    demonstrated = db.session.scalars(select(Week).where(Week.is_public)).all()
    for week in demonstrated:
        yield from feeds_of(week)
    confirmed = db.session.scalars(
        select(Registration)
        .where(Registration.status == RegistrationStatus.CONFIRMED)
        .order_by(Registration.number)
        .limit(AGENDAS)
    )
    for registration in confirmed.all():
        yield agenda_of(registration)
    for week, language in ((hostile.spring(), "en"), (hostile.autumn(), "zh-Hans")):
        yield from feeds_of(week)
        yield agenda_of(hostile.delegate(week, language))
        yield from given_to(week)
    db.session.commit()
