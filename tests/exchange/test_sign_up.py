"""Sign-up in tables: its hours and its waiting list, out and in again."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from eventapp.exchange.proposals import State
from eventapp.exchange.tabulating import as_csv, as_workbook, plan_of_week
from eventapp.programme.planned import planned_event
from eventapp.programme.vocabulary import WaitingList
from tests.builders import make_event, make_week
from tests.exchange.files import csv_of, preview, run

OPENS = datetime(2027, 2, 1, 1, 0, tzinfo=UTC)
CLOSES = datetime(2027, 3, 7, 10, 0, tzinfo=UTC)
SET: dict[str, Any] = {
    "signup_opens_at": OPENS,
    "signup_closes_at": CLOSES,
    "waiting_list": WaitingList.OFFER,
    "offer_hours": 12,
    "promotion_stops_minutes": 90,
    "whole_delegations": True,
}


def test_sign_up_is_read_as_an_organiser_writes_it(app: Flask) -> None:
    assert app
    week = make_week()
    event = make_event(week, "Tea", key="tea")
    head = ["key", "报名开始", "Sign-up closes", "waiting list", "offer hours"]
    head += ["waiting list stops", "整团报名"]
    row = ["tea", "2027-02-01 09:00", "2027-03-07T10:00Z", "邀约", "12", "90", "是"]

    run(week, csv_of(head, row))

    plan = planned_event(event).plan
    assert {name: getattr(plan, name) for name in SET} == SET


@pytest.mark.parametrize("make", [as_csv, as_workbook])
def test_an_export_says_all_of_sign_up(make: Any, app: Flask) -> None:
    assert app
    week = make_week()
    make_event(week, "Tea", key="tea", **SET)

    [unchanged] = preview(week, make(plan_of_week(week))).proposals

    assert unchanged.state is State.UNCHANGED, unchanged.problems


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        ("signup_opens", "09:00", "“09:00” has no day. Write 2027-03-01 09:00."),
        ("signup_opens", "2020-01-01 09:00", "2020-01-01 lies far from the week."),
        ("offer_hours", "0", "“0” is no number of hours. Write 24."),
        ("offer_hours", "soon", "“soon” is no number of hours. Write 24."),
        ("promotion_stops", "x", "“x” is no number of people. Write 40."),
        ("whole_delegations", "perhaps", "“perhaps” is neither yes nor no."),
    ],
)
def test_a_cell_that_says_nothing_is_refused_in_words(
    column: str, cell: str, sentence: str, app: Flask
) -> None:
    assert app
    week = make_week()
    make_event(week, "Tea", key="tea")

    [refused] = preview(week, csv_of(["key", column], ["tea", cell])).proposals

    assert refused.state is State.PROBLEM
    assert refused.problems[0].startswith(sentence)


def test_sign_up_does_not_close_before_it_opens(app: Flask) -> None:
    assert app
    week = make_week()
    make_event(week, "Tea", key="tea")
    head = ["key", "signup_opens", "signup_closes"]
    row = ["tea", "2027-03-02 09:00", "2027-03-01 09:00"]

    [refused] = preview(week, csv_of(head, row)).proposals

    assert refused.problems == ["Sign-up closes before it opens."]
