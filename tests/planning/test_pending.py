"""What waits for a release: the grid counts what the page of the release offers."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from eventapp.kernel.i18n import Localised
from eventapp.planning.board import board_of
from eventapp.planning.publishing import outlook
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import EventPlan, plan_of
from eventapp.programme.service.drafts import begin_event, save_plan
from eventapp.programme.vocabulary import EventKind, EventStatus
from tests.builders import MORNING, make_account, make_event, make_week

LATER = MORNING + timedelta(hours=1)


def begun(week: Week, en: str, **changes: Any) -> Event:
    plan = EventPlan(EventKind.SALON, Localised({"en": en}), MORNING, LATER)
    return begin_event(week, replace(plan, **changes), by=make_account())


@pytest.mark.usefixtures("time")
def test_the_grid_counts_what_the_page_of_the_release_offers(app: Flask) -> None:
    assert app
    week = make_week()
    begun(week, "Ready")
    whole = begun(week, "Held", status=EventStatus.DRAFT)
    begun(week, "Inside what is held", parent_id=whole.id)
    begun(week, "Without an hour", is_placed=False)
    off = make_event(week, "Off")
    gone = replace(plan_of(off), status=EventStatus.CANCELLED, is_placed=False)
    save_plan(off, gone, seen_version=1, by=make_account())

    found = outlook(week, None)

    assert {str(row.planned.plan.title) for row in found.rows} == {"Ready", "Off"}
    assert {str(one.planned.plan.title) for one in found.left_out} == {
        "Held",
        "Inside what is held",
        "Without an hour",
    }
    assert board_of(week).to_publish == len(found.rows)
