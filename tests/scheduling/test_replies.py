"""Answers of calendars are read, whoever wrote them; whatever else is no answer."""

from time import process_time
from uuid import UUID

import pytest

from eventapp.scheduling.replies import LARGEST, Reply, reply_in
from eventapp.scheduling.vocabulary import Answer
from tests.scheduling.letters import EVENT, OURS, TOKEN, ZONE, letter, read, reply


def reply_of(content: bytes) -> Reply | None:
    return reply_in(read(content))


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        (reply(), Answer.ACCEPTED),
        (reply(answer="DECLINED"), Answer.DECLINED),
        (reply(answer="tentative"), Answer.TENTATIVE),
        (
            reply(
                product="Microsoft Exchange Server 2010",
                zone=ZONE,
                answer="DECLINED",
                parameters=";",
                scheme="MAILTO:",
                attendee="Anna@Uni.example",
            ),
            Answer.DECLINED,
        ),
        (
            reply(
                product="-//Google Inc//Google Calendar 70.9054//EN",
                parameters=";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;\n X-NUM-GUESTS=0;",
            ),
            Answer.ACCEPTED,
        ),
        (reply(organizer=OURS.upper()), Answer.ACCEPTED),
        (reply(organizer=""), Answer.ACCEPTED),  # the letter came to the address
        (reply(organizer="io@week.example"), Answer.ACCEPTED),
    ],
)
def test_answers_of_many_calendars_are_understood(written: str, answer: Answer) -> None:
    found = reply_of(letter(written))

    assert found == Reply(UUID(EVENT), TOKEN, "anna@uni.example", answer, 3)


def test_an_answer_as_a_file_is_one_too() -> None:
    found = reply_of(letter(reply(), kind="application/ics; name=invite.ics"))

    assert found is not None


@pytest.mark.parametrize(
    "content",
    [
        letter(reply(method="REQUEST")),
        letter(reply(method="COUNTER")),
        letter(reply(answer="DELEGATED")),
        letter(reply(uid="somebody@else.example")),
        letter(reply(sequence="-1")),
        letter(reply(sequence="9" * 30)),
        letter(reply(sequence="soon")),
        letter(reply(organizer="io@week.example"), to="io@week.example"),
        letter(reply() + "x" * LARGEST),
        letter(b"\xff\xfe\x00BEGIN:VCALENDAR"),
        letter(""),
        letter("BEGIN:VCALENDAR\r\nEND:VEVENT\r\nEND:\r\n:\r\n;;;=\r\n"),
        letter(reply(), kind="text/plain"),
        b"Subject: Thank you\r\n\r\nWe come, all nine of us.\r\n",
        b"",
    ],
)
def test_another_letter_is_no_answer(content: bytes) -> None:
    assert reply_of(content) is None


@pytest.mark.parametrize(
    "head",
    [
        b"To: " + b"a@b, " * 150_000,
        b"To: " + b"(" * 700_000,
        b"To: <a@b.example>\r\n" * 40_000,
        b"X: y\r\nContent-Type: text/calendar" + b"; a*0*=b" * 80_000,
        b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        + b"--b\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n" * 9000,
    ],
)
def test_hostile_letters_take_no_time(head: bytes) -> None:
    begun = process_time()

    reply_of(head + b"\r\nContent-Type: text/calendar\r\n\r\n" + reply().encode())

    assert process_time() - begun < 5
