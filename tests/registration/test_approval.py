"""Approval: first checks, changes that wait, asking back, reasons."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.accounts.models import Account
from eventapp.journal.models import Entry
from eventapp.kernel.db import add, db
from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import NameOrder, PersonName
from eventapp.mail.models import Message
from eventapp.registration.answers import NameAnswers, StayAnswers
from eventapp.registration.approval import open_change, open_inquiries, review_of
from eventapp.registration.comparing import approval_of, as_typed
from eventapp.registration.errors import (
    ChangedMeanwhile,
    CheckedByYourself,
    DecidedMeanwhile,
    NotCheckedYet,
    NotDecidable,
    TooLateToChange,
)
from eventapp.registration.models.approvals import KeptReason, PendingChange
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service.applying import save_answers
from eventapp.registration.service.changes import mark_of
from eventapp.registration.service.deciding import (
    check_registration,
    confirm_registration,
    decline_registration,
    reason_in,
)
from eventapp.registration.service.inquiring import ask_back
from eventapp.registration.service.rechecking import accept_change, decline_change
from eventapp.registration.vocabulary import RegistrationStatus
from tests.builders import make_account, make_registration, make_week
from tests.conftest import StoppedClock
from tests.programme.contest import at_once

SUBMITTED = RegistrationStatus.SUBMITTED
ANSWERED = ("name", "institution", "stay", "events", "needs", "check")
NEW = NameAnswers(
    PersonName("Wang Daming", "王大明", "zh-Hans", NameOrder.LATIN_FIRST), "+86 21 1"
)


def confirmed() -> Registration:
    week = make_week(rechecked=("name", "days"))
    return make_registration(week, steps_done=ANSWERED)


def decide(one: Registration, by: Account) -> None:
    confirm_registration(one, actor=by.name, actor_id=by.id)


def test_in_two_steps_one_account_checks_and_another_one_decides(
    time: StoppedClock,
) -> None:
    assert time
    one = make_registration(make_week(approval_steps=2), status=SUBMITTED)
    first, second = make_account(), make_account()
    with pytest.raises(NotCheckedYet):
        decide(one, first)
    check_registration(one, "Known to us.", is_recommended=True, by=first)
    with pytest.raises(CheckedByYourself):
        decide(one, first)
    with pytest.raises(CheckedByYourself):
        decline_registration(one, "No.", actor=first.name, actor_id=first.id)

    decide(one, second)

    review = review_of(one)
    assert one.is_confirmed
    assert review is not None
    assert (review.is_recommended, review.reviewer) == (True, first.name)
    with pytest.raises(NotDecidable):
        check_registration(one, "", is_recommended=True, by=first)


def test_of_two_who_decide_at_one_moment_one_is_told(app: Flask) -> None:
    key = make_registration(status=SUBMITTED).id
    db.session.commit()

    def confirm() -> None:
        one = db.session.get_one(Registration, key)
        confirm_registration(one, actor="Anna", seen=SUBMITTED)

    def decline() -> None:
        one = db.session.get_one(Registration, key)
        decline_registration(one, "Full.", actor="Jan", seen=SUBMITTED)

    outcomes = at_once(app, [confirm, decline, confirm, decline])

    assert sorted(outcomes) == [*[DecidedMeanwhile.__name__] * 3, "done"]
    decided = select(Entry.action).where(Entry.subject_id == key)
    assert len(db.session.scalars(decided).all()) == 1


def test_a_reason_is_read_in_the_language_of_the_delegate(time: StoppedClock) -> None:
    assert time
    texts = Localised({"en": "The week is full.", "zh-Hans": "名额已满。"})
    kept = add(KeptReason(text=texts, created_at=time.now, week_id=make_week().id))

    assert reason_in("zh-Hans", kept, "") == "名额已满。"
    assert reason_in("pl", kept, "Sorry.") == "The week is full. Sorry."
    assert reason_in("en", None, "Sorry.") == "Sorry."


def test_a_watched_answer_waits_and_what_is_confirmed_stays(
    time: StoppedClock,
) -> None:
    assert time
    one = confirmed()

    save_answers(one, "name", NEW)

    assert (one.name.latin, one.phone) == ("Wang Xiaoming", "+86 21 1")
    told = approval_of(one).differences
    assert [(d.word, d.after) for d in told] == [("Name", "Wang Daming (王大明)")]
    assert as_typed(one).name == NEW.name
    assert as_typed(one).name.order is NameOrder.LATIN_FIRST
    assert as_typed(one).phone == one.phone


def test_an_accepted_change_takes_effect_and_is_told(time: StoppedClock) -> None:
    assert time
    one, by = confirmed(), make_account()
    save_answers(one, "name", NEW)
    save_answers(
        one, "stay", StayAnswers(date(2027, 3, 8), None, needs_visa_letter=False)
    )
    change = open_change(one)
    assert change is not None

    accept_change(change, seen=mark_of(change), by=by)

    assert (one.name, one.arrives_on) == (NEW.name, date(2027, 3, 8))
    assert "wang daming" in one.search_text
    assert open_change(one) is None
    message = db.session.scalars(select(Message)).one()
    assert "accepted the change of your answers:\n\n- Name\n- Days" in message.text
    lines = db.session.scalars(select(Entry.action).order_by(Entry.at)).all()
    assert "registration.change_accepted" in lines
    with pytest.raises(NotDecidable):
        decline_change(change, "Late.", seen=mark_of(change), by=by)


def test_a_declined_change_leaves_what_was_confirmed(time: StoppedClock) -> None:
    assert time
    one = confirmed()
    save_answers(one, "name", NEW)
    change = open_change(one)
    assert change is not None

    decline_change(
        change, "As in the passport.", seen=mark_of(change), by=make_account()
    )

    assert one.name.latin == "Wang Xiaoming"
    assert approval_of(one).decided == change
    assert "As in the passport." in db.session.scalars(select(Message)).one().text


def test_what_was_typed_since_the_look_is_not_accepted_unseen(
    time: StoppedClock,
) -> None:
    one = confirmed()
    save_answers(one, "name", NEW)
    change = open_change(one)
    assert change is not None
    seen = mark_of(change)
    time.advance(minutes=1)
    save_answers(one, "name", NameAnswers(PersonName("Somebody Else"), None))

    with pytest.raises(ChangedMeanwhile):
        accept_change(change, seen=seen, by=make_account())

    assert one.name.latin == "Wang Xiaoming"


def test_typing_again_what_is_confirmed_takes_a_change_back(
    time: StoppedClock,
) -> None:
    assert time
    one = confirmed()
    name = one.name
    save_answers(one, "name", NEW)

    save_answers(one, "name", NameAnswers(name, None))

    assert open_change(one) is None
    assert db.session.scalars(select(PendingChange)).all() == []


@pytest.mark.parametrize(
    ("rechecked", "status", "steps"),
    [
        ((), RegistrationStatus.CONFIRMED, ANSWERED),
        (("name",), SUBMITTED, ANSWERED),
        (("name",), RegistrationStatus.CONFIRMED, ("name",)),  # was announced
    ],
)
def test_other_answers_take_effect_at_once(
    time: StoppedClock,
    rechecked: tuple[str, ...],
    status: RegistrationStatus,
    steps: tuple[str, ...],
) -> None:
    assert time
    week = make_week(rechecked=rechecked)
    one = make_registration(week, status=status, steps_done=steps)

    save_answers(one, "name", NEW)

    assert one.name == NEW.name


def test_a_delegate_who_is_asked_back_answers_by_saving(time: StoppedClock) -> None:
    week = make_week(registration_closes_at=time.now + timedelta(minutes=1))
    one = make_registration(week, status=SUBMITTED, steps_done=ANSWERED)
    time.advance(minutes=2)
    with pytest.raises(TooLateToChange):
        save_answers(one, "name", NEW)
    ask_back(
        one,
        "Your name as in the passport, please.",
        date(2027, 3, 4),
        by=make_account(),
    )
    message = db.session.scalars(select(Message)).one()

    save_answers(one, "name", NEW)

    assert "Your name as in the passport, please." in message.text
    assert "Please answer by Thu 4 Mar 2027." in message.text
    assert open_inquiries(one) == []
    assert one.name == NEW.name


def test_nobody_is_asked_who_has_not_sent_anything(time: StoppedClock) -> None:
    assert time
    one = make_registration(status=RegistrationStatus.DRAFT)

    with pytest.raises(NotDecidable):
        ask_back(one, "More", date(2027, 3, 4), by=make_account())
