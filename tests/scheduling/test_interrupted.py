"""Workers that are killed, and workers beside each other: once each, none forgotten."""

import os
import signal
import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import event as listening
from sqlalchemy import select

from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.mail.models import CalendarMethod, Message
from eventapp.registration.service import places
from eventapp.scheduling.models import Sent
from eventapp.scheduling.service import sending
from eventapp.scheduling.service.sending import REST
from tests.builders import make_event, make_place, make_week, republish
from tests.conftest import StoppedClock
from tests.scheduling.test_sending import event_in, later, make_delegate


def test_whenever_a_worker_is_killed_each_revision_is_written_once(
    time: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "AT_ONCE", 2)
    week = make_week()
    stays, leaves, comes = (make_delegate(week) for _n in range(3))
    addresses = [one.address for one in (comes, stays, leaves)]
    event = make_event(week, "Fair")
    for one in (stays, leaves):
        places.reserve_place(one, event)
    first = {one.id for one in later(time)}
    republish(event, title=Localised({"en": "Great Fair"}))
    places.give_back(leaves, event)
    places.reserve_place(comes, event)
    db.session.commit()
    time.advance(seconds=REST.total_seconds())

    steps = 0
    while _die_at_step(steps):
        steps += 1
        assert _written() - len(first) == _kept(first), f"killed at step {steps}"

    assert steps > 10
    rows = db.session.scalars(select(Message).where(Message.calendar.is_not(None)))
    told = sorted((one.subject, one.to_address) for one in rows if one.id not in first)
    subjects = [
        f"{word}: Great Fair"
        for word in ("Invitation", "Updated", "You no longer have a place")
    ]
    assert told == list(zip(subjects, addresses, strict=True))
    assert later(time) == []


def test_two_workers_write_each_mail_once(time: StoppedClock, app: Flask) -> None:
    week = make_week()
    events = [make_event(week, f"Event {n}") for n in range(4)]
    for _n in range(20):
        registration = make_delegate(week)
        for event in events:
            make_place(registration, event)
    db.session.commit()
    time.advance(seconds=REST.total_seconds())
    db.session.remove()
    failures: list[BaseException] = []

    def work() -> None:
        with app.app_context():
            try:
                for _round in range(4):
                    sending.keep_told()
            except BaseException as error:  # noqa: BLE001 - told to the test
                failures.append(error)
            finally:
                db.session.remove()

    workers = [threading.Thread(target=work) for _n in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert failures == []
    assert later(time) == []
    written = db.session.execute(
        select(Message.about_id, Message.subject).where(
            Message.calendar_method == CalendarMethod.REQUEST
        )
    ).all()
    assert len(written) == len(set(written)) == 80


def test_hundreds_are_told_with_as_many_questions_as_few(
    time: StoppedClock, statements: Callable[[], Any]
) -> None:
    counts = []
    for many in (3, sending.AT_ONCE - 1):
        week = make_week()
        event = make_event(week, "Fair")
        for number in range(many):
            registration = make_delegate(week, language=("en", "zh-Hans")[number % 2])
            make_place(registration, event)
        assert len(later(time)) == many
        republish(event, title=Localised({"en": "Great Fair"}))
        db.session.commit()
        time.advance(seconds=REST.total_seconds())
        with statements() as ran:
            assert sending.tell_some() == many
        counts.append(len(ran))
    assert counts[0] == counts[1] < 20


def _die_at_step(step: int) -> bool:
    """Let a worker work in a process of its own; whether it was killed at this step."""
    db.session.remove()
    child = os.fork()
    if child == 0:
        try:
            db.engine.dispose(close=False)
            _kill_at(step)
            sending.keep_told()
            db.session.remove()
        finally:
            os._exit(0)
    _child, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def _kill_at(step: int) -> None:
    left = step

    def count(*_what: object) -> None:
        nonlocal left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1

    for moment in ("before_cursor_execute", "commit"):
        listening.listen(db.engine, moment, count)


def _written() -> int:
    db.session.rollback()
    with_calendar = select(Message.id).where(Message.calendar.is_not(None))
    return len(db.session.scalars(with_calendar).all())


def _kept(first: set[UUID]) -> int:
    """How many rows say that something else was told than at first."""
    rows = db.session.scalars(select(Sent.message_id))
    return len(set(rows) - first)


def test_what_a_child_writes_is_what_its_parent_reads(time: StoppedClock) -> None:
    registration = make_delegate()
    places.reserve_place(registration, make_event(registration.week, "Fair"))
    db.session.commit()
    time.advance(seconds=REST.total_seconds())

    assert not _die_at_step(10_000)

    message = db.session.scalars(
        select(Message).where(Message.calendar.is_not(None))
    ).one()
    assert event_in(message)["STATUS"] == "CONFIRMED"
