"""Reminders by rule: at their days, to who lacks something then, once for ever."""

from datetime import date, timedelta
from datetime import time as wall_time
from typing import Any

from sqlalchemy import select

from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.mail.barring import unsubscribe
from eventapp.mail.models import MailKind, Message
from eventapp.mailings.models import Mailing, ReminderRule
from eventapp.mailings.moments import moments_of
from eventapp.mailings.service import posting, reminding
from eventapp.mailings.service.reminding import RulePlan
from eventapp.mailings.vocabulary import RuleKind
from eventapp.mailings.wording import our_words
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import SignUp
from eventapp.registration.vocabulary import PlaceStatus
from tests.builders import (
    make_account,
    make_delegation,
    make_event,
    make_place,
    make_registration,
    make_week,
)
from tests.conftest import StoppedClock

DUE = date(2027, 3, 20)  # the clock of the tests stands at the first of March


def make_rule(week: Week, kind: RuleKind, **changes: Any) -> ReminderRule:
    """A rule with our own words, at nine in Shanghai."""
    subject, text = our_words(kind, week.languages)
    values: dict[str, Any] = {
        "kind": kind,
        "subject": subject,
        "text": text,
        "days": ("7", "2"),
        "hour": wall_time(9),
        "day": DUE,
    }
    plan = RulePlan(**(values | changes))
    return reminding.make_rule(week, plan, by=make_account())


def work() -> list[str]:
    """The worker comes by; who was written to so far."""
    db.session.commit()
    reminding.keep_reminding()
    posting.keep_sending()
    rows = select(Message.to_address).order_by(Message.created_at, Message.to_address)
    return list(db.session.scalars(rows))


def test_who_lacks_something_is_reminded_once_at_each_of_its_days(
    time: StoppedClock,
) -> None:
    week = make_week()
    make_registration(week, address="late@x.example", arrives_on=None)
    rule = make_rule(week, RuleKind.ARRIVAL)
    seven, two = moments_of(rule, week, ())
    assert (seven.at.isoformat(), two.days) == ("2027-03-13T01:00:00+00:00", 2)

    assert work() == []
    time.set(seven.at)
    assert work() == ["late@x.example"]
    time.advance(hours=1)
    assert work() == ["late@x.example"]
    rule.day = DUE + timedelta(days=1)  # the same moment would come again
    time.advance(hours=24)
    assert work() == ["late@x.example"]
    rule.day = DUE
    time.set(two.at)
    assert work() == ["late@x.example"] * 2


def test_who_said_it_meanwhile_is_not_reminded(time: StoppedClock) -> None:
    week = make_week()
    one = make_registration(week, arrives_on=None)
    rule = make_rule(week, RuleKind.ARRIVAL, days=("2",))
    one.arrives_on = week.held.first

    time.set(moments_of(rule, week, ())[0].at)

    assert work() == []
    assert db.session.scalars(select(Mailing.moment)).all() == ["2"]


def test_what_has_passed_is_not_made_up_for(time: StoppedClock) -> None:
    week = make_week()
    make_registration(week, arrives_on=None)
    rule = make_rule(week, RuleKind.ARRIVAL, is_on=False)
    time.set(moments_of(rule, week, ())[0].at + timedelta(hours=1))
    plan = RulePlan(
        rule.kind, rule.subject, rule.text, rule.days, rule.hour, rule.day, is_on=True
    )
    reminding.change_rule(rule, plan, by=make_account())
    assert work() == []

    other = make_rule(week, RuleKind.ARRIVAL)
    time.set(moments_of(other, week, ())[1].at + timedelta(hours=25))

    assert work() == []  # the worker was away for more than a day


def test_before_an_event_those_who_hold_a_place_are_reminded(
    time: StoppedClock,
) -> None:
    week = make_week()
    tour = make_event(week, "Tour", signup=SignUp.OPEN, capacity=9)
    make_event(week, "Fair", signup=SignUp.OPEN, capacity=9)
    make_place(make_registration(week, address="goes@x.example"), tour)
    waiting = make_registration(week, address="waits@x.example")
    make_place(waiting, tour, PlaceStatus.WAITING)
    make_rule(week, RuleKind.EVENT, days=("1",))

    time.set(tour.starts_at - timedelta(hours=24))

    assert work() == ["goes@x.example"]
    (text,) = db.session.scalars(select(Message.text))
    assert "Tour" in text


def test_the_contact_is_asked_for_names(time: StoppedClock) -> None:
    week = make_week()
    delegation = make_delegation(week, contact_address="contact@x.example")
    complete = make_delegation(week, contact_address="done@x.example")
    nobody = make_registration(week, delegation_id=delegation.id, to_be_named="Dean")
    nobody.name = type(nobody.name)("")
    make_registration(week, delegation_id=complete.id)
    rule = make_rule(week, RuleKind.NAMES, days=("2",))

    time.set(moments_of(rule, week, ())[0].at)

    assert work() == ["contact@x.example"]
    (text,) = db.session.scalars(select(Message.text))
    assert "1 of the 1 people of your delegation are to be named." in text


def test_thanks_come_after_the_week_and_not_to_who_wants_no_reminders(
    time: StoppedClock,
) -> None:
    week = make_week()
    make_registration(week, address="was@x.example", language="zh-Hans")
    make_registration(week, address="enough@x.example")
    unsubscribe("enough@x.example", week.id, MailKind.REMINDER)
    texts = {
        "subject": Localised({"en": "Thanks", "zh-Hans": "谢谢"}),
        "text": Localised({"en": "Bye", "zh-Hans": "再见"}),
    }
    rule = make_rule(week, RuleKind.THANKS, days=("2",), day=None, **texts)
    (after,) = moments_of(rule, week, ())
    assert week.held.last is not None
    assert after.at.date() == week.held.last + timedelta(days=2)

    time.set(after.at)

    assert work() == ["was@x.example"]
    assert list(db.session.scalars(select(Message.subject))) == ["谢谢"]
