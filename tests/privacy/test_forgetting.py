"""What is forgotten is nowhere: not in a table, not in a file; its counts stay."""

import subprocess
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp.checkin.models.scans import Admission
from eventapp.institutions.models import Institution
from eventapp.kernel.db import db
from eventapp.kernel.personal import Purpose
from eventapp.kernel.space import release_space
from eventapp.mail.delivering import deliver
from eventapp.mail.models import Message, MessageStatus
from eventapp.privacy.errors import ErasedAlready, WeekNotOver
from eventapp.privacy.models import Erasure, Purge
from eventapp.privacy.queries import terms_of
from eventapp.privacy.service import erasing, purging, upkeep
from eventapp.privacy.service.counting import counts_of
from eventapp.privacy.vocabulary import BOUNDS, CountName, ErasureReason
from eventapp.registration.errors import NotDecidable
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service.deciding import confirm_registration
from eventapp.registration.vocabulary import DelegateKind, RegistrationStatus
from tests.builders import (
    make_event,
    make_place,
    make_registration,
    make_venue,
    make_week,
    republish,
)
from tests.conftest import StoppedClock
from tests.mail.smtp import takes_all
from tests.privacy.everything import WORDS, everything, found_words

AFTER = timedelta(days=40)


def test_nothing_is_found_of_a_person_who_was_erased(
    app: Flask, database: str, time: StoppedClock
) -> None:
    week = make_week()
    one = everything(week)
    companion = make_registration(
        week, kind=DelegateKind.COMPANION, accompanies_id=one.id, diet_note=WORDS[9]
    )
    other = make_registration(week)
    time.advance(days=AFTER.days)
    before = statuses()
    seen = {place.split(": ")[1] for place in found_words()}
    assert seen == set(WORDS) - {"DRAGON77123"}, "the vault alone keeps it sealed"

    report = erasing.erase(one, ErasureReason.ASKED_HERE)
    db.session.commit()
    deliver(takes_all)
    upkeep.keep_house()

    assert found_words() == set()
    assert statuses() == before
    assert db.session.scalar(select(func.count()).select_from(Admission)) == 1
    assert (one.institution_id is not None, one.kind, one.number) == (
        True,
        DelegateKind.DELEGATE,
        one.number,
    )
    assert (one.erased_at, companion.erased_at, other.erased_at) == (
        time.now,
        time.now,
        None,
    )
    assert str(other.name)
    assert set(report.rows) >= {"registration", "message", "entry", "badge"}
    _look_into_the_file(app, database)


def _look_into_the_file(app: Flask, database: str) -> None:
    """What was deleted is overwritten, in both files of SQLite."""
    if database != "sqlite":
        return
    db.session.commit()
    release_space()
    assert app
    path = Path(str(db.engine.url.database))
    files = [path, path.with_name(path.name + "-wal")]
    octets = b"".join(_read_apart(file) for file in files if file.exists())
    assert [word for word in WORDS if word.encode() in octets] == []


def _read_apart(file: Path) -> bytes:
    """The octets of a file of SQLite, read by another process.

    Whoever closes the file in this one takes SQLite's locks away
    (sqlite.org/howtocorrupt.html, 2.2).
    """
    return subprocess.run(["cat", file], capture_output=True, check=True).stdout


def statuses() -> Counter[RegistrationStatus]:
    return Counter(db.session.scalars(select(Registration.status)))


def test_a_purge_empties_each_purpose_in_its_time_and_keeps_the_totals(
    time: StoppedClock,
) -> None:
    week = make_week()
    one = everything(week)
    make_registration(week, status=RegistrationStatus.CANCELLED)
    before = statuses()
    with pytest.raises(WeekNotOver):
        purging.purge(week, [Purpose.PREPARING])

    time.advance(days=AFTER.days)
    purging.purge(week, [Purpose.PREPARING, Purpose.TRAVELLING, Purpose.VISA])

    assert (one.diet, one.diet_note, one.access, one.arrives_on) == (
        None,
        None,
        (),
        None,
    )
    assert str(one.name)
    kept = counts_of(week.id)
    assert kept[CountName.DIET] == {"vegan": 1}
    assert kept[CountName.ACCESS] == {"wheelchair": 1}
    assert kept[CountName.VISA_LETTERS] == {"": 1}
    assert kept[CountName.ARRIVALS] == {"2027-03-07": 1}

    purging.purge(week, list(BOUNDS))

    assert found_words() == set()
    assert statuses() == before
    assert counts_of(week.id)[CountName.DIET] == {"vegan": 1}
    assert counts_of(week.id)[CountName.PRESENT] == {"": 1}
    assert db.session.scalar(select(func.count()).select_from(Institution))


