"""What somebody still answers whom a delegation announced."""

from datetime import timedelta
from typing import Any

import pytest

from eventapp.badges.models import Badge
from eventapp.kernel.db import db
from eventapp.kernel.names import PersonName
from eventapp.programme.models.weeks import Week
from eventapp.registration.answers import ASKED, STEPS, Consents, NameAnswers
from eventapp.registration.errors import AnswersMissing, ConsentNeeded, TooLateToChange
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import applying
from eventapp.registration.vocabulary import ConsentPurpose, RegistrationStatus
from tests.builders import make_delegation, make_registration, make_week
from tests.conftest import StoppedClock

AGREED = Consents(
    given={ConsentPurpose.PRIVACY: True},
    texts={ConsentPurpose.PRIVACY: "We keep your answers."},
    language="en",
)


def make_member(week: Week | None = None, **changes: Any) -> Registration:
    week = week or make_week()
    delegation = make_delegation(week)
    return make_registration(week, delegation_id=delegation.id, **changes)


@pytest.mark.usefixtures("time")
def test_a_member_answers_and_agrees_after_being_confirmed() -> None:
    member = make_member(steps_done=ASKED)

    applying.submit(member, AGREED)

    assert member.steps_done == STEPS
    assert not applying.lacks_own_part(member)


@pytest.mark.usefixtures("time")
def test_a_member_with_open_steps_answers_them_first() -> None:
    with pytest.raises(AnswersMissing):
        applying.submit(make_member(steps_done=("name",)), AGREED)


@pytest.mark.usefixtures("time")
def test_nobody_agrees_for_a_member() -> None:
    refused = Consents({ConsentPurpose.PRIVACY: False}, AGREED.texts, "en")

    with pytest.raises(ConsentNeeded):
        applying.submit(make_member(steps_done=ASKED), refused)


def test_the_own_part_may_come_after_the_deadline_until_the_week_is_over(
    time: StoppedClock,
) -> None:
    week = make_week(registration_closes_at=time.now + timedelta(days=1))
    member = make_member(week, steps_done=("name",))
    time.advance(days=2)
    applying.check_changeable(member)

    time.advance(days=60)

    with pytest.raises(TooLateToChange):
        applying.check_changeable(member)


def test_a_member_answers_before_the_week_opens_to_all(time: StoppedClock) -> None:
    week = make_week(registration_opens_at=time.now + timedelta(days=1))

    applying.check_changeable(make_member(week, status=RegistrationStatus.DRAFT))


@pytest.mark.usefixtures("time")
def test_who_is_to_be_named_gets_a_badge_when_named() -> None:
    member = make_member(name=PersonName(""), to_be_named="Our dean")
    applying.confirm(member)
    before = db.session.query(Badge).count()

    answers = NameAnswers(PersonName("Anna Nowak"), phone=None)
    applying.save_answers(member, "name", answers)

    assert (before, db.session.query(Badge).count()) == (0, 1)
    assert member.to_be_named is None
