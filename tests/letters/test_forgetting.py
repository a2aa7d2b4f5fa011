"""Passport data go when their purpose ends; numbers, states and counts stay."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from eventapp.jobs.service import tidy
from eventapp.journal.models import Entry
from eventapp.kernel.db import Model, db
from eventapp.letters.models import LetterRequest
from eventapp.letters.queries import tallies_of
from eventapp.letters.service import deciding
from eventapp.letters.service.asking import ask
from eventapp.letters.service.issuing import issue, settings_for
from eventapp.letters.service.settling import settle, usual
from eventapp.letters.vocabulary import LetterStatus
from eventapp.registration.service.applying import cancel
from eventapp.registration.signals import registration_erased
from eventapp.vault.models import Sealed
from tests.builders import make_account
from tests.conftest import StoppedClock
from tests.letters.kit import AGREED, ANSWERS, BORN, NUMBER, make_letter, make_settings

pytestmark = pytest.mark.usefixtures("time")


def all_octets() -> bytes:
    """Every text and every byte of every table."""
    return b"\n".join(
        bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
        for table in Model.metadata.sorted_tables
        for row in db.session.execute(select(table))
        for cell in row
    )


def test_after_the_week_nothing_of_a_passport_is_left_anywhere(
    time: StoppedClock,
) -> None:
    by = make_account()
    letter = make_letter()
    week = letter.week
    deciding.approve(letter, by=by)
    issue(letter, settings_for(week), by=by)
    deciding.send(letter, by=by)
    make_letter(week)
    db.session.commit()
    assert NUMBER.encode() not in all_octets()  # not even while it is needed

    time.advance(days=40)  # the week ended on 12 March, 29 days ago
    tidy()
    assert len(db.session.scalars(select(Sealed)).all()) == 3
    time.advance(days=2)
    tidy()
    tidy()

    assert db.session.scalars(select(Sealed)).all() == []
    left = all_octets()
    for secret in (NUMBER, BORN, NUMBER[-3:] + '"', "Embassy, Warsaw"):
        assert secret.encode() not in left
    purged = select(Entry).where(Entry.action == "letters.purged")
    entry = db.session.scalars(purged).one()
    assert (entry.week_id, entry.details) == (week.id, {"before": "2", "after": "0"})
    found = db.session.get_one(LetterRequest, letter.id)
    assert (found.status, found.numbered) == (LetterStatus.SENT, "PW2027-0001")
    assert [(one.letters, one.numbered) for one in tallies_of(week)] == [(2, 1)]


def test_a_shorter_time_and_a_moved_week_count_at_once(time: StoppedClock) -> None:
    letter = make_letter()
    week = letter.week
    before = db.session.scalars(select(Sealed.expires_at)).one()

    settle(week, usual(week), by=make_account())
    same = db.session.scalars(select(Sealed.expires_at)).one()
    make_settings(week, keep_days=0)
    shorter = db.session.scalars(select(Sealed.expires_at)).one()
    week.held = type(week.held)(
        week.held.first + timedelta(days=7), week.held.latest + timedelta(days=7)
    )
    db.session.commit()
    tidy()

    assert (same, shorter) == (before, before - timedelta(days=30))
    moved = db.session.scalars(select(Sealed.expires_at)).one()
    assert moved == shorter + timedelta(days=7)
    assert time.now < moved


@pytest.mark.parametrize("is_approved", [False, True])
def test_who_cancels_leaves_no_passport(is_approved: bool) -> None:  # noqa: FBT001
    letter, by = make_letter(), make_account()
    if is_approved:
        deciding.approve(letter, by=by)

    cancel(letter.registration)

    assert db.session.scalars(select(Sealed)).all() == []
    assert letter.status is LetterStatus.WITHDRAWN
    assert letter.number == (1 if is_approved else None)


def test_who_comes_instead_asks_for_a_letter_with_another_number() -> None:
    letter, by = make_letter(), make_account()
    deciding.approve(letter, by=by)
    issue(letter, settings_for(letter.week), by=by)

    registration_erased.send(letter.registration)
    assert db.session.scalars(select(Sealed)).all() == []
    second = ask(letter.registration, ANSWERS, AGREED)
    deciding.approve(second, by=by)

    assert (letter.status, letter.note, letter.consent) == (
        LetterStatus.ISSUED,
        None,
        None,
    )
    assert (second.id != letter.id, second.numbered) == (True, "PW2027-0002")
