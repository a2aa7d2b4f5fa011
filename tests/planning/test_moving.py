"""Undoing on the grid while others do the same."""

from dataclasses import replace
from datetime import timedelta

from flask import Flask

from eventapp.accounts.models import Account
from eventapp.kernel.db import db
from eventapp.planning.service.moving import undo_step
from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import plan_of
from eventapp.programme.service.drafts import save_plan
from tests.builders import MORNING, make_account, make_event, make_week
from tests.conftest import StoppedClock
from tests.programme.contest import at_once


def test_two_hands_that_undo_at_once_are_each_told_what_they_undid(
    app: Flask, time: StoppedClock
) -> None:
    week, by = make_week(), make_account()
    for title in ("Salon", "Fair", "Tour"):
        event = make_event(week, title)
        plan = replace(plan_of(event), ends_at=MORNING + timedelta(hours=2))
        save_plan(event, plan, seen_version=1, by=by)
        time.advance(minutes=1)
    where, who = week.id, by.id
    db.session.commit()
    told: list[str] = []

    def take_back() -> None:
        organiser = db.session.get_one(Account, who)
        undone = undo_step(db.session.get_one(Week, where), by=organiser)
        told.extend(map(str, undone.titles))

    outcomes = at_once(app, [take_back] * 3)

    assert outcomes == ["done"] * 3
    assert sorted(told) == ["Fair", "Salon", "Tour"]
