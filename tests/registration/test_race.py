"""Three places, twenty-four people, one instant."""

import subprocess
import sys
from collections import Counter
from pathlib import Path
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from eventapp.kernel.db import db
from eventapp.registration.models.places import Place
from eventapp.registration.vocabulary import PlaceStatus
from tests.builders import make_event, make_registration, make_week
from tests.registration.crowd import rush

ROOT = Path(__file__).parents[2]
EXACTLY = Counter({PlaceStatus.HELD: 3, PlaceStatus.WAITING: 21})


def test_of_24_people_at_once_exactly_three_get_the_three_places(app: Flask) -> None:
    event, people = _crowd()

    failures = rush(app, event, people)

    assert failures == []
    assert _outcome(event) == EXACTLY


def test_two_processes_give_exactly_three_places_together(
    app: Flask, database_url: str, tmp_path: Path
) -> None:
    assert app
    event, people = _crowd()
    halves = (people[:12], people[12:])

    processes = [
        subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.registration.crowd", database_url),
                *(str(tmp_path), str(event), *map(str, half)),
            ],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for half in halves
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    told = [process.communicate("go\n")[1] for process in processes]

    assert [process.returncode for process in processes] == [0, 0], told
    assert _outcome(event) == EXACTLY


def _crowd() -> tuple[UUID, list[UUID]]:
    week = make_week()
    event = make_event(week, capacity=3).id
    people = [make_registration(week).id for _ in range(24)]
    db.session.commit()
    return event, people


def _outcome(event: UUID) -> Counter[PlaceStatus]:
    db.session.rollback()
    return Counter(
        db.session.scalars(select(Place.status).where(Place.event_id == event))
    )