def test_a_week_is_emptied_by_itself_seven_days_after_the_office_was_told(
    time: StoppedClock,
) -> None:
    week = make_week()
    one = everything(week)
    last = {term.purpose: term.ends_at for term in terms_of(week)}[Purpose.PREPARING]
    db.session.commit()

    time.set(last - timedelta(days=8))
    upkeep.keep_house()
    assert _announced() == []

    time.set(last - timedelta(days=7))
    upkeep.keep_house()
    upkeep.keep_house()
    told = _announced()
    assert [message.to_address for message in told] == ["office@host.example"]
    assert "Food, access, interpreters" in told[0].text
    assert one.diet_note

    time.set(last)
    upkeep.keep_house()
    upkeep.keep_house()
    db.session.refresh(one)
    assert (one.diet_note or "", one.phone) == ("", "+48 600 700 800")
    reports = db.session.scalars(select(Purge)).all()
    assert {report.purpose for report in reports} == {
        Purpose.PREPARING,
        Purpose.TRAVELLING,
        Purpose.VISA,
    }
    assert {report.actor for report in reports} == {None}


def test_a_late_answer_goes_at_the_next_look(time: StoppedClock) -> None:
    week = make_week()
    one = make_registration(week)
    db.session.commit()
    time.advance(days=AFTER.days)
    upkeep.keep_house()
    time.advance(days=7)
    upkeep.keep_house()
    one.diet_note = "came late"
    db.session.commit()

    time.advance(days=1)
    upkeep.keep_house()

    db.session.refresh(one)
    assert one.diet_note is None


def test_how_long_things_are_kept_stays_within_bounds(time: StoppedClock) -> None:
    week = make_week()
    assert time

    purging.keep_for(week, {Purpose.VISA: 3, Purpose.PROVING: 9999}, actor="Lena")

    days = {term.purpose: term.days for term in terms_of(week)}
    assert (days[Purpose.VISA], days[Purpose.PROVING]) == (7, 3650)
    assert days[Purpose.PREPARING] == 30


def test_who_is_expected_is_cancelled_before_the_erasure(time: StoppedClock) -> None:
    week = make_week()
    one = make_registration(week)
    assert time

    erasing.erase(one, ErasureReason.ASKED_OFFICE, actor="Lena")

    assert one.status is RegistrationStatus.CANCELLED
    assert [message.occasion for message in _messages()] == ["privacy.erased"]
    with pytest.raises(ErasedAlready):
        erasing.erase(one, ErasureReason.ASKED_OFFICE, actor="Lena")


def test_nobody_is_confirmed_or_written_to_afterwards(time: StoppedClock) -> None:
    week = make_week()
    event = make_event(week)
    one = make_registration(week, status=RegistrationStatus.DECLINED)
    other = make_registration(week)
    make_place(other, event)
    erasing.erase(one, ErasureReason.ASKED_OFFICE, actor="Lena")
    time.advance(days=400)
    purging.purge(week, list(BOUNDS))
    before = len(_messages())

    with pytest.raises(NotDecidable):
        confirm_registration(one, actor="Lena")
    republish(event, venue_id=make_venue(week).id)

    assert len(_messages()) == before


def test_a_restored_backup_forgets_again_by_the_list_beside_it(
    time: StoppedClock,
) -> None:
    week = make_week()
    one = make_registration(week)
    assert time
    erasing.erase(one, ErasureReason.ASKED_HERE)
    db.session.commit()
    upkeep.keep_house()
    one.erased_at, one.phone = None, "+48 123"  # the backup

    keys = upkeep.listed()
    count = erasing.replay(keys)

    assert (count, one.phone or "") == (1, "")
    assert len(db.session.scalars(select(Erasure)).all()) == 2


def test_a_purge_costs_the_same_for_one_and_for_many(
    time: StoppedClock, statements: object
) -> None:
    ran = []
    for size in (1, 30):
        week = make_week()
        for _number in range(size):
            make_registration(week, diet_note="x", access=("wheelchair",))
        time.advance(days=AFTER.days)
        db.session.commit()
        with statements() as lines:  # type: ignore[operator]  # a fixture
            purging.purge(week, list(BOUNDS))
        ran.append(len(lines))

    assert ran[0] == ran[1]


def _messages() -> list[Message]:
    return list(db.session.scalars(select(Message).order_by(Message.created_at)))


def _announced() -> list[Message]:
    return [one for one in _messages() if one.occasion == "privacy.announced"]


def test_our_last_word_is_forgotten_once_it_has_left(time: StoppedClock) -> None:
    one = make_registration()
    assert time
    erasing.erase(one, ErasureReason.ASKED_HERE)
    db.session.commit()

    upkeep.keep_house()
    assert [message.status for message in _messages()] == [MessageStatus.QUEUED]
    deliver(takes_all)
    upkeep.keep_house()

    assert _messages() == []
    assert db.session.get(Registration, one.id) is not None
