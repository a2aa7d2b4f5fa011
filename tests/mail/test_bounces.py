"""Mails that came back are noted at their message, and at an address that is dead."""

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_string

import pytest
from flask import Flask

from eventapp import config
from eventapp.config import current
from eventapp.kernel import clock
from eventapp.kernel.db import db
from eventapp.mail.barring import barred
from eventapp.mail.bounces import Bounce, bounce_in, take
from eventapp.mail.delivering import deliver
from eventapp.mail.models import MailKind, Message, MessageStatus
from eventapp.mail.returning import returns_to
from eventapp.scheduling import reading
from tests.mail.imap import Mailbox, imap_server
from tests.mail.smtp import smtp_server
from tests.mail.test_delivery import kept, make_message, to

REPORT = """\
From: MAILER-DAEMON@mail.guest.example
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I am sorry.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.guest.example

Final-Recipient: rfc822; wang@guest.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} <wang@guest.example>: User unknown
 in virtual table

--b
Content-Type: text/rfc822-headers

Message-ID: <{key}@host.example>
Subject: Your places

--b--
"""
DEAD, FULL = "5.1.1", "5.2.2"


def report(message: Message, status: str = DEAD, **changes: str) -> str:
    values = {"to": "week@host.example", "action": "failed", "key": str(message.id)}
    return REPORT.format(status=status, **{**values, **changes})


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    before = current()
    with imap_server() as box:
        given = config.Settings.from_environment(
            {"EVENTAPP_SECRET_KEY": "x" * 32, "EVENTAPP_MAILBOX": box.url}
        )
        config.use(replace(before, mailbox=given.mailbox))
        reading.NOT_BEFORE["at"] = 0.0
        yield box
        config.use(before)


def test_a_mail_that_came_back_is_read_from_the_mailbox_and_its_address_rests(
    app: Flask, mailbox: Mailbox
) -> None:
    assert app
    with smtp_server() as server:
        message = make_message()
        assert message.to_address == "wang@guest.example"
        make_message(to_address="li@guest.example")
        deliver(to(server.url))
    came_from = server.senders[server.receivers.index("wang@guest.example")]
    assert came_from == returns_to(message, "")
    assert came_from.startswith("calendar+b-")
    mailbox.put(b"Subject: Lunch?\r\n\r\nOn Tuesday?\r\n")
    mailbox.put(report(message, to=came_from, key="gone").encode())

    for _time in range(2):
        reading.read_mailbox()

    row = kept(message)
    assert row.status is MessageStatus.BOUNCED
    assert row.last_error == (
        "5.1.1 smtp; 550 5.1.1 <wang@guest.example>: User unknown in virtual table"
    )
    assert barred(["wang@guest.example"], None, MailKind.ESSENTIAL)
    assert not barred(["li@guest.example"], None, MailKind.ESSENTIAL)


def test_a_full_mailbox_bounces_one_mail_and_gets_the_next(app: Flask) -> None:
    assert app
    message = make_message()
    message.status, message.sent_at = MessageStatus.UNCERTAIN, clock.now()
    bounce = bounce_in(message_from_string(report(message, FULL)))
    assert bounce is not None
    assert (bounce.message_id, bounce.code) == (message.id, FULL)

    assert [take(bounce), take(bounce)] == [True, False]

    assert message.status is MessageStatus.BOUNCED
    assert not barred([message.to_address], None, MailKind.NEWS)


def test_what_waits_was_not_lost_and_who_is_on_holiday_is_there(app: Flask) -> None:
    assert app
    message = make_message()
    db.session.commit()
    holiday = (
        f"To: calendar+b-{'a' * 26}@week.example\nSubject: On holiday\n\nBack soon.\n"
    )

    assert bounce_in(message_from_string(report(message, action="delayed"))) is None
    assert bounce_in(message_from_string(holiday)) is None
    assert (
        bounce_in(message_from_string("X-Failed-Recipients: a@b.example\n\n")) is None
    )
    assert not take(Bounce(message.id, DEAD, "")), "it was never sent"
    assert message.status is MessageStatus.QUEUED
