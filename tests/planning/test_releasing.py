"""The page that publishes: what differs, who is told, and the releases until now."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.accounts.vocabulary import Role
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.mail.models import Message
from eventapp.planning.errors import ImpossibleAsPlanned
from eventapp.planning.service.publishing import Chosen, publish_chosen
from eventapp.programme.errors import PlanChangedMeanwhile
from eventapp.programme.models.events import Event
from eventapp.programme.models.releases import Release
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import planned_event
from eventapp.programme.plans import EventPlan, PartPlan
from eventapp.programme.service.drafts import begin_event, save_plan
from eventapp.programme.vocabulary import EventKind, EventStatus, Part
from tests.builders import (
    MORNING,
    make_account,
    make_event,
    make_person,
    make_place,
    make_registration,
    make_venue,
    make_week,
    republish,
)
from tests.conftest import Client

HOUR = timedelta(hours=1)
PLAN = EventPlan(
    kind=EventKind.SALON,
    title=Localised({"en": "New salon"}),
    starts_at=MORNING,
    ends_at=MORNING + HOUR,
)


def address(week: Week, more: str = "") -> str:
    return f"/organise/{week.slug}/releases{more}"


def plan(event: Event, parts: list[PartPlan] | None = None, **changes: Any) -> None:
    present = replace(planned_event(event).plan, **changes)
    version = event.version
    save_plan(event, present, parts, seen_version=version, by=make_account())


def ticked(page: str) -> list[str]:
    return re.findall(r'name="event" value="([0-9a-f-]+)" checked', page)


def words(page: str) -> str:
    """What a person reads, in one row."""
    bare = re.sub(r"<[^>]+>", " ", page.partition('<main id="main"')[2])
    return " ".join(bare.split())


def sent(week: Week, *events: Event, **more: str) -> dict[str, Any]:
    return {
        "plan": str(week.plan_revision),
        "event": [str(event.id) for event in events],
        **more,
    }


def test_all_that_differs_is_listed_ticked_and_told_in_words(client: Client) -> None:
    week = make_week()
    changed = make_event(week, "Forum")
    cancelled = make_event(week, "Fair")
    make_place(make_registration(week), cancelled)
    plan(changed, starts_at=MORNING - HOUR, title=Localised({"en": "Great forum"}))
    plan(cancelled, status=EventStatus.CANCELLED)
    new = begin_event(week, PLAN, by=make_account())
    client.sign_in()

    page = client.get(address(week)).text

    assert set(ticked(page)) == {str(one.id) for one in (changed, cancelled, new)}
    said = words(page)
    assert "3 changes" in said
    assert "Great forum Changed" in said
    assert "Title (English) Forum → Great forum" in said
    assert "Time Mon 8 Mar 09:00–10:00 → 08:00–10:00" in said
    assert "Fair Cancelled Look at it Fair 1 person is told" in said
    assert "New salon New" in said
    assert "1 person gets one e-mail. 1 with a place" in said


def test_no_log_prints_a_joining_link(client: Client) -> None:
    week = make_week("spring")
    event = make_event(week, joining_link="https://meet.example/one")
    plan(event, joining_link="https://meet.example/two", capacity=7)
    client.sign_in()

    before = client.get(address(week)).text
    client.post(address(week), data=sent(week, event))
    after = client.get(address(week)).text
    public = client.get("/weeks/spring/changes").text
    journal = client.get("/organise/spring/journal").text

    assert "Joining link" in words(before)
    assert "Joining link" in words(after)
    assert "Places" in words(public)
    assert "Joining link ••• •••" in words(journal).replace("→ ", "")
    assert "meet.example" not in before + after + public + journal


def test_an_address_may_tick_one_event_alone(client: Client) -> None:
    week = make_week()
    one, other = make_event(week), make_event(week)
    for event in (one, other):
        plan(event, capacity=7)
    client.sign_in()

    page = client.get(address(week, f"?event={one.id}")).text
    none = client.get(address(week, "?event=none")).text

    assert ticked(page) == [str(one.id)]
    assert ticked(none) == []


def test_what_is_ticked_is_published_with_its_note(client: Client) -> None:
    week = make_week()
    one, other = make_event(week, "Forum"), make_event(week, "Fair")
    make_place(make_registration(week), one)
    plan(one, starts_at=MORNING - HOUR)
    plan(other, capacity=7)
    client.sign_in()

    answer = client.post(
        address(week),
        data=sent(week, one, **{"note-en": "The hall is closed.", "note-zh-Hans": ""}),
        follow_redirects=True,
    )

    assert "Release 1 is published. 1 person was told." in words(answer.text)
    log = words(answer.text).partition("Releases until now")[2]
    assert re.search(r"Release 1 .*, \S.*\. 1 person was told\.", log)
    release = db.session.scalars(select(Release)).one()
    assert dict(release.note or {}) == {"en": "The hall is closed."}
    assert (one.starts_at, other.capacity) == (MORNING - HOUR, None)
    assert ticked(answer.text) == [str(other.id)]
    assert "Why: The hall is closed." in db.session.scalars(select(Message)).one().text


def test_publishing_what_concerns_nobody_says_so(client: Client) -> None:
    week = make_week()
    event = make_event(week)
    plan(event, capacity=7)
    client.sign_in()

    page = client.get(address(week)).text
    answer = client.post(
        address(week), data=sent(week, event), follow_redirects=True
    ).text

    assert "Nobody is told" in words(page)
    assert "Release 1 is published. Nobody had to be told." in words(answer)
    assert "Nothing to publish" in words(answer)


def test_counting_again_publishes_nothing(client: Client) -> None:
    week = make_week()
    one, other = make_event(week, "Forum"), make_event(week, "Fair")
    for event in (one, other):
        make_place(make_registration(week), event)
        plan(event, starts_at=MORNING - HOUR)
    client.sign_in()

    data = sent(week, one, step="look", **{"note-en": "Why not"})
    answer = client.post(address(week), data=data)

    assert answer.status_code == 200
    assert ticked(answer.text) == [str(one.id)]
    assert "1 person gets one e-mail." in words(answer.text)
    assert "Why not" in answer.text
    assert db.session.scalars(select(Release)).all() == []


def test_whoever_read_an_older_plan_sees_the_new_list_with_ticks_and_note(
    client: Client,
) -> None:
    week = make_week()
    one, other = make_event(week, "Forum"), make_event(week, "Fair")
    plan(one, capacity=7)
    data = sent(week, one, **{"note-en": "Kept as it was typed"})
    plan(other, capacity=8)
    client.sign_in()

    answer = client.post(address(week), data=data)

    assert answer.status_code == 409
    assert "Somebody changed the plan meanwhile." in words(answer.text)
    assert ticked(answer.text) == [str(one.id)]
    assert "Kept as it was typed" in answer.text
    assert f'name="plan" type="hidden" value="{week.plan_revision}"' in answer.text
    again = client.post(address(week), data=data | {"plan": str(week.plan_revision)})
    assert again.status_code == 302
    assert one.capacity == 7


def test_nothing_ticked_or_a_part_without_its_whole_is_refused(client: Client) -> None:
    week = make_week()
    by = make_account()
    whole = begin_event(week, PLAN, by=by)
    part = begin_event(week, replace(PLAN, parent_id=whole.id), by=by)
    client.sign_in()

    nothing = client.post(address(week), data=sent(week))
    alone = client.post(address(week), data=sent(week, part))
    odd = client.post(address(week), data={"event": ["x", "\0"], "plan": "9" * 50})

    assert (nothing.status_code, alone.status_code, odd.status_code) == (422, 422, 409)
    assert "Choose at least one change to publish." in words(nothing.text)
    assert "Publish both together." in words(alone.text)


def test_what_is_not_ready_stands_below_with_its_reason(client: Client) -> None:
    week, by = make_week(), make_account()
    held = begin_event(week, replace(PLAN, status=EventStatus.DRAFT), by=by)
    begin_event(week, replace(PLAN, is_placed=False), by=by)
    inside = replace(PLAN, parent_id=held.id, title=Localised({"en": "Part"}))
    begin_event(week, inside, by=by)
    client.sign_in()

    said = words(client.get(address(week)).text)

    assert "Nothing to publish" in said
    _before, _head, left = said.partition("Not ready to be published")
    assert "New salon Held back." in left
    assert "New salon It has no place in the programme yet." in left
    assert "Part It is part of “New salon”, which is not published." in left


def test_what_cannot_happen_needs_a_tick_of_its_own(client: Client) -> None:
    week = make_week()
    hall = make_venue(week)
    one, other = (make_event(week, word, venue_id=hall.id) for word in "AB")
    plan(one, capacity=7)
    client.sign_in()

    page = client.get(address(week)).text
    refused = client.post(address(week), data=sent(week, one))
    done = client.post(address(week), data=sent(week, one, anyway="y"))

    assert "Impossible" in words(page)
    assert "Publish all the same" in words(page)
    assert refused.status_code == 422
    assert "Look at what cannot happen as planned, or tick this." in words(refused.text)
    assert done.status_code == 302
    assert other.capacity is None


def test_what_is_impossible_is_not_published_until_somebody_says_so(app: Flask) -> None:
    assert app
    week, by = make_week(), make_account()
    hall = make_venue(week)
    one, _other = (make_event(week, word, venue_id=hall.id) for word in "AB")
    far = make_event(week, "C", starts_at=MORNING + 5 * HOUR)
    plan(one, capacity=7)
    plan(far, capacity=7)

    with pytest.raises(ImpossibleAsPlanned) as refusal:
        publish_chosen(week, Chosen([one.id], week.plan_revision), by=by)
    publish_chosen(week, Chosen([far.id], week.plan_revision), by=by)

    assert str(refusal.value) == "Look at what cannot happen as planned, or tick this."
    assert (one.capacity, far.capacity) == (None, 7)
    seen = week.plan_revision
    with pytest.raises(PlanChangedMeanwhile):
        publish_chosen(week, Chosen([one.id], seen - 1), by=by)
    publish_chosen(week, Chosen([one.id], seen, all_the_same=True), by=by)
    assert one.capacity == 7


def test_who_has_a_part_and_no_address_is_named(client: Client) -> None:
    week = make_week()
    event = make_event(week)
    people = [
        PartPlan(Part.SPEAKER, make_person("Lu Min", "陆敏").id),
        PartPlan(Part.HOST, make_person("Yao Li", address="yao@host.example").id),
    ]
    plan(event, people)
    client.sign_in()

    page = client.get(address(week)).text

    said = words(page)
    assert "1 person gets one e-mail. 1 with a part" in said
    assert "no e-mail address is known: 陆敏" in said
    assert "Yao Li" not in said.partition("no e-mail address is known:")[2][:30]


def test_a_week_that_is_not_public_tells_nobody(client: Client) -> None:
    week = make_week(is_public=False)
    event = make_event(week)
    make_place(make_registration(week), event)
    plan(event, starts_at=MORNING - HOUR)
    client.sign_in()

    said = words(client.get(address(week)).text)

    assert "Nobody is told: this week is not public." in said


def test_the_log_keeps_each_release_with_its_differences(client: Client) -> None:
    week = make_week()
    event = make_event(week, "Forum")
    republish(event, capacity=5)
    republish(event, capacity=6, joining_link="https://meet.example/room")
    client.sign_in()

    said = words(client.get(address(week)).text)

    _head, _, log = said.partition("Releases until now")
    assert log.index("Release 2") < log.index("Release 1")
    assert "Places 5 → 6" in log
    assert "Joining link added" in log
    assert "Nobody was told." in log
    assert "meet.example" not in said


def test_only_organisers_publish(client: Client) -> None:
    week = make_week()
    client.sign_in(Role.STEWARD)

    assert client.get(address(week)).status_code == 403
    assert client.post(address(week), data=sent(week)).status_code == 403


def test_the_page_asks_as_much_for_one_change_as_for_many(
    client: Client, statements: Callable[[], Any]
) -> None:
    client.sign_in()
    counts = []
    for many in (2, 12):
        week = make_week()
        republish(make_event(week), capacity=1)
        person = make_person(address="lu@host.example")
        for _number in range(many):
            event = make_event(week)
            make_place(make_registration(week), event)
            plan(event, [PartPlan(Part.SPEAKER, person.id)], starts_at=MORNING - HOUR)
        where = address(week)
        db.session.commit()
        with statements() as ran:
            assert client.get(where).status_code == 200
        counts.append(len(ran))

    assert counts[0] == counts[1]
