"""A mailbox is read from where we stopped; its letters stay as they were."""

from collections.abc import Iterator
from datetime import date

import pytest

from eventapp import config
from eventapp.mail.mailbox import LARGEST, MailboxAwayError, Place, letters_after
from tests.mail.imap import Mailbox, imap_server

TODAY = date(2027, 11, 9)


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with imap_server() as server:
        yield server


def read(box: Mailbox, before: Place | None, url: str = "") -> dict[int, bytes | None]:
    settings = config.Settings.from_environment(
        {"EVENTAPP_SECRET_KEY": "x" * 32, "EVENTAPP_MAILBOX": url or box.url}
    )
    assert settings.mailbox is not None
    letters = letters_after(settings.mailbox, before, TODAY)
    return {letter.place.last: letter.content for letter in letters}


def test_letters_come_once_in_order(box: Mailbox) -> None:
    assert read(box, None) == {}
    box.put(b"one")
    box.put("zwei, \u4e09".encode())

    assert read(box, None) == {1: b"one", 2: "zwei, \u4e09".encode()}
    assert read(box, Place(7, 1)) == {2: "zwei, \u4e09".encode()}
    assert read(box, Place(7, 2)) == {}  # though the server names the last one
    assert 'EXAMINE "INBOX"' in box.asked  # nobody's mark is touched
    assert "UID SEARCH SINCE 26-Oct-2027" in box.asked


def test_another_numbering_begins_anew(box: Mailbox) -> None:
    box.put(b"one")
    box.validity = 8

    assert read(box, Place(7, 1)) == {1: b"one"}


def test_a_letter_too_large_is_passed_over(box: Mailbox) -> None:
    box.put(b"x" * (LARGEST + 1))
    box.put(b"two")

    assert read(box, None) == {1: None, 2: b"two"}


def test_many_large_letters_come_in_rounds(box: Mailbox) -> None:
    for _number in range(8):
        box.put(b"x" * LARGEST)

    assert list(read(box, None)) == [1, 2, 3, 4, 5, 6]
    assert list(read(box, Place(7, 6))) == [7, 8]


def test_a_server_that_is_away_or_refuses_is_asked_later(box: Mailbox) -> None:
    with pytest.raises(MailboxAwayError):
        read(box, None, box.url.replace("p%40ss", "guess"))
    box.is_away = True
    with pytest.raises(MailboxAwayError):
        read(box, None)
