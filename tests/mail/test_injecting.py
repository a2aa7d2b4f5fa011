"""Names and titles of strangers write nothing into the head of a mail."""

import pytest
from flask import Flask

from eventapp.kernel.db import db
from eventapp.mail.service import put
from eventapp.mail.transport import compose

HIDDEN = "=?utf-8?q?=0d=0aBcc:_all@other.example=0d=0a=0d=0aPay?="


@pytest.mark.parametrize(
    "words", [HIDDEN, f"Ann {HIDDEN} {HIDDEN}", "=?=?utf-8?q?=0d=0aBcc:_a?="]
)
def test_an_encoded_word_stays_a_word(app: Flask, words: str) -> None:
    assert app
    message = put(
        "calendar.sent",
        to_address="ann@uni.example",
        to_name=words,
        language="en",
        subject=words,
        text="Hello",
    )
    db.session.flush()

    written = compose(message, "Week <week@host.example>").as_bytes()

    head, _break, body = written.partition(b"\r\n\r\n")
    assert b"\nBcc" not in head
    assert body.strip() == b"Hello"
