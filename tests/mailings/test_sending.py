"""Sending mailings: each receiver once, in their language, whatever happens between."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import event, select

from eventapp.accounts.models import Account
from eventapp.kernel.db import add, db
from eventapp.kernel.i18n import Localised
from eventapp.mail.barring import note_dead, unsubscribe
from eventapp.mail.delivering import HandOver, Send, deliver
from eventapp.mail.models import MailKind, Message, MessageStatus
from eventapp.mailings.errors import (
    NobodyToWriteTo,
    NotADraft,
    NothingWritten,
    OtherwiseMeanwhile,
    TimeHasPassed,
)
from eventapp.mailings.models import Mailing, Receipt
from eventapp.mailings.queries.mailings import Tally, reasons, tallies
from eventapp.mailings.service import posting, sending
from eventapp.mailings.service.writing import (
    MailingTexts,
    begin_mailing,
    copy_mailing,
    discard_mailing,
    write_mailing,
)
from eventapp.mailings.vocabulary import Audience, Hindrance, MailingStatus
from eventapp.programme.models.people import Assignment
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import Part
from eventapp.registration.vocabulary import RegistrationStatus
from tests.builders import (
    make_account,
    make_delegation,
    make_event,
    make_invitation,
    make_person,
    make_place,
    make_registration,
    make_week,
)
from tests.conftest import StoppedClock

HELLO = MailingTexts(
    Localised({"en": "News of {week}"}), Localised({"en": "Dear {name},\nread this."})
)


def begun(
    week: Week,
    texts: MailingTexts = HELLO,
    audience: Audience = Audience.DELEGATES,
    **choice: Any,
) -> tuple[Mailing, Account]:
    """A draft to everybody whom the choice means."""
    by = make_account()
    return begin_mailing(week, audience, choice, by=by, texts=texts), by


class Server:
    """A mail server that goes away after so many letters."""

    def __init__(self, gives_up_after: int = 99) -> None:
        self.gives_up_after = gives_up_after
        self.taken: list[str] = []

    @contextmanager
    def transport(self) -> Iterator[Send]:
        """One connection."""
        yield self._take

    def _take(self, message: Message, hand_over: HandOver) -> None:
        if len(self.taken) >= self.gives_up_after:
            raise ConnectionError
        hand_over()
        self.taken.append(message.to_address)


def send(mailing: Mailing, by: Account, time: StoppedClock) -> None:
    """Let it leave, and let the worker come by."""
    sending.send_mailing(mailing, None, by=by)
    db.session.commit()
    time.advance(minutes=2)
    posting.keep_sending()


def outbox() -> list[tuple[str, str, str]]:
    """Who got what: address, subject, text."""
    rows = db.session.scalars(select(Message).order_by(Message.to_address))
    return [(one.to_address, one.subject, one.text) for one in rows]


def tally(mailing: Mailing) -> Tally:
    """How far it is."""
    return tallies([mailing.id])[mailing.id]


def test_each_reads_it_in_their_language_or_in_the_one_there_is(
    time: StoppedClock,
) -> None:
    week = make_week(languages=("en", "zh-Hans"))
    make_registration(week, address="li@x.example", language="zh-Hans")
    make_registration(week, address="ada@x.example", language="en")
    make_registration(week, address="jan@x.example", language="pl")
    texts = MailingTexts(
        Localised({"en": "Come", "zh-Hans": "请来"}),
        Localised({"en": "It begins.", "zh-Hans": "开始了。"}),
    )
    mailing, by = begun(week, texts)

    send(mailing, by, time)

    assert outbox() == [
        ("ada@x.example", "Come", "It begins.\n"),
        ("jan@x.example", "Come", "It begins.\n"),
        ("li@x.example", "请来", "开始了。\n"),
    ]
    wanted = select(Receipt.wanted, Receipt.language).order_by(Receipt.wanted)
    assert [tuple(row) for row in db.session.execute(wanted)] == [
        ("en", "en"),
        ("pl", "en"),
        ("zh-Hans", "zh-Hans"),
    ]
    assert db.session.get_one(Mailing, mailing.id).status is MailingStatus.SENT


def test_placeholders_say_what_is_of_each_one_alone(time: StoppedClock) -> None:
    week = make_week()
    opening = make_event(week, "Opening")
    host = make_registration(week, address="host@x.example", number=7)
    make_place(host, opening)
    make_registration(week, address="host@x.example", accompanies_id=host.id, number=8)
    text = Localised({"en": "{name}, {number}:\n{events}\n{link}"})
    mailing, by = begun(week, MailingTexts(Localised({"en": "Yours"}), text))

    send(mailing, by, time)

    first, second = sorted(text for _to, _subject, text in outbox())
    assert "Opening" in first + second
    assert "accompanies you" in first + second
    assert first.count("/me/enter/") == second.count("/me/enter/") == 1
    assert "0007" in first + second
    assert "0008" in first + second


def test_who_cannot_or_does_not_want_to_get_it_is_left_out_and_counted(
    time: StoppedClock,
) -> None:
    week = make_week()
    make_registration(week, address="ada@x.example")
    make_registration(week, address="ada@x.example")
    make_registration(week, address="gone@x.example")
    make_registration(week, address="enough@x.example")
    make_registration(week, address="")
    make_registration(week, status=RegistrationStatus.CANCELLED, address="no@x.example")
    note_dead("gone@x.example", "5.1.1")
    unsubscribe("enough@x.example", week.id, MailKind.NEWS)
    mailing, by = begun(week)

    send(mailing, by, time)

    assert [to for to, _subject, _text in outbox()] == ["ada@x.example"]
    assert reasons(mailing) == {
        Hindrance.SAME_ADDRESS: 1,
        Hindrance.BOUNCED: 1,
        Hindrance.UNSUBSCRIBED: 1,
        Hindrance.NO_ADDRESS: 1,
        Hindrance.ENDED: 1,
    }
    assert tally(mailing) == Tally(waiting=1, left_out=5)


def test_what_all_must_know_reaches_who_does_without_news(time: StoppedClock) -> None:
    week = make_week()
    make_registration(week, address="enough@x.example")
    unsubscribe("enough@x.example", week.id, MailKind.NEWS)
    texts = MailingTexts(HELLO.subject, HELLO.text, is_essential=True)
    mailing, by = begun(week, texts)

    send(mailing, by, time)

    assert [to for to, _subject, _text in outbox()] == ["enough@x.example"]


def test_a_worker_that_dies_anywhere_writes_no_letter_twice_and_forgets_none(
    time: StoppedClock,
) -> None:
    week = make_week()
    everybody = [f"d{number}@x.example" for number in range(5)]
    for address in everybody:
        make_registration(week, address=address)
    mailing, by = begun(week)
    sending.send_mailing(mailing, None, by=by)
    db.session.commit()
    time.advance(minutes=2)

    for statement in range(1, 16):
        with dying_at(statement):
            posting.keep_sending()
    posting.keep_sending()

    assert [to for to, _subject, _text in outbox()] == everybody
    assert tally(mailing) == Tally(waiting=5)


@contextmanager
def dying_at(number: int) -> Iterator[None]:
    """The database is gone at the statement with this number, and from then on."""
    ran = count(1)

    def die(*_what: object) -> None:
        if next(ran) >= number:
            raise ConnectionError

    event.listen(db.engine, "before_cursor_execute", die)
    try:
        yield
    except ConnectionError:
        pass
    finally:
        event.remove(db.engine, "before_cursor_execute", die)
        db.session.rollback()


def test_what_was_paused_goes_on_and_reaches_each_once(time: StoppedClock) -> None:
    week = make_week()
    for number in range(3):
        make_registration(week, address=f"d{number}@x.example")
    mailing, by = begun(week)
    send(mailing, by, time)
    server = Server(gives_up_after=1)
    deliver(server.transport)
    sending.pause_mailing(mailing, by=by)
    db.session.commit()
    time.advance(minutes=10)
    assert deliver(server.transport) == 0
    assert tally(mailing) == Tally(waiting=2, sent=1)

    sending.resume_mailing(mailing, by=by)
    db.session.commit()
    posting.keep_sending()
    server.gives_up_after = 99
    deliver(server.transport)

    assert sorted(server.taken) == [f"d{number}@x.example" for number in range(3)]
    assert tally(mailing) == Tally(sent=3)


def test_what_is_cancelled_stays_unsent(time: StoppedClock) -> None:
    week = make_week()
    make_registration(week)
    mailing, by = begun(week)
    send(mailing, by, time)

    sending.cancel_mailing(mailing, by=by)
    db.session.commit()

    assert deliver(Server().transport) == 0
    assert tally(mailing) == Tally(withdrawn=1)
    with pytest.raises(OtherwiseMeanwhile):
        sending.resume_mailing(mailing, by=by)


def test_new_ones_get_it_and_nobody_else(time: StoppedClock) -> None:
    week = make_week()
    make_registration(week, address="ada@x.example")
    late = make_registration(week, address="")
    mailing, by = begun(week)
    send(mailing, by, time)
    make_registration(week, address="new@x.example")
    late.address = "late@x.example"

    sending.write_to_new(mailing, by=by)
    db.session.commit()
    time.advance(minutes=2)
    posting.keep_sending()

    assert [to for to, _subject, _text in outbox()] == [
        "ada@x.example",
        "late@x.example",
        "new@x.example",
    ]
    rounds = select(Receipt.round).order_by(Receipt.round)
    assert list(db.session.scalars(rounds)) == [1, 2, 2]


def test_it_leaves_at_its_time_and_can_be_taken_back_before(time: StoppedClock) -> None:
    week = make_week()
    make_registration(week)
    mailing, by = begun(week)

    sending.send_mailing(mailing, time.now + timedelta(hours=3), by=by)
    db.session.commit()
    time.advance(hours=2)
    posting.keep_sending()
    assert outbox() == []
    sending.take_back(mailing, by=by)
    db.session.commit()
    time.advance(hours=2)
    posting.keep_sending()

    assert outbox() == []
    assert mailing.is_draft


def test_contacts_speakers_and_invited_people_are_groups_too(
    time: StoppedClock,
) -> None:
    week = make_week()
    delegation = make_delegation(week, contact_address="contact@x.example")
    make_registration(week, delegation_id=delegation.id, address="")
    person = make_person("Yao Li", address="yao@x.example")
    forum = make_event(week, "Forum")
    add(
        Assignment(
            event_id=forum.id, person_id=person.id, part=Part.SPEAKER, position=0
        )
    )
    make_invitation(week, address="asked@x.example", sent_at=time.now)
    make_invitation(
        week, address="came@x.example", sent_at=time.now, answered_at=time.now
    )

    for audience, text in (
        (Audience.CONTACTS, "{people} {unnamed}"),
        (Audience.SPEAKERS, "{events}"),
        (Audience.INVITED, "{link}"),
    ):
        texts = MailingTexts(Localised({"en": "Hello"}), Localised({"en": text}))
        send(*begun(week, texts, audience), time)

    (asked, _s, link), (contact, _t, counts), (speaker, _u, parts) = outbox()
    assert (asked, contact, speaker) == (
        "asked@x.example",
        "contact@x.example",
        "yao@x.example",
    )
    assert f"/weeks/{week.slug}/invitation/" in link
    assert counts == "1 0\n"
    assert "Forum" in parts


def test_what_is_not_ready_is_refused(time: StoppedClock) -> None:
    week = make_week()
    empty, by = begun(week, MailingTexts(Localised(), Localised()))
    with pytest.raises(NothingWritten):
        sending.send_mailing(empty, None, by=by)
    write_mailing(empty, HELLO)
    with pytest.raises(NobodyToWriteTo):
        sending.send_mailing(empty, None, by=by)
    make_registration(week)
    with pytest.raises(TimeHasPassed):
        sending.send_mailing(empty, time.now, by=by)

    send(empty, by, time)

    with pytest.raises(OtherwiseMeanwhile):
        sending.send_mailing(empty, None, by=by)
    with pytest.raises(NotADraft):
        write_mailing(empty, HELLO)
    copy = copy_mailing(empty, by=by)
    assert (copy.is_draft, copy.text) == (True, HELLO.text)
    discard_mailing(copy, by=by)
    assert list(db.session.scalars(select(Mailing.id))) == [empty.id]


def test_three_hundred_letters_take_a_fixed_number_of_statements(
    time: StoppedClock, statements: Any
) -> None:
    week = make_week()
    salon = make_event(week)
    text = Localised({"en": "{name} {institution} {events}"})
    mailing, by = begun(week, MailingTexts(Localised({"en": "All"}), text))
    counts = []
    for many in (3, 40):
        for number in range(many):
            one = make_registration(week, address=f"{many}-{number}@x.example")
            make_place(one, salon)
        db.session.commit()
        if mailing.is_draft:
            sending.send_mailing(mailing, None, by=by)
        else:
            sending.write_to_new(mailing, by=by)
        db.session.commit()
        time.advance(minutes=2)
        with statements() as counted:
            posting.keep_sending()
        counts.append(len(counted))

    assert counts[1] <= counts[0] + 2
    assert (
        db.session.query(Message).filter_by(status=MessageStatus.QUEUED).count() == 43
    )
