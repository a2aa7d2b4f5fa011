"""What somebody answers in a calendar counts: once, for what was told, from them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp import config
from eventapp.kernel.db import db
from eventapp.mail.models import Message
from eventapp.programme.models.events import Event
from eventapp.programme.vocabulary import SignUp
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.notices import send_link
from eventapp.registration.service.places import reserve_place
from eventapp.registration.vocabulary import PlaceStatus
from eventapp.scheduling import queries, reading
from eventapp.scheduling.models import Answered
from eventapp.scheduling.replies import Reply, reply_in
from eventapp.scheduling.service.answering import Outcome, take
from eventapp.scheduling.service.sending import keep_told
from eventapp.scheduling.tokens import organizer_address, reply_token
from eventapp.scheduling.vocabulary import Answer
from tests.builders import make_event, make_registration, make_week, republish
from tests.conftest import StoppedClock
from tests.mail.imap import Mailbox, imap_server
from tests.scheduling.letters import letter, read, reply


@dataclass
class Guest:
    """Somebody with a place, whose calendar was told so by mail."""

    registration: Registration
    event: Event

    def answers(self, answer: Answer, **changes: object) -> Reply:
        sent = queries.sent_to(self.registration)[0]
        said = Reply(
            event_id=self.event.id,
            token=reply_token(self.registration.id, self.event.id),
            attendee=self.registration.address,
            answer=answer,
            sequence=sent.sequence,
        )
        return replace(said, **changes)  # type: ignore[arg-type]  # of their fields


@pytest.fixture
def box(app: Flask) -> Iterator[Mailbox]:
    assert app
    before = config.current()
    with imap_server() as server:
        known = {"EVENTAPP_SECRET_KEY": "x" * 32, "EVENTAPP_MAILBOX": server.url}
        mailbox = config.Settings.from_environment(known).mailbox
        config.use(replace(before, mailbox=mailbox))
        yield server
    config.use(before)


@pytest.fixture
def guest(app: Flask, time: StoppedClock) -> Guest:
    assert app
    week = make_week(invites_by_mail=True)
    event = make_event(week, signup=SignUp.OPEN, capacity=1)
    registration = make_registration(week)
    send_link(registration)  # they have heard from us before
    reserve_place(registration, event)
    told_by_now(time)
    return Guest(registration, event)


def told_by_now(time: StoppedClock) -> None:
    db.session.commit()
    time.advance(minutes=2)
    keep_told()


def mails() -> list[str]:
    return list(db.session.scalars(select(Message.subject).order_by(Message.due_at)))


def test_an_answer_is_kept_and_a_second_time_known(guest: Guest) -> None:
    assert take(guest.answers(Answer.ACCEPTED)) is Outcome.TAKEN
    assert take(guest.answers(Answer.ACCEPTED)) is Outcome.KNOWN
    assert take(guest.answers(Answer.TENTATIVE)) is Outcome.TAKEN

    [kept] = db.session.scalars(select(Answered))
    assert kept.answer is Answer.TENTATIVE
    assert queries.sent_to(guest.registration)[0].event_id == guest.event.id


def test_who_declines_gives_the_place_to_the_next(
    guest: Guest, time: StoppedClock
) -> None:
    other = make_registration(guest.event.week)
    waits = reserve_place(other, guest.event)
    assert waits.status is PlaceStatus.WAITING

    assert take(guest.answers(Answer.DECLINED)) is Outcome.TAKEN

    [place] = db.session.scalars(select(Place))
    assert (place.registration_id, place.status) == (other.id, PlaceStatus.HELD)
    told_by_now(time)
    to_guest = db.session.scalars(
        select(Message.occasion).where(Message.about_id == guest.registration.id)
    ).all()
    assert sorted(to_guest) == [
        "calendar.invited",
        "place.declined_by_calendar",
        "registration.link",
    ]
    assert take(guest.answers(Answer.DECLINED)) is Outcome.OUTDATED  # and no more


def test_who_comes_back_is_invited_anew(guest: Guest, time: StoppedClock) -> None:
    old = guest.answers(Answer.DECLINED)
    assert take(old) is Outcome.TAKEN
    reserve_place(guest.registration, guest.event)
    told_by_now(time)

    assert take(old) is Outcome.OUTDATED
    assert guest.answers(Answer.DECLINED).sequence > old.sequence
    assert db.session.scalar(select(Place)) is not None


def test_an_answer_to_what_was_told_before_is_outdated(
    guest: Guest, time: StoppedClock
) -> None:
    before = guest.answers(Answer.DECLINED)
    republish(guest.event, starts_at=guest.event.starts_at - timedelta(minutes=30))
    told_by_now(time)

    assert take(before) is Outcome.OUTDATED
    assert take(guest.answers(Answer.ACCEPTED)) is Outcome.TAKEN


def test_nobody_answers_for_somebody_else(guest: Guest) -> None:
    other = make_event(guest.event.week, signup=SignUp.OPEN)
    right = guest.answers(Answer.DECLINED)
    for wrong in (
        replace(right, token="a" * 26),
        replace(right, token=reply_token(guest.registration.id, other.id)),
        replace(right, event_id=other.id),
        replace(right, attendee="somebody@else.example"),  # it was sent on to them
        replace(right, attendee=""),
        replace(right, sequence=right.sequence + 1),
    ):
        assert take(wrong) is Outcome.REFUSED
    assert db.session.scalar(select(Answered)) is None
    assert db.session.scalar(select(Place)) is not None


def test_who_declines_after_the_beginning_keeps_the_place(
    guest: Guest, time: StoppedClock
) -> None:
    late = guest.answers(Answer.DECLINED)
    time.set(guest.event.starts_at)

    assert take(late) is Outcome.TOO_LATE
    assert db.session.scalar(select(Place)) is not None


def test_the_worker_reads_the_mailbox_once(box: Mailbox, guest: Guest) -> None:
    ours = organizer_address(guest.registration.id, guest.event.id)
    said = reply(
        uid=str(guest.event.id),
        sequence=str(guest.answers(Answer.ACCEPTED).sequence),
        organizer=ours,
        attendee=guest.registration.address.upper(),
        answer="DECLINED",
    )
    box.put(b"Subject: Hello\r\n\r\nI look forward to it.\r\n")
    box.put(b"Content-Type: text/calendar; charset=nonsense\r\n\r\n\xff\xfe\r\n")
    box.put(letter(said, to=ours))
    found = reply_in(read(letter(said, to=ours)))
    assert found is not None and found.token in ours  # noqa: PT018 - one thing

    reading.read_mailbox()
    reading.read_mailbox()

    assert db.session.scalar(select(Place)) is None
    assert len([subject for subject in mails() if "declined" in subject]) == 1
    assert "UID SEARCH UID 4:*" in box.asked


def test_without_a_mailbox_nothing_is_read(guest: Guest) -> None:
    reading.read_mailbox()

    assert organizer_address(guest.registration.id, guest.event.id).count("+") == 0


def test_a_mailbox_that_is_away_is_left_alone_for_a_while(
    box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "NOT_BEFORE", {"at": 0.0})
    box.is_away = True
    reading.read_mailbox()
    box.is_away = False
    reading.read_mailbox()

    assert box.asked == []
