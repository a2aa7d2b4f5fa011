"""Planning: saved, discarded, undone; nobody overwrites another silently."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp.accounts.models import Account
from eventapp.journal.models import Entry
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.programme.errors import (
    EventChangedMeanwhile,
    NotHeldBack,
    NothingToUndo,
    PartOfItself,
    PublicKeepsItsHour,
    StillInside,
)
from eventapp.programme.models.events import Draft, Event
from eventapp.programme.models.people import DraftAssignment
from eventapp.programme.models.releases import Step
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import planned_event
from eventapp.programme.plans import EventPlan, PartPlan, plan_of
from eventapp.programme.service.drafts import begin_event, discard, save_plan, undo
from eventapp.programme.service.people import remove_person
from eventapp.programme.service.releases import publish
from eventapp.programme.service.venues import remove_venue
from eventapp.programme.vocabulary import EventKind, EventStatus, Part
from tests.builders import (
    MORNING,
    make_account,
    make_event,
    make_person,
    make_venue,
    make_week,
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
SPEAKER = PartPlan(Part.SPEAKER)


def plan(event: Event, by: Account, **changes: object) -> bool:
    """Change some fields of what is planned."""
    present = planned_event(event).plan
    return save_plan(
        event,
        replace(present, **changes),  # type: ignore[arg-type]  # of many types
        seen_version=event.version,
        by=by,
    )


def titled(word: str) -> Localised:
    return Localised({"en": word})


def lines(event: Event) -> list[tuple[str, dict[str, Any]]]:
    rows = select(Entry.action, Entry.details).where(Entry.subject_id == event.id)
    found = db.session.execute(rows.order_by(Entry.at))
    return [(action, details) for action, details in found]


def count(kind: type) -> int:
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


def test_a_new_event_is_a_draft_that_nobody_outside_sees(time: StoppedClock) -> None:
    week, by = make_week(), make_account()
    seen = week.revision, week.plan_revision

    event = begin_event(week, PLAN, [SPEAKER], by=by, key="salon")

    assert event.status is EventStatus.DRAFT
    planned = planned_event(event)
    assert (planned.plan, planned.parts, planned.published) == (PLAN, (SPEAKER,), None)
    assert planned.draft is not None
    assert (planned.draft.changed_at, planned.draft.changed_by) == (time.now, by.name)
    assert (week.revision, week.plan_revision) == (seen[0], seen[1] + 1)
    action, details = lines(event)[0]
    assert action == "event.planned"
    assert details["after"]["people"] == ["speaker: …"]


def test_what_is_saved_stays_in_the_office(time: StoppedClock) -> None:
    assert time
    week, by = make_week(), make_account()
    event = make_event(week)
    public, seen = plan_of(event), week.revision

    assert plan(event, by, starts_at=MORNING - HOUR, capacity=20)

    assert plan_of(event) == public
    assert (week.revision, week.plan_revision) == (seen, 2)
    assert event.version == 2
    assert lines(event) == [
        (
            "event.changed",
            {
                "before": {"starts_at": MORNING.isoformat(), "capacity": None},
                "after": {"starts_at": (MORNING - HOUR).isoformat(), "capacity": 20},
            },
        )
    ]


def test_people_are_planned_and_told_by_their_names(time: StoppedClock) -> None:
    assert time
    week, by = make_week(), make_account()
    event, person = make_event(week), make_person("Lu Min", "陆敏")
    speaker = replace(SPEAKER, person_id=person.id)

    save_plan(event, plan_of(event), [speaker], seen_version=1, by=by)

    planned = planned_event(event)
    assert (planned.parts, planned.published_parts) == ((speaker,), ())
    assert lines(event) == [
        (
            "event.changed",
            {"before": {"people": []}, "after": {"people": ["speaker: 陆敏 (Lu Min)"]}},
        )
    ]
    assert not save_plan(event, plan_of(event), [speaker], seen_version=2, by=by)
    assert not save_plan(event, plan_of(event), seen_version=2, by=by)
    assert event.version == 2


def test_saving_what_stands_there_is_no_step(time: StoppedClock) -> None:
    assert time
    event = make_event()

    assert not plan(event, make_account())

    assert (event.version, count(Draft), count(Step), count(Entry)) == (1, 0, 0, 0)


def test_a_draft_that_says_what_is_published_is_none(time: StoppedClock) -> None:
    assert time
    event, by = make_event(), make_account()
    plan(event, by, capacity=20)
    save_plan(event, planned_event(event).plan, [SPEAKER], seen_version=2, by=by)
    plan(event, by, capacity=None)
    assert count(Draft) == 1  # the people still differ

    save_plan(event, plan_of(event), [], seen_version=event.version, by=by)

    assert (count(Draft), count(DraftAssignment)) == (0, 0)


def test_the_second_of_two_organisers_must_look_again(time: StoppedClock) -> None:
    assert time
    event, by = make_event(), make_account()
    plan(event, by, capacity=20)

    with pytest.raises(EventChangedMeanwhile):
        save_plan(event, plan_of(event), seen_version=1, by=make_account())
    with pytest.raises(EventChangedMeanwhile):
        discard(event, seen_version=1, by=make_account())

    assert planned_event(event).plan.capacity == 20


def test_what_is_public_is_not_held_back_again(time: StoppedClock) -> None:
    assert time

    with pytest.raises(NotHeldBack):
        plan(make_event(), make_account(), status=EventStatus.DRAFT)


def test_what_is_public_keeps_its_hour_until_it_is_cancelled(
    time: StoppedClock,
) -> None:
    assert time
    event, by = make_event(None, "Salon"), make_account()

    with pytest.raises(PublicKeepsItsHour) as refusal:
        plan(event, by, is_placed=False)

    assert str(refusal.value) == (
        "“Salon” is public: it needs a time. Give it another one, or cancel it."
    )
    plan(event, by, is_placed=False, status=EventStatus.CANCELLED)
    with pytest.raises(PublicKeepsItsHour):
        plan(event, by, status=EventStatus.SCHEDULED)


def test_no_event_lies_inside_itself_among_the_plans(time: StoppedClock) -> None:
    assert time
    week, by = make_week(), make_account()
    whole, part, inner = (make_event(week, word) for word in ("A", "B", "C"))
    plan(part, by, parent_id=whole.id)
    plan(inner, by, parent_id=part.id)

    for parent in (whole, part, inner):
        with pytest.raises(PartOfItself):
            plan(whole, by, parent_id=parent.id)


def test_an_unpublished_event_is_gone_when_it_is_discarded(time: StoppedClock) -> None:
    assert time
    week, by = make_week(), make_account()
    venue = make_venue(week)
    event = begin_event(week, replace(PLAN, venue_id=venue.id), [SPEAKER], by=by)
    part = begin_event(week, replace(PLAN, parent_id=event.id), by=by)
    with pytest.raises(StillInside) as refusal:
        discard(event, seen_version=1, by=by)
    assert str(refusal.value) == (
        "Other events are part of this one. Move them out first."
    )
    key = event.id

    plan(part, by, parent_id=None)
    discard(event, seen_version=1, by=by)

    assert db.session.get(Event, key) is None
    assert (count(Draft), count(DraftAssignment)) == (1, 0)
    last = select(Entry.action, Entry.subject).where(Entry.subject_id == key)
    assert sorted(tuple(row) for row in db.session.execute(last)) == [
        ("event.discarded", "Salon"),
        ("event.planned", "Salon"),
    ]
    remove_venue(venue)  # nothing takes place there


def test_a_draft_moved_elsewhere_leaves_its_first_venue(time: StoppedClock) -> None:
    assert time
    week, by = make_week(), make_account()
    venue = make_venue(week)
    event = begin_event(week, replace(PLAN, venue_id=venue.id), by=by)

    plan(event, by, venue_id=None)

    remove_venue(venue)


def test_discarding_takes_back_what_was_planned_and_can_be_undone(
    time: StoppedClock,
) -> None:
    event, by = make_event(), make_account()
    discard(event, seen_version=1, by=by)  # nothing is planned
    assert event.version == 1
    save_plan(
        event, replace(plan_of(event), capacity=9), [SPEAKER], seen_version=1, by=by
    )
    time.advance(minutes=1)

    discard(event, seen_version=2, by=by)

    assert (count(Draft), count(DraftAssignment)) == (0, 0)
    assert lines(event)[-1][0] == "event.discarded"
    undo(event.week, by=by)
    planned = planned_event(event)
    assert (planned.plan.capacity, planned.parts) == (9, (SPEAKER,))


def test_each_step_is_undone_after_the_other_down_to_the_first(
    time: StoppedClock,
) -> None:
    week, by = make_week(), make_account()
    event = begin_event(week, PLAN, by=by)
    for title in ("B", "C", "D"):
        time.advance(minutes=1)
        plan(event, by, title=titled(title))
    seen = []

    for _step in range(3):
        assert undo(week, by=by) is event
        seen.append(str(planned_event(event).plan.title))
    assert seen == ["C", "B", "Salon"]
    assert str(event.title) == "Salon"
    assert undo(week, by=by) is None

    assert (count(Event), count(Draft), count(Step)) == (0, 0, 0)
    with pytest.raises(NothingToUndo) as refusal:
        undo(week, by=by)
    assert str(refusal.value) == (
        "There is no step of yours to undo, or somebody changed the event after you."
    )


def test_the_journal_tells_that_a_joining_link_changed_and_never_what_it_is(
    time: StoppedClock,
) -> None:
    week, by = make_week(), make_account()
    links = [f"https://meet.example/{word}" for word in ("one", "two")]
    event = begin_event(week, replace(PLAN, joining_link=links[0]), by=by)
    for link in (links[1], None):
        time.advance(minutes=1)
        plan(event, by, joining_link=link)
    publish(week, [event.id], None, by=by)

    found = [details for _action, details in lines(event)]

    assert found[0]["after"]["joining_link"] == "•••"
    assert found[1:] == [
        {"before": {"joining_link": "•••"}, "after": {"joining_link": "•••"}},
        {"before": {"joining_link": "•••"}, "after": {"joining_link": None}},
    ]
    assert "meet.example" not in str(db.session.scalars(select(Entry.details)).all())


def test_people_come_back_with_undo(time: StoppedClock) -> None:
    event, by = make_event(), make_account()
    save_plan(event, plan_of(event), [SPEAKER], seen_version=1, by=by)
    time.advance(minutes=1)
    host = PartPlan(Part.HOST)
    save_plan(event, plan_of(event), [host, SPEAKER], seen_version=2, by=by)

    undo(event.week, by=by)
    assert planned_event(event).parts == (SPEAKER,)
    time.advance(minutes=1)
    undo(event.week, by=by)

    assert (planned_event(event).parts, count(Draft)) == ((), 0)
    assert lines(event)[-1] == (
        "event.undone",
        {"before": {"people": ["speaker: …"]}, "after": {"people": []}},
    )


def test_nobody_undoes_the_step_of_another(time: StoppedClock) -> None:
    event, one, other = make_event(), make_account(), make_account()
    plan(event, one, capacity=1)
    time.advance(minutes=1)
    plan(event, other, capacity=2)

    with pytest.raises(NothingToUndo):
        undo(event.week, by=one)
    undo(event.week, by=other)
    assert planned_event(event).plan.capacity == 1
    undo(event.week, by=one)  # it is the latest again

    assert count(Draft) == 0


def test_the_first_step_is_not_undone_under_others(time: StoppedClock) -> None:
    week, by = make_week(), make_account()
    whole = begin_event(week, PLAN, by=by)
    begin_event(week, replace(PLAN, parent_id=whole.id), by=make_account())

    with pytest.raises(StillInside):
        undo(week, by=by)

    assert time


def test_undo_makes_no_circle(time: StoppedClock) -> None:
    week, one, other = make_week(), make_account(), make_account()
    a, b = make_event(week, "A"), make_event(week, "B")
    plan(a, one, parent_id=b.id)
    time.advance(minutes=1)
    plan(a, one, parent_id=None, capacity=5)
    plan(b, other, parent_id=a.id)

    with pytest.raises(PartOfItself):
        undo(week, by=one)

    assert planned_event(a).plan.capacity == 5


def test_neither_undo_nor_discard_brings_back_a_published_circle(
    time: StoppedClock,
) -> None:
    assert time
    week, one = make_week(), make_account()
    whole = make_event(week, "A")
    part = make_event(week, "B", parent_id=whole.id)
    plan(part, one, parent_id=None)
    plan(whole, make_account(), parent_id=part.id)

    with pytest.raises(PartOfItself):
        undo(week, by=one)
    with pytest.raises(PartOfItself):
        discard(part, seen_version=part.version, by=one)


@pytest.mark.parametrize("what", ["venue", "event", "person"])
def test_undo_does_not_bring_back_what_is_gone(time: StoppedClock, what: str) -> None:
    week, by = make_week(), make_account()
    event = begin_event(week, PLAN, by=by)
    venue, person = make_venue(week), make_person()
    other = begin_event(week, PLAN, by=make_account())
    changes: dict[str, UUID] = {"venue": {"venue_id": venue.id}}.get(what, {})
    if what == "event":
        changes = {"parent_id": other.id}
    parts = [replace(SPEAKER, person_id=person.id)] if what == "person" else []
    save_plan(event, replace(PLAN, **changes), parts, seen_version=1, by=by)  # type: ignore[arg-type]  # of many types
    time.advance(minutes=1)
    save_plan(event, PLAN, [], seen_version=2, by=by)
    if what == "venue":
        remove_venue(venue)
    elif what == "event":
        discard(other, seen_version=1, by=by)
    else:
        remove_person(person)

    with pytest.raises(NothingToUndo):
        undo(week, by=by)


def test_what_is_published_is_not_undone(time: StoppedClock) -> None:
    event, by = make_event(), make_account()
    plan(event, by, capacity=7)
    time.advance(minutes=1)
    publish(event.week, [event.id], None, by=by)

    with pytest.raises(NothingToUndo):
        undo(event.week, by=by)

    assert event.capacity == 7


def test_of_two_organisers_at_one_instant_one_saves_and_one_looks_again(
    app: Flask,
) -> None:
    week, by = make_week(), make_account()
    event = make_event(week)
    key, who = event.id, by.id
    db.session.commit()

    def save(capacity: int) -> None:
        found = db.session.get_one(Event, key)
        changed = replace(plan_of(found), capacity=capacity)
        organiser = db.session.get_one(Account, who)
        save_plan(found, changed, seen_version=1, by=organiser)

    outcomes = at_once(app, [lambda one=one: save(one) for one in range(1, 7)])  # type: ignore[misc]  # a default that binds

    assert sorted(outcomes) == ["EventChangedMeanwhile"] * 5 + ["done"]
    db.session.rollback()
    assert (count(Draft), count(Step)) == (1, 1)


def test_two_who_put_two_events_into_each_other_make_no_circle(app: Flask) -> None:
    week, by = make_week(), make_account()
    keys = [make_event(week, word).id for word in "AB"]
    who = by.id
    db.session.commit()

    def enclose(inner: UUID, outer: UUID) -> None:
        found = db.session.get_one(Event, inner)
        changed = replace(plan_of(found), parent_id=outer)
        organiser = db.session.get_one(Account, who)
        save_plan(found, changed, seen_version=1, by=organiser)

    outcomes = at_once(app, [lambda: enclose(*keys), lambda: enclose(*reversed(keys))])

    assert sorted(outcomes) == ["PartOfItself", "done"]


def test_one_step_is_undone_once_by_two_hands(app: Flask) -> None:
    week, by = make_week(), make_account()
    event = make_event(week)
    plan(event, by, capacity=1)
    key, who, where = event.id, by.id, week.id
    db.session.commit()

    def take_back() -> None:
        organiser = db.session.get_one(Account, who)
        undo(db.session.get_one(Week, where), by=organiser)

    outcomes = at_once(app, [take_back] * 3)

    db.session.rollback()
    assert sorted(outcomes) == ["NothingToUndo", "NothingToUndo", "done"]
    assert planned_event(db.session.get_one(Event, key)).draft is None


def test_a_save_reads_the_week_for_circles_only_if_the_parent_changed(
    statements: Callable[[], Any],
) -> None:
    week, by = make_week(), make_account()
    event, whole, person = make_event(week), make_event(week), make_person()
    plan(event, by, capacity=1)
    people = PartPlan(Part.HOST, person.id), SPEAKER

    def ran(**changes: object) -> str:
        present = planned_event(event)
        parts = changes.pop("parts", present.parts)
        after = replace(present.plan, **changes)  # type: ignore[arg-type]  # of many types
        with statements() as found:
            save_plan(event, after, parts, seen_version=event.version, by=by)  # type: ignore[arg-type]  # of many types
        return "\n".join(found)

    costs = {
        "hour": ran(starts_at=MORNING - HOUR),
        "people": ran(parts=people),
        "hour again": ran(starts_at=MORNING),
        "parent": ran(parent_id=whole.id),
    }

    circles = {name for name, sql in costs.items() if "OUTER JOIN draft" in sql}
    named = {name for name, sql in costs.items() if "FROM person" in sql}
    assert circles == {"parent"}
    assert named == {"people"}
