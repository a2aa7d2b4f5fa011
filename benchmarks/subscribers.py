"""Ten thousand delegates who subscribed to their agendas, and releases they hear of.

Run in a process of its own, configured by EVENTAPP_*: `plant` tells the tokens as
JSON, `release` publishes a change to an event that is for everyone, `elsewhere` one
to an event where nobody has a place.
"""

import json
import os
import random
import sys
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from flask_migrate import upgrade
from sqlalchemy import Table, insert, select, text

from eventapp.app import create_app
from eventapp.config import Settings
from eventapp.kernel import clock
from eventapp.kernel.codes import new_reference
from eventapp.kernel.db import Model, db, may_write, writing
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import plan_of
from eventapp.programme.service.drafts import save_plan
from eventapp.programme.service.releases import publish
from eventapp.programme.vocabulary import SignUp
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import agenda
from eventapp.registration.vocabulary import PlaceStatus
from tests.builders import (
    MORNING,
    make_account,
    make_event,
    make_registration,
    make_venue,
    make_week,
)

SLUG = "feeds"
SUBSCRIBERS, PLACES = 10_000, 8  # and so many places for each of them
OPEN_EVENTS, SALONS, DAYS, ROOMS = 10, 50, 5, 12
MOST_ROWS = 2_000  # in one statement
CLOSED = "Closed meeting"
chance = random.Random(6)


def main(what: str) -> None:
    """Do one of the three."""
    app = create_app(Settings.from_environment(os.environ))
    with app.app_context():
        may_write(allowed=True)
        if what == "plant":
            upgrade()
            with writing():
                json.dump(plant(), sys.stdout)
            if db.engine.dialect.name == "postgresql":
                # In real life its own housekeeping has done so long before.
                db.session.execute(text("ANALYZE"))
                db.session.commit()
        else:
            with writing():
                _release(closed=what == "elsewhere")
        db.session.remove()
        db.engine.dispose()


def plant() -> list[str]:
    """A week of sixty events, and its subscribers; the tokens of their addresses."""
    week = make_week(SLUG)
    rooms = [make_venue(week, f"Room {number}") for number in range(ROOMS)]
    salons = [
        _event(week, number, rooms[number % ROOMS].id) for number in range(SALONS)
    ]
    for number in range(OPEN_EVENTS):
        _event(week, number, rooms[0].id, signup=SignUp.EVERYONE)
    make_event(week, CLOSED)
    make_registration(week)
    subscribers = _table("registration")
    row = db.session.execute(select(subscribers)).mappings().one()
    _insert(subscribers, [_other(row, number) for number in range(1, SUBSCRIBERS)])
    keys = list(db.session.scalars(select(Registration.id)))
    agenda.open_many(keys)
    now = clock.now()
    chosen = [
        (key, salon.id) for key in keys for salon in chance.sample(salons, PLACES)
    ]
    _insert(
        _table("place"),
        [
            {
                "id": uuid4(),
                "status": PlaceStatus.HELD,
                "asked_at": now,
                "held_at": now,
                "registration_id": key,
                "event_id": event,
            }
            for key, event in chosen
        ],
    )
    _insert(
        _table("turn"),
        [
            {"registration_id": key, "event_id": event, "count": 1, "changed_at": now}
            for key, event in chosen
        ],
    )
    return [
        agenda.agenda_token(one) for one in db.session.scalars(select(Registration))
    ]


def _event(week: Week, number: int, venue: Any, **changes: Any) -> Event:  # noqa: ANN401 - a builder's
    day, hour = number % DAYS, number // DAYS
    return make_event(
        week,
        f"Event number {number}",
        zh=f"活动{number}",
        summary=Localised({"en": "What it is. " * 8, "zh-Hans": "活动内容。" * 8}),
        starts_at=MORNING + timedelta(days=day, hours=hour),
        venue_id=venue,
        languages=("en", "zh-Hans"),
        **changes,
    )


def _other(row: Any, number: int) -> dict[str, Any]:  # noqa: ANN401 - a row
    return {
        **row,
        "id": uuid4(),
        "number": row["number"] + number,
        "reference": new_reference(),
        "address": f"delegate{number}@guest.example",
        "language": "en" if number % 2 else "zh-Hans",
    }


def _release(*, closed: bool) -> None:
    """Move an event by some minutes, and publish it."""
    wanted = select(Event).join(Event.week).where(Week.slug == SLUG)
    events = db.session.scalars(wanted.order_by(Event.starts_at, Event.id)).all()
    event = next(
        one
        for one in events
        if (str(one.title) == CLOSED if closed else one.signup is SignUp.EVERYONE)
    )
    by = make_account(address=f"{uuid4()}@host.example")
    plan = replace(plan_of(event), starts_at=event.starts_at + timedelta(minutes=5))
    save_plan(event, plan, seen_version=event.version, by=by)
    publish(event.week, [event.id], None, by=by)


def _table(name: str) -> Table:
    return Model.metadata.tables[name]


def _insert(table: Table, rows: list[dict[str, Any]]) -> None:
    for first in range(0, len(rows), MOST_ROWS):
        db.session.execute(insert(table), rows[first : first + MOST_ROWS])


if __name__ == "__main__":
    main(sys.argv[1])
