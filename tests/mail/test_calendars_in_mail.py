"""A mail that brings something for the calendar: its parts, its heads, its end."""

from email.message import EmailMessage

from flask import Flask

from eventapp.kernel.db import db
from eventapp.kernel.tokens import new_token
from eventapp.mail.delivering import deliver
from eventapp.mail.hypertext import html_of
from eventapp.mail.models import CalendarMethod, Message, MessageStatus
from eventapp.mail.service import put
from eventapp.mail.transport import compose
from tests.mail.smtp import smtp_server
from tests.mail.test_delivery import to

ICS = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\n"
    "SUMMARY:开幕式\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
).encode()
FROM = "Partnership Week <week@host.example>"


def make_letter(organizer: str = "week@host.example") -> Message:
    message = put(
        "place.given",
        to_address="wang@guest.example",
        to_name="王小明",
        language="zh-Hans",
        subject="邀请：开幕式",
        text=f"尊敬的王小明：\n\n- 开幕式\n\nhttps://week.example/{new_token()}\n",
        reply_to="office@host.example",
    )
    message.enclose(ICS, CalendarMethod.REQUEST, organizer)
    db.session.commit()
    return message


def test_a_calendar_goes_as_alternative_and_as_file_with_the_same_octets(
    app: Flask,
) -> None:
    assert app
    with smtp_server() as box:
        make_letter()
        assert deliver(to(box.url)) == 1

    (mail,) = box.mails
    assert _shape(mail) == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    parts = {part.get_content_type(): part for part in mail.walk()}
    calendar, file = parts["text/calendar"], parts["application/ics"]
    assert calendar.get_payload(decode=True) == file.get_payload(decode=True) == ICS
    assert calendar["Content-Type"].params == {"method": "REQUEST", "charset": "utf-8"}
    assert (calendar["Content-Disposition"], calendar["Content-ID"]) == (None, None)
    assert file.get_filename() == "invite.ics"
    assert file.get_content_disposition() == "attachment"
    assert "Sender" not in mail


def test_who_is_answered_stands_in_the_head_and_mails_come_back_to_us(
    app: Flask,
) -> None:
    assert app
    with smtp_server() as box:
        message = make_letter("answers+secret@host.example")
        deliver(to(box.url))

    (mail,) = box.mails
    assert mail["Sender"] == "answers+secret@host.example"
    assert mail["From"].addresses[0].addr_spec == "week@host.example"
    assert box.senders == ["week@host.example"]
    db.session.rollback()
    row = db.session.get_one(Message, message.id, populate_existing=True)
    assert row.status is MessageStatus.SENT
    assert (row.calendar, row.organizer) == (None, None)
    assert row.calendar_method is CalendarMethod.REQUEST


def test_a_message_without_a_calendar_stays_plain_text(app: Flask) -> None:
    assert app
    message = make_letter()
    message.calendar = message.calendar_method = message.organizer = None

    assert _shape(compose(message, FROM)) == ["text/plain"]


def test_hypertext_says_the_same_and_fetches_nothing() -> None:
    text = (
        "Dear <b>Anna</b>,\n\nYour events:\n- Opening & tea\n- Fair\n\n"
        "See https://week.example/a?b=1&c=2.\nBye\n"
    )

    html = html_of(text, "A <title>", "en")

    assert '<html lang="en">' in html
    assert "<title>A &lt;title&gt;</title>" in html
    assert "<p>Dear &lt;b&gt;Anna&lt;/b&gt;,</p>" in html
    assert (
        "<p>Your events:</p>\n<ul>\n<li>Opening &amp; tea</li>\n<li>Fair</li>\n</ul>"
    ) in html
    address = "https://week.example/a?b=1&amp;c=2"
    assert f'<p>See <a href="{address}">{address}</a>.<br>\nBye</p>' in html
    assert "src=" not in html


def _shape(mail: EmailMessage) -> list[str]:
    return [part.get_content_type() for part in mail.walk()]
