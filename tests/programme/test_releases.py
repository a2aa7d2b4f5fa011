"""Publishing: numbered, together, once; the public sees nothing before it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp.accounts.models import Account
from eventapp.journal.models import Entry
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.programme.errors import (
    NothingToPublish,
    NotPlaced,
    ParentNotPublished,
    PartOfItself,
    PlanChangedMeanwhile,
)
from eventapp.programme.models.events import Draft, Event
from eventapp.programme.models.people import Assignment, DraftAssignment
from eventapp.programme.models.releases import Change, Release, Step
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import (
    changes_in,
    planned_event,
    planned_events,
    releases_of,
)
from eventapp.programme.plans import EventPlan, PartPlan, facts_of, part_of, plan_of
from eventapp.programme.service.drafts import begin_event, save_plan
from eventapp.programme.service.releases import publish
from eventapp.programme.vocabulary import ChangeKind, EventKind, EventStatus, Part
from tests.builders import (
    MORNING,
    make_account,
    make_event,
    make_person,
    make_venue,
    make_week,
    republish,
)
from tests.conftest import StoppedClock
from tests.programme.contest import at_once

HOUR = timedelta(hours=1)
PLAN = EventPlan(
    kind=EventKind.SALON,
    title=Localised({"en": "Salon"}),
    starts_at=MORNING,
    ends_at=MORNING + HOUR,
)
NOTE = Localised({"en": "The hall is closed.", "zh-Hans": "礼堂关闭。"})
SPEAKER = PartPlan(Part.SPEAKER)


def plan(event: Event, by: Account, **changes: Any) -> None:
    present = planned_event(event).plan
    save_plan(event, replace(present, **changes), seen_version=event.version, by=by)


def only_change() -> Change:
    return db.session.scalars(select(Change)).one()


def test_a_release_has_a_number_a_note_and_what_it_changed(time: StoppedClock) -> None:
    week, by = make_week(), make_account()
    event = make_event(week)
    seen, public = week.revision, plan_of(event)
    plan(event, by, starts_at=MORNING - HOUR)
    planned = planned_event(event).plan

    release = publish(week, [event.id], NOTE, by=by)

    assert (release.number, dict(release.note or {})) == (1, dict(NOTE))
    assert (release.published_at, release.published_by) == (time.now, by.name)
    assert plan_of(event) == planned
    assert week.revision == seen + 1
    change = only_change()
    assert (change.kind, change.event_id) == (ChangeKind.CHANGED, event.id)
    assert (change.before, change.after) == (
        facts_of(public, ()),
        facts_of(planned, ()),
    )
    assert db.session.scalars(select(Draft)).all() == []
    assert db.session.scalars(select(Step)).all() == []
    line = db.session.scalars(
        select(Entry).where(Entry.action == "programme.released")
    ).one()
    assert (line.actor_id, line.details) == (
        by.id,
        {"after": {"number": 1, "events": ["Salon"]}},
    )


def test_numbers_count_in_each_week(time: StoppedClock) -> None:
    assert time
    one, other = make_event(make_week()), make_event(make_week())

    numbers = [republish(one, capacity=n).number for n in (1, 2)]

    assert numbers == [1, 2]
    assert republish(other, capacity=1).number == 1
    assert [release.number for release in releases_of(one.week)] == [2, 1]
    changes = changes_in(releases_of(one.week))
    assert {change.event for change in changes} == {one}


def test_only_what_is_named_and_not_held_back_is_published(time: StoppedClock) -> None:
    assert time
    week, by = make_week(), make_account()
    held = begin_event(week, replace(PLAN, status=EventStatus.DRAFT), by=by)
    named, other = (begin_event(week, PLAN, by=by) for _ in range(2))

    publish(week, [held.id, named.id], None, by=by)

    assert (held.status, other.status) == (EventStatus.DRAFT, EventStatus.DRAFT)
    assert (named.status, named.sequence) == (EventStatus.SCHEDULED, 0)
    assert (only_change().kind, only_change().before) == (ChangeKind.ADDED, None)


def test_an_event_of_another_week_is_not_published_with_it(time: StoppedClock) -> None:
    assert time
    by = make_account()
    stranger = begin_event(make_week(), PLAN, by=by)

    with pytest.raises(NothingToPublish):
        publish(make_week(), [stranger.id], None, by=by)


def test_a_release_without_a_change_is_none(time: StoppedClock) -> None:
    assert time
    event = make_event()

    with pytest.raises(NothingToPublish):
        publish(event.week, [event.id], None, by=make_account())

    assert db.session.scalars(select(Release)).all() == []


def test_whoever_read_an_older_plan_looks_again(time: StoppedClock) -> None:
    assert time
    week, by = make_week(), make_account()
    event = begin_event(week, PLAN, by=by)
    seen = week.plan_revision
    plan(event, make_account(), capacity=3)

    with pytest.raises(PlanChangedMeanwhile):
        publish(week, [event.id], None, by=by, seen_plan=seen)

    publish(week, [event.id], None, by=by, seen_plan=week.plan_revision)
    assert event.capacity == 3


def test_an_event_without_an_hour_is_not_published(time: StoppedClock) -> None:
    assert time
    week, by = make_week(), make_account()
    event = begin_event(week, replace(PLAN, is_placed=False), by=by)

    for status in (EventStatus.SCHEDULED, EventStatus.CANCELLED):
        plan(event, by, status=status)
        with pytest.raises(NotPlaced) as refusal:
            publish(week, [event.id], None, by=by)
        assert "Salon" in str(refusal.value)


def test_an_event_cancelled_at_the_side_keeps_the_hour_that_was_known(
    time: StoppedClock,
) -> None:
    assert time
    event, by = make_event(), make_account()
    plan(
        event,
        by,
        is_placed=False,
        starts_at=MORNING + HOUR,
        ends_at=MORNING + 3 * HOUR,
        status=EventStatus.CANCELLED,
    )

    publish(event.week, [event.id], None, by=by)

    assert (event.is_placed, event.starts_at, event.is_cancelled) == (
        True,
        MORNING,
        True,
    )
    assert only_change().after["is_placed"] is True


def test_no_part_is_public_before_its_whole(time: StoppedClock) -> None:
    assert time
    week, by = make_week(), make_account()
    whole = begin_event(week, replace(PLAN, title=Localised({"en": "Fair"})), by=by)
    part = begin_event(week, replace(PLAN, parent_id=whole.id), by=by)

    with pytest.raises(ParentNotPublished) as refusal:
        publish(week, [part.id], None, by=by)

    assert "Fair" in str(refusal.value)
    publish(week, [part.id, whole.id], None, by=by)
    assert part.parent_id == whole.id


def test_half_of_an_exchange_that_would_make_a_circle_is_refused(
    time: StoppedClock,
) -> None:
    assert time
    week, by = make_week(), make_account()
    whole = make_event(week, "A")
    part = make_event(week, "B", parent_id=whole.id)
    plan(part, by, parent_id=None)
    plan(whole, by, parent_id=part.id)

    with pytest.raises(PartOfItself):
        publish(week, [whole.id], None, by=by)

    publish(week, [whole.id, part.id], None, by=by)
    assert (whole.parent_id, part.parent_id) == (part.id, None)


def test_people_are_published_with_their_event(time: StoppedClock) -> None:
    assert time
    event, by = make_event(), make_account()
    speaker = replace(SPEAKER, person_id=make_person().id)
    save_plan(event, plan_of(event), [SPEAKER], seen_version=1, by=by)
    publish(event.week, [event.id], None, by=by)
    save_plan(event, plan_of(event), [speaker], seen_version=event.version, by=by)

    publish(event.week, [event.id], None, by=by)

    assert [part_of(row) for row in db.session.scalars(select(Assignment))] == [speaker]
    assert db.session.scalars(select(DraftAssignment)).all() == []
    change = changes_in(releases_of(event.week)[:1])[0]
    assert change.before is not None
    assert (change.before["people"][0]["person_id"], len(change.after["people"])) == (
        None,
        1,
    )


def test_cancelling_and_restoring_are_told_apart_from_changing(
    time: StoppedClock,
) -> None:
    assert time
    event = make_event()
    kinds = []

    for changes in (
        {"status": EventStatus.CANCELLED},
        {"capacity": 4},
        {"status": EventStatus.SCHEDULED},
    ):
        release = republish(event, **changes)
        kinds += [change.kind for change in changes_in([release])]

    assert kinds == [ChangeKind.CANCELLED, ChangeKind.CHANGED, ChangeKind.RESTORED]
    actions = select(func.count()).where(Entry.action == "event.cancelled")
    assert db.session.scalar(actions) == 1


def test_a_move_raises_the_sequence_and_typing_in_capacity_does_not(
    time: StoppedClock,
) -> None:
    assert time
    event = make_event()

    republish(event, capacity=3)
    assert event.sequence == 0
    republish(event, starts_at=MORNING - HOUR)

    assert event.sequence == 1


def test_publishing_reads_as_much_for_one_event_as_for_many(
    statements: Callable[[], Any],
) -> None:
    week, by = make_week(), make_account()
    venue = make_venue(week)
    whole = begin_event(week, PLAN, by=by)
    publish(week, [whole.id], None, by=by)
    reads = []
    for many in (1, 12):
        inside = replace(PLAN, parent_id=whole.id, venue_id=venue.id)
        keys = [begin_event(week, inside, [SPEAKER], by=by).id for _ in range(many)]
        db.session.commit()
        with statements() as ran:
            publish(week, keys, None, by=by)
        reads.append(sum(one.startswith("SELECT") for one in ran))

    assert reads[0] == reads[1]


def test_of_two_who_publish_at_once_one_publishes(app: Flask) -> None:
    week, by = make_week(), make_account()
    event = begin_event(week, PLAN, by=by)
    keys, where, who = [event.id], week.id, by.id
    seen = week.plan_revision
    db.session.commit()

    def release() -> None:
        organiser = db.session.get_one(Account, who)
        found = db.session.get_one(Week, where)
        publish(found, keys, None, by=organiser, seen_plan=seen)

    outcomes = at_once(app, [release] * 3)

    assert sorted(outcomes) == ["PlanChangedMeanwhile"] * 2 + ["done"]
    db.session.rollback()
    assert only_change().event_id == keys[0]


def test_who_saves_while_another_publishes_loses_nothing(app: Flask) -> None:
    week, by = make_week(), make_account()
    event = begin_event(week, PLAN, by=by)
    key, where, who = event.id, week.id, by.id
    db.session.commit()

    def release() -> None:
        found = db.session.get_one(Week, where)
        assert planned_events(found)  # read before anything is locked
        publish(found, [key], None, by=db.session.get_one(Account, who))

    def save() -> None:
        found = db.session.get_one(Event, key)
        plan = replace(planned_event(found).plan, capacity=9)
        save_plan(found, plan, seen_version=1, by=db.session.get_one(Account, who))

    outcomes = at_once(app, [release, save])

    db.session.rollback()
    found = db.session.get_one(Event, key)
    assert outcomes[0] == "done"
    if outcomes[1] == "done":  # it came first, and was published
        assert (found.capacity, planned_event(found).draft) == (9, None)
    else:
        assert outcomes[1] == "EventChangedMeanwhile"
        assert found.capacity is None
