"""Bulk deeds: to whom they apply, what is kept of before, how they are undone."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import select

from eventapp.accounts.models import Account
from eventapp.jobs import service as jobs
from eventapp.journal.models import Entry
from eventapp.kernel.db import db
from eventapp.mail.delivering import Send, deliver
from eventapp.mail.models import Message, MessageStatus
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.approvals import Review
from eventapp.registration.models.registrations import Registration
from eventapp.registration.notices import tell_received
from eventapp.registration.queries import place_of
from eventapp.registration.service import deciding
from eventapp.registration.vocabulary import PlaceStatus, RegistrationStatus
from eventapp.scheduling.service.sending import keep_told
from eventapp.selection import working
from eventapp.selection.errors import StillAtWork
from eventapp.selection.models import Deed, DeedRow, Tagging
from eventapp.selection.plans import Plan
from eventapp.selection.queries.tags import tags_with_counts
from eventapp.selection.service.doing import (
    MAILS_WAIT,
    begin_deed,
    carry_out,
    end_deed,
    forget_deeds,
)
from eventapp.selection.service.undoing import (
    begin_undoing,
    prospect,
    rows_left,
    undo_rows,
)
from eventapp.selection.vocabulary import DeedKind
from tests.builders import (
    make_account,
    make_event,
    make_place,
    make_registration,
    make_week,
)
from tests.conftest import StoppedClock

pytestmark = pytest.mark.usefixtures("app")
SUBMITTED, CONFIRMED = RegistrationStatus.SUBMITTED, RegistrationStatus.CONFIRMED


@contextmanager
def accepting() -> Iterator[Send]:
    yield lambda _message, hand_over: hand_over()


def do(week: Week, plan: Plan, *chosen: Registration, by: Account) -> Deed:
    deed = begin_deed(week, plan, by=by)
    carry_out(deed, plan, chosen, by=by)
    end_deed(deed, by=by)
    return deed


def undo(deed: Deed, *, by: Account, tells: bool = False) -> int:
    begin_undoing(deed, by=by)
    rows = rows_left(deed, 1000)
    return len(rows) - len(undo_rows(deed, rows, tells=tells, by=by))


def statuses(*people: Registration) -> list[RegistrationStatus]:
    return [db.session.get_one(Registration, one.id).status for one in people]


def test_confirming_is_undone_with_the_mails_that_still_wait(
    time: StoppedClock,
) -> None:
    by = make_account()
    event = make_event(week := make_week(), capacity=5)
    ann, ben = (
        make_registration(week, status=SUBMITTED, wishes=(str(event.id),))
        for _n in range(2)
    )
    deed = do(week, Plan(DeedKind.CONFIRM), ann, ben, by=by)
    mails = db.session.scalars(select(Message)).all()
    assert statuses(ann, ben) == [CONFIRMED, CONFIRMED]
    assert {one.due_at for one in mails} == {time.now + MAILS_WAIT}

    time.advance(minutes=9)
    number = undo(deed, by=by)

    assert number == 2
    assert statuses(ann, ben) == [SUBMITTED, SUBMITTED]
    assert (place_of(ann, event), ann.wishes) == (None, (str(event.id),))
    states = set(db.session.scalars(select(Message.status)))
    assert states == {MessageStatus.WITHDRAWN}
    assert deed.undone_by == by.name


def test_who_changed_since_stays_and_is_counted_before(time: StoppedClock) -> None:
    by = make_account()
    event = make_event(week := make_week())
    ann, ben = (make_registration(week, status=SUBMITTED) for _n in range(2))
    deed = do(week, Plan(DeedKind.CONFIRM), ann, ben, by=by)
    time.advance(minutes=1)
    make_place(ben, event)

    look = prospect(deed)
    number = undo(deed, by=by)

    assert (look.unchanged, look.changed, look.waiting, look.sent) == (1, 1, 1, 0)
    assert number == 1
    assert statuses(ann, ben) == [SUBMITTED, CONFIRMED]


def test_whoever_had_the_mail_already_can_be_told_that_it_was_a_mistake(
    time: StoppedClock,
) -> None:
    by = make_account()
    ann = make_registration(week := make_week(), status=SUBMITTED)
    deed = do(week, Plan(DeedKind.DECLINE, reason="Full"), ann, by=by)
    db.session.commit()
    time.advance(minutes=11)
    assert deliver(accepting) == 1

    deed = db.session.get_one(Deed, deed.id)
    look = prospect(deed)
    undo(deed, by=by, tells=True)

    assert (look.waiting, look.sent) == (0, 1)
    correction = db.session.scalars(
        select(Message).where(Message.occasion == "registration.corrected")
    ).one()
    assert "was a mistake" in correction.text
    assert statuses(ann) == [SUBMITTED]


def test_declined_people_get_their_places_back_or_their_turn(
    time: StoppedClock,
) -> None:
    """Cancelling gives the place to who waits; who heard of it keeps it."""
    by = make_account()
    event = make_event(week := make_week(), capacity=1)
    roomy = make_event(week, "Roomy", capacity=9)
    ann, ben = make_registration(week), make_registration(week)
    make_place(ann, event)
    make_place(ann, roomy)
    time.advance(minutes=1)
    make_place(ben, event, PlaceStatus.WAITING)
    deed = do(week, Plan(DeedKind.CANCEL), ann, by=by)
    assert statuses(ann) == [RegistrationStatus.CANCELLED]
    db.session.commit()
    time.advance(minutes=11)
    deliver(accepting)

    undo(db.session.get_one(Deed, deed.id), by=by)

    found = [
        (place.status, place.is_held)
        for one, at in ((ann, event), (ann, roomy), (ben, event))
        if (place := place_of(one, at))
    ]
    assert found == [
        (PlaceStatus.WAITING, False),
        (PlaceStatus.HELD, True),
        (PlaceStatus.HELD, True),
    ]
    first = place_of(ann, event)
    second = place_of(ben, event)
    assert first is not None
    assert second is not None
    assert first.asked_at < second.asked_at


def test_who_moved_up_waits_again_as_long_as_nobody_told_them(
    time: StoppedClock,
) -> None:
    by = make_account()
    event = make_event(week := make_week(), capacity=1)
    ann, ben = make_registration(week), make_registration(week)
    make_place(ann, event)
    time.advance(minutes=1)
    make_place(ben, event, PlaceStatus.WAITING)
    deed = do(week, Plan(DeedKind.CANCEL), ann, by=by)
    moved = place_of(ben, event)
    assert moved is not None
    assert moved.is_held
    db.session.commit()
    assert deliver(accepting) == 0  # the mail to who moved up waits, too

    deed = db.session.get_one(Deed, deed.id)
    look = prospect(deed)
    undo(deed, by=by)

    assert (look.unchanged, look.moved) == (1, 1)
    places = [place_of(one, event) for one in (ann, ben)]
    assert [one and one.status for one in places] == [
        PlaceStatus.HELD,
        PlaceStatus.WAITING,
    ]
    assert set(db.session.scalars(select(Message.status))) == {MessageStatus.WITHDRAWN}


def test_what_is_undone_in_time_no_calendar_hears_of(time: StoppedClock) -> None:
    by = make_account()
    event = make_event(week := make_week(), capacity=1)
    ann, ben = make_registration(week), make_registration(week)
    make_place(ann, event)
    time.advance(minutes=1)
    make_place(ben, event, PlaceStatus.WAITING)
    for one in (ann, ben):
        tell_received(one, [])
    db.session.commit()
    deliver(accepting)
    time.advance(minutes=2)
    keep_told()  # her calendar has the event
    deliver(accepting)
    deed = do(week, Plan(DeedKind.CANCEL), ann, by=by)
    db.session.commit()
    before = mails()

    time.advance(minutes=5)
    keep_told()
    undo(db.session.get_one(Deed, deed.id), by=by)
    db.session.commit()
    time.advance(minutes=5)
    keep_told()

    assert mails() == before
    assert before.count("calendar.invited") == 1


def mails() -> list[str]:
    """The occasions of all messages there are."""
    rows = select(Message.occasion).order_by(Message.created_at, Message.id)
    found = list(db.session.scalars(rows))
    db.session.rollback()
    return found


def test_a_whole_list_gets_places_as_far_as_there_is_room_and_gives_them_back() -> None:
    by = make_account()
    event = make_event(week := make_week(), capacity=2)
    people = [make_registration(week) for _n in range(3)]
    waits = make_registration(week, status=SUBMITTED)
    plan = Plan(DeedKind.SIGN_UP, event_id=event.id)

    deed = do(week, plan, *people, waits, by=by)
    held = [place_of(one, event) is not None for one in people]
    undo(deed, by=by)

    assert (held, deed.count, deed.left_out) == ([True, True, False], 2, 2)
    assert [place_of(one, event) for one in people] == [None] * 3


def test_tags_are_given_taken_and_undone_without_those_who_had_them() -> None:
    by = make_account()
    week = make_week()
    ann, ben = make_registration(week), make_registration(week)
    do(week, Plan(DeedKind.TAG, tag="Press"), ann, by=by)

    deed = do(week, Plan(DeedKind.TAG, tag="ｐress"), ann, ben, by=by)
    assert [(tag.word, n) for tag, n in tags_with_counts(week)] == [("Press", 2)]
    undo(deed, by=by)

    assert db.session.scalars(select(Tagging.registration_id)).all() == [ann.id]
    actions = set(db.session.scalars(select(Entry.action)))
    assert actions == {"deed.tag", "deed.undone"}


def test_somebody_who_registered_again_is_not_brought_back_twice() -> None:
    by = make_account()
    ann = make_registration(week := make_week(), status=SUBMITTED)
    deed = do(week, Plan(DeedKind.DECLINE, reason="Full"), ann, by=by)
    make_registration(week, status=SUBMITTED, address=ann.address)

    assert undo(deed, by=by) == 0
    assert statuses(ann) == [RegistrationStatus.DECLINED]


def test_a_job_that_was_cut_off_goes_on_where_it_stopped() -> None:
    by = make_account()
    week = make_week()
    people = [make_registration(week, status=SUBMITTED) for _n in range(3)]
    plan = Plan(DeedKind.CONFIRM)
    deed = begin_deed(week, plan, by=by)
    carry_out(deed, plan, people[:1], by=by)
    arguments: dict[str, Any] = {
        "plan": plan.kept(),
        "deed": str(deed.id),
        "by": str(by.id),
        "keys": [str(one.id) for one in people],
    }
    key = deed.id
    jobs.ask(working.DO, arguments)
    db.session.commit()

    jobs.work_off()

    deed = db.session.get_one(Deed, key)
    assert (deed.count, deed.left_out, deed.ended_at is not None) == (3, 0, True)
    assert statuses(*people) == [CONFIRMED] * 3
    told = select(Message.to_address).where(
        Message.occasion == "registration.confirmed"
    )
    assert len(db.session.scalars(told).all()) == 3


def test_deeds_are_forgotten_after_a_month(time: StoppedClock) -> None:
    by = make_account()
    ann = make_registration(week := make_week(), status=SUBMITTED)
    do(week, Plan(DeedKind.CHECK), ann, by=by)

    time.advance(days=31)
    forget_deeds()

    assert db.session.scalars(select(DeedRow)).all() == []
    assert db.session.scalars(select(Deed)).all() == []


def test_a_check_is_undone_but_not_somebody_else_s(time: StoppedClock) -> None:
    by, other = make_account(), make_account()
    week = make_week(approval_steps=2)
    ann, ben = (make_registration(week, status=SUBMITTED) for _n in range(2))
    deed = do(week, Plan(DeedKind.CHECK), ann, ben, by=by)
    time.advance(minutes=1)
    deciding.check_registration(ben, "No", is_recommended=False, by=other)

    number = undo(deed, by=by)

    reviewers = select(Review.registration_id, Review.reviewer_id)
    assert number == 1
    assert db.session.execute(reviewers).all() == [(ben.id, other.id)]


def test_what_a_cancelled_job_had_done_can_be_undone() -> None:
    by = make_account()
    week = make_week()
    ann, ben = (make_registration(week, status=SUBMITTED) for _n in range(2))
    plan = Plan(DeedKind.CONFIRM)
    deed = begin_deed(week, plan, by=by)
    job = jobs.ask(working.DO, {})
    deed.job_id = job.id
    carry_out(deed, plan, [ann], by=by)
    with pytest.raises(StillAtWork):
        begin_undoing(deed, by=by)

    jobs.cancel(job)

    assert undo(deed, by=by) == 1
    assert statuses(ann, ben) == [SUBMITTED, SUBMITTED]
