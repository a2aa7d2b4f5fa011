"""Everybody takes locks in one order, so that nobody waits in a circle."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from eventapp.kernel.db import db
from eventapp.kernel.names import PersonName
from eventapp.programme.models.weeks import Week
from eventapp.registration.answers import ASKED, Consents
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import (
    applying,
    companions,
    deciding,
    handing_over,
)
from eventapp.registration.service.companions import CompanionEntry
from eventapp.registration.vocabulary import ConsentPurpose, RegistrationStatus
from tests.builders import (
    make_event,
    make_place,
    make_registration,
    make_week,
)

ORDER = {"week": 0, "delegation": 1, "event": 2, "registration": 3}
LOCKED = re.compile(r"FOR (?:NO KEY )?UPDATE OF (\w+)")
PRIVACY = {ConsentPurpose.PRIVACY: True}
AGREED = Consents(PRIVACY, dict.fromkeys(PRIVACY, "Kept."), "en")
SUBMITTED = RegistrationStatus.SUBMITTED

pytestmark = pytest.mark.usefixtures("time")


def bring(week: Week) -> Callable[[], object]:
    delegate = make_registration(week)
    entry = CompanionEntry(PersonName("Jan Nowak"))
    return lambda: companions.bring(delegate, entry, AGREED)


def hand_over(week: Week) -> Callable[[], object]:
    delegate = with_place(week)
    return lambda: handing_over.hand_over(delegate, PersonName("Jan"), "j@g.example")


def submit(week: Week) -> Callable[[], object]:
    draft = make_registration(
        week, status=RegistrationStatus.DRAFT, steps_done=ASKED, number=None
    )
    return lambda: applying.submit(draft, AGREED)


def cancel(week: Week) -> Callable[[], object]:
    delegate = with_place(week)
    make_place(make_registration(week, accompanies_id=delegate.id), make_event(week))
    return lambda: applying.cancel(delegate)


def confirm_two(week: Week) -> Callable[[], object]:
    people = [wishing(week), wishing(week)]

    def deed() -> None:
        deciding.hold_to_confirm(week, people)
        for one in people:
            deciding.confirm_registration(one, actor="Maria")

    return deed


def with_place(week: Week) -> Registration:
    delegate = make_registration(week)
    make_place(delegate, make_event(week))
    return delegate


def wishing(week: Week) -> Registration:
    return make_registration(week, status=SUBMITTED, wishes=(str(make_event(week).id),))


@pytest.mark.parametrize("deed", [bring, hand_over, submit, cancel, confirm_two])
def test_locks_are_taken_in_one_order(
    deed: Callable[[Week], Callable[[], object]], statements: Callable[[], Any]
) -> None:
    week = make_week(companions_allowed=1)
    act = deed(week)

    with statements() as ran:
        act()

    firsts = list(dict.fromkeys(LOCKED.findall(" ".join(ran))))
    is_postgresql = db.engine.dialect.name == "postgresql"
    assert bool(firsts) is is_postgresql  # SQLite holds all at once
    assert firsts == sorted(firsts, key=ORDER.__getitem__)
