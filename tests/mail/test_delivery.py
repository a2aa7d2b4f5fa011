"""Delivery to a real SMTP server: once, later, or never."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.config import current
from eventapp.kernel.db import db, may_write
from eventapp.kernel.tokens import new_token
from eventapp.mail.barring import unsubscribe
from eventapp.mail.delivering import (
    MOST_ATTEMPTS,
    HandOver,
    Send,
    Transport,
    deliver,
)
from eventapp.mail.models import Bar, MailKind, Message, MessageStatus
from eventapp.mail.service import (
    MessageNotFailed,
    MessageNotWaiting,
    put,
    send_again,
    withdraw,
    withdraw_all,
    withdraw_these,
)
from eventapp.mail.transport import smtp_transport
from tests.conftest import StoppedClock
from tests.mail.smtp import Postbox, free_port, smtp_server

DIES_WITH_THE_MESSAGE_SENT = """
import os, signal, sys
from eventapp.app import create_app
from eventapp.config import current
from eventapp.mail.delivering import deliver
from eventapp.mail.transport import smtp_transport

app = create_app()
send = smtp_transport(current())

def send_and_die(message):
    send(message)
    os.kill(os.getpid(), signal.SIGKILL)

with app.app_context():
    deliver(send_and_die)
"""


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    with smtp_server() as box:
        yield box


def make_message(**changes: Any) -> Message:
    values: dict[str, Any] = {
        "to_address": "wang@guest.example",
        "to_name": "王小明",
        "language": "zh-Hans",
        "subject": "您已注册合作伙伴周",
        "text": "尊敬的王小明：\n\n您的编号是 0412。\n",
        "reply_to": "office@host.example",
    }
    message = put("registration.confirmed", **(values | changes))
    db.session.commit()
    return message


def to(url: str) -> Transport:
    transport = smtp_transport(replace(current(), smtp=url))
    assert transport is not None
    return transport


def kept(message: Message) -> Message:
    db.session.rollback()
    may_write(allowed=True)
    return db.session.get_one(Message, message.id, populate_existing=True)


def test_a_message_arrives_as_it_was_written(app: Flask, postbox: Postbox) -> None:
    assert app
    message = make_message()

    assert deliver(to(postbox.url)) == 1

    (mail,) = postbox.mails
    assert postbox.receivers == ["wang@guest.example"]
    assert mail["Subject"] == "您已注册合作伙伴周"
    assert mail["To"].addresses[0].display_name == "王小明"
    assert mail["From"].addresses[0].addr_spec == "week@host.example"
    assert mail["Reply-To"] == "office@host.example"
    assert mail["Content-Language"] == "zh-Hans"
    assert mail["Message-ID"] == f"<{message.id}@host.example>"
    assert mail.get_content().replace("\r\n", "\n") == message.text
    row = kept(message)
    assert (row.status, row.attempts) == (MessageStatus.SENT, 1)
    assert row.sent_at is not None


def test_a_message_is_sent_once(app: Flask, postbox: Postbox) -> None:
    assert app
    make_message()

    assert [deliver(to(postbox.url)) for _n in range(3)] == [1, 0, 0]
    assert len(postbox.mails) == 1


def test_many_messages_go_over_one_connection_the_essential_ones_first(
    app: Flask, postbox: Postbox
) -> None:
    assert app
    for n in range(3):
        make_message(subject=f"News {n}", kind=MailKind.NEWS)
    make_message(subject="Code")

    assert deliver(to(postbox.url)) == 4

    assert postbox.connections == 1
    assert postbox.mails[0]["Subject"] == "Code"


def test_a_message_waits_for_its_hour_and_can_be_withdrawn_until_then(
    time: StoppedClock, postbox: Postbox
) -> None:
    later = time.now + timedelta(minutes=5)
    one, two, three = (make_message(not_before=later) for _n in range(3))
    assert deliver(to(postbox.url)) == 0

    withdraw(one)
    assert withdraw_these([two.id, one.id]) == {two.id}
    assert one.status is two.status is MessageStatus.WITHDRAWN
    with pytest.raises(MessageNotWaiting):
        withdraw(one)
    db.session.commit()
    time.advance(minutes=5)

    assert deliver(to(postbox.url)) == 1
    assert kept(three).status is MessageStatus.SENT
    assert withdraw_all(Message.id == three.id) == 0


def test_what_is_withdrawn_while_the_server_hears_it_is_not_sent(
    app: Flask, postbox: Postbox
) -> None:
    assert app
    message, other = make_message(subject="Mistake"), make_message(subject="Right")
    message.due_at -= timedelta(seconds=1)
    db.session.commit()
    transport = to(postbox.url)

    @contextmanager
    def slowly() -> Iterator[Send]:
        with transport() as send:

            def send_slowly(one: Message, hand_over: HandOver) -> None:
                def withdraw_and_hand_over() -> None:
                    if one.id == message.id:
                        withdraw(kept(message))
                        db.session.commit()
                    hand_over()

                send(one, withdraw_and_hand_over)

            yield send_slowly

    assert deliver(slowly) == 1

    assert [mail["Subject"] for mail in postbox.mails] == ["Right"]
    assert kept(message).status is MessageStatus.WITHDRAWN
    assert kept(other).status is MessageStatus.SENT


def test_dead_and_unwilling_receivers_are_left_out_and_it_says_why(
    app: Flask, postbox: Postbox
) -> None:
    assert app
    week = uuid4()
    postbox.refused = {"nobody@guest.example": "550 5.1.1 No such user"}
    first = make_message(to_address="nobody@guest.example")
    deliver(to(postbox.url))
    assert kept(first).status is MessageStatus.FAILED
    again = make_message(to_address="Nobody@guest.example")
    unsubscribe("li@guest.example", week, MailKind.NEWS)
    news = make_message(to_address="li@guest.example", week_id=week, kind=MailKind.NEWS)
    place = make_message(to_address="li@guest.example", week_id=week)

    assert deliver(to(postbox.url)) == 1

    assert (kept(again).status, kept(again).bar) == (
        MessageStatus.WITHDRAWN,
        Bar.BOUNCED,
    )
    assert kept(news).bar is Bar.UNSUBSCRIBED
    assert kept(place).status is MessageStatus.SENT


def test_a_server_that_says_later_is_asked_again_after_longer_and_longer_pauses(
    time: StoppedClock, postbox: Postbox
) -> None:
    message = make_message()
    postbox.answers = ["451 Greylisted", "452 Full"]

    deliver(to(postbox.url))
    row = kept(message)
    assert (row.status, row.last_error) == (MessageStatus.QUEUED, "451 Greylisted")
    assert row.due_at == time.now + timedelta(seconds=30)

    time.advance(seconds=31)
    deliver(to(postbox.url))
    assert kept(message).due_at == time.now + timedelta(seconds=60)

    time.advance(seconds=61)
    assert deliver(to(postbox.url)) == 1
    assert (kept(message).status, kept(message).last_error) == (
        MessageStatus.SENT,
        None,
    )


def test_a_server_that_says_never_is_not_asked_again(
    time: StoppedClock, postbox: Postbox
) -> None:
    message = make_message()
    postbox.refused = {"wang@guest.example": "550 No such user"}

    deliver(to(postbox.url))
    time.advance(days=1)
    deliver(to(postbox.url))

    row = kept(message)
    assert (row.status, row.attempts) == (MessageStatus.FAILED, 1)
    assert row.last_error == "550 No such user"


def test_a_letter_refused_as_a_whole_fails_and_the_next_one_is_sent(
    app: Flask, postbox: Postbox
) -> None:
    assert app
    for _n in range(2):
        make_message()
    postbox.answers = ["554 Looks like spam"]

    assert deliver(to(postbox.url)) == 1

    statuses = db.session.scalars(select(Message.status)).all()
    assert sorted(statuses) == [MessageStatus.FAILED, MessageStatus.SENT]


def test_while_the_server_is_down_messages_wait_and_one_is_tried(
    time: StoppedClock,
) -> None:
    for _n in range(3):
        make_message()
    url = f"smtp://127.0.0.1:{free_port()}"

    assert deliver(to(url)) == 0
    assert sorted(db.session.scalars(select(Message.attempts))) == [0, 0, 1]

    time.advance(minutes=5)
    with smtp_server() as box:
        assert deliver(to(box.url)) == 3
    assert len(box.mails) == 3


def test_after_eight_tries_a_message_is_given_up_and_can_be_sent_again(
    time: StoppedClock, postbox: Postbox
) -> None:
    message = make_message()
    postbox.answers = ["451 Later"] * MOST_ATTEMPTS

    for _n in range(MOST_ATTEMPTS):
        deliver(to(postbox.url))
        time.advance(days=1)
    row = kept(message)
    assert row.status is MessageStatus.FAILED

    send_again(row)
    db.session.commit()
    assert deliver(to(postbox.url)) == 1


def test_only_a_failed_message_is_sent_again(app: Flask) -> None:
    assert app
    with pytest.raises(MessageNotFailed):
        send_again(make_message())


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_a_server_that_does_not_know_our_password_makes_no_message_fail(
    app: Flask,
) -> None:
    assert app
    message = make_message()
    with smtp_server(password="right, of course") as box:
        wrong = box.url.replace("right", "wrong")

        assert deliver(to(wrong)) == 0
        row = kept(message)
        assert row.status is MessageStatus.QUEUED
        assert "535" in (row.last_error or "")

        row.due_at = row.created_at
        db.session.commit()
        assert deliver(to(box.url)) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"to_address": "no address"},
        {"to_address": "a@b.example\r\nBcc: c@d.example"},
        {"to_address": ""},
    ],
)
def test_an_impossible_address_fails_and_nothing_leaves_for_elsewhere(
    app: Flask, postbox: Postbox, changes: dict[str, str]
) -> None:
    assert app
    message = make_message(**changes)

    deliver(to(postbox.url))

    assert kept(message).status is MessageStatus.FAILED
    assert postbox.receivers == []


def test_a_name_of_two_lines_becomes_one_and_is_no_header(
    app: Flask, postbox: Postbox
) -> None:
    assert app
    make_message(to_name="A\r\nBcc: c@d.example")

    deliver(to(postbox.url))

    assert len(postbox.receivers) == 1
    assert postbox.mails[0]["Bcc"] is None


def test_a_subject_of_two_lines_becomes_one(app: Flask, postbox: Postbox) -> None:
    assert app
    make_message(subject="Hello\r\nBcc: c@d.example")

    deliver(to(postbox.url))

    assert postbox.mails[0]["Subject"] == "Hello Bcc: c@d.example"
    assert postbox.receivers == ["wang@guest.example"]


def test_two_workers_never_send_a_message_twice(app: Flask, postbox: Postbox) -> None:
    for n in range(24):
        make_message(subject=f"Message {n}")
    db.session.remove()
    transport = to(postbox.url)
    failures: list[BaseException] = []

    def work() -> None:
        with app.app_context():
            try:
                deliver(transport)
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
    subjects = sorted(str(mail["Subject"]) for mail in postbox.mails)
    assert subjects == sorted(f"Message {n}" for n in range(24))


def test_a_message_that_kills_every_worker_is_given_up(time: StoppedClock) -> None:
    message = make_message()

    @contextmanager
    def die() -> Iterator[Send]:
        def send(_message: Message, _hand_over: HandOver) -> None:
            raise KeyboardInterrupt

        yield send

    for _n in range(MOST_ATTEMPTS):
        with pytest.raises(KeyboardInterrupt):
            deliver(die)
        time.advance(minutes=10)

    assert deliver(die) == 0
    assert kept(message).status is MessageStatus.FAILED


def test_without_a_server_there_is_no_transport(app: Flask) -> None:
    assert app
    assert smtp_transport(replace(current(), smtp=None)) is None


def test_a_sent_message_is_kept_without_its_private_address(
    app: Flask, postbox: Postbox
) -> None:
    token = new_token()
    message = make_message(text=f"Open:\n\nhttps://week.example/me/enter/{token}\n")

    deliver(to(postbox.url))

    sent = str(postbox.mails[0].get_content())
    assert app
    assert token in sent
    assert token not in kept(message).text
    assert "https://week.example/me/enter/…" in kept(message).text
