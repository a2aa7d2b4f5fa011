"""The words of an occasion: ours, until the office writes its own; then those."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.kernel.db import db
from eventapp.kernel.i18n import LANGUAGES
from eventapp.mail.models import Message
from eventapp.mail.occasions import Wording, occasions, say
from eventapp.registration import notices
from eventapp.registration.on_registering import DECLINED, LINK_ASKED
from tests.builders import make_registration, make_week


def test_our_own_words_pass_their_own_check_in_every_language(app: Flask) -> None:
    with app.app_context():
        wrong = {
            (one.key, language.tag): problems
            for one in occasions()
            for language in LANGUAGES
            if (problems := one.problems(one.ours(language.tag))) != ([], [])
        }

        assert wrong == {}
        assert all(str(mark.meaning) for one in occasions() for mark in one.offered)


@pytest.mark.usefixtures("database")
def test_the_office_writes_its_own_words_in_one_language_of_one_week() -> None:
    week = make_week()
    one, elsewhere = make_registration(week), make_registration(make_week(slug="next"))
    one.decision_note = elsewhere.decision_note = "{name} is full"
    words = Wording("No, {name}", "Hello {{you}}\n{about}\n\n{reason}\n\n{host}")
    say(DECLINED, week.id, "en", words)
    say(DECLINED, week.id, "zh-Hans", Wording("x", "x"))

    notices.tell_declined(one, [])
    notices.tell_declined(elsewhere, [])

    own, ours = _written(one.id), _written(elsewhere.id)
    assert own.subject == f"No, {one.name}"
    assert (
        own.text == f"Hello {{you}}\n\nReason: {{name}} is full\n\n{week.host.name}\n"
    )
    assert "We are sorry." in ours.text

    say(DECLINED, week.id, "en", None)
    db.session.delete(own)
    notices.tell_declined(one, [])
    assert "We are sorry." in _written(one.id).text


@pytest.mark.usefixtures("database")
def test_many_letters_ask_for_the_words_once(statements: Callable[[], Any]) -> None:
    week = make_week()
    guests = [make_registration(week) for _n in range(3)]
    db.session.commit()

    with statements() as ran:
        for guest in guests:
            notices.send_link(guest)

    assert len([one for one in ran if "mail_text" in one]) == 1
    assert "/me/enter/" in _written(guests[0].id).text
    assert LINK_ASKED.problems(Wording("", "no link"))[1] != []


def _written(about: object) -> Message:
    db.session.flush()
    found = select(Message).where(Message.about_id == about)
    return db.session.scalars(found).one()
