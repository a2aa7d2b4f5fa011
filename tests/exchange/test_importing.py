"""What an import does with rows, and what it never does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp.exchange.errors import ImportEnded, PlanMovedOn
from eventapp.exchange.models import ImportFile, RememberedColumns
from eventapp.exchange.proposals import Preview, Proposal, State
from eventapp.exchange.service.importing import keep_file, take_over
from eventapp.jobs import service as jobs
from eventapp.journal.models import Entry
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.people import Person
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import planned_event, planned_events
from eventapp.programme.plans import PartPlan
from eventapp.programme.service.drafts import save_plan
from eventapp.programme.service.events import assign
from eventapp.programme.vocabulary import EventKind, EventStatus, Part
from tests.builders import (
    MORNING,
    make_account,
    make_event,
    make_institution,
    make_person,
    make_venue,
    make_week,
)
from tests.conftest import Client, StoppedClock
from tests.exchange.files import csv_of, preview, run, workbook_of

NOT_FOLLOWED = (
    "This event repeats by a rule that we do not follow. Enter each of its days as an"
    " event of its own."
)
HEAD = ["key", "title_en", "date", "start", "end", "venue", "people"]


def ics_of(*events: str) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN"]
    for event in events:
        lines += ["BEGIN:VEVENT", *event.splitlines(), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def only(seen: Preview) -> Proposal:
    [one] = seen.proposals
    return one


def count(kind: type[Person | Venue]) -> int:
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


def test_imported_events_are_drafts_that_can_be_undone(app: Flask) -> None:
    assert app
    week = make_week()

    run(week, csv_of(HEAD, ["a", "Salon", "2027-03-08", "09:00", "10:30", "", ""]))

    [event] = planned_events(week)
    assert not event.is_published
    assert event.event.key == "a"
    assert event.plan.starts_at == MORNING
    assert event.plan.ends_at == MORNING + timedelta(minutes=90)
    assert week.revision == 1


def test_an_event_is_found_by_its_key_and_keeps_what_no_column_says(app: Flask) -> None:
    assert app
    week = make_week()
    event = make_event(week, "Salon", zh="沙龙", key="a", capacity=30)

    seen = run(week, csv_of(["key", "title_en"], ["a", "Salon A"]))

    assert only(seen).state is State.CHANGED
    plan = planned_event(event).plan
    assert plan.title == Localised({"en": "Salon A", "zh-Hans": "沙龙"})
    assert plan.capacity == 30
    assert event.title["en"] == "Salon"


def test_an_empty_cell_empties_what_it_stands_for(app: Flask) -> None:
    assert app
    week = make_week()
    event = make_event(week, key="a", capacity=30)

    run(week, csv_of(["key", "title_en", "capacity"], ["a", "Salon", ""]))

    assert planned_event(event).plan.capacity is None


def test_without_a_key_title_and_hour_decide_and_it_is_said(app: Flask) -> None:
    assert app
    week = make_week()
    event = make_event(week, "Salon")
    rows = [
        ["k1", "Salon", "2027-03-08", "09:00", "11:00"],
        ["k2", "Salon", "2027-03-08", "12:00", "13:00"],
    ]

    seen = run(week, csv_of(HEAD[:5], *rows))

    assert [one.state for one in seen.proposals] == [State.CHANGED, State.NEW]
    assert seen.proposals[0].notes == ["Found by its title and hour."]
    assert event.key == "k1"
    again = preview(week, csv_of(HEAD[:5], *rows))
    assert again.counts == {State.UNCHANGED: 2}


def test_two_rows_about_one_event_are_told_apart(app: Flask) -> None:
    assert app
    week = make_week()
    row = ["a", "Salon", "2027-03-08", "09:00", "10:00"]
    nameless = ["", "Fair", "2027-03-08", "09:00", "10:00"]

    seen = preview(week, csv_of(HEAD[:5], row, row, nameless, nameless))

    assert [one.problems for one in seen.proposals] == [
        [],
        ["Row 2 is about the same event."],
        [],
        ["Row 4 is about the same event."],
    ]


def test_good_rows_are_taken_over_and_the_others_reported(app: Flask) -> None:
    assert app
    week = make_week()
    good = ["a", "Salon", "2027-03-08", "09:00", "10:00", "", ""]
    bad = ["b", "=Fair", "2027-02-31", "09:00", "10:00", "", ""]

    run(week, csv_of(HEAD, good, bad))

    assert [one.event.key for one in planned_events(week)] == ["a"]
    file = db.session.scalars(select(ImportFile)).one()
    assert file.content is None
    assert file.report is not None
    assert file.report["counts"] == {
        "new": 1,
        "changed": 0,
        "unchanged": 0,
        "problem": 1,
    }
    [failed] = file.report["failed"]
    assert failed["row"] == 3
    assert failed["cells"] == bad
    assert failed["problems"] == [
        "“2027-02-31” is no day of the calendar. Write 2027-03-09."
    ]
    imported = select(Entry.subject).where(Entry.action == "programme.imported")
    assert db.session.scalars(imported).all() == ["week.csv"]


def test_a_part_is_planned_after_its_whole(app: Flask) -> None:
    assert app
    week = make_week()
    rows = [["inner", "outer", "Signing"], ["outer", "", "Opening"]]

    run(week, csv_of(["key", "parent", "title_en"], *rows))

    events = {one.event.key: one for one in planned_events(week)}
    assert events["inner"].plan.parent_id == events["outer"].id


def test_circles_and_lost_wholes_are_problems(app: Flask) -> None:
    assert app
    week = make_week()
    rows = [
        ["a", "b", "A", ""],
        ["b", "a", "B", ""],
        ["c", "z", "C", ""],
        ["d", "e", "D", ""],
        ["e", "", "E", "99:99"],
    ]

    seen = preview(week, csv_of(["key", "parent", "title_en", "start"], *rows))

    assert [one.problems[0] for one in seen.proposals] == [
        "An event cannot be part of itself.",
        "An event cannot be part of itself.",
        "There is no event with the key “z”.",
        "Row 6, of which it is a part, has a problem.",
        "“99:99” is no time of the day. Write 09:30.",
    ]


def test_an_unknown_venue_is_a_problem_or_a_new_one(app: Flask) -> None:
    assert app
    week = make_week()
    hall = make_venue(week, "Main Hall")
    rows = [
        ["a", "A", "main hall"],
        ["b", "B", "Room 999"],
        ["c", "C", "room 999"],
    ]
    content = csv_of(["key", "title_en", "venue"], *rows)

    assert preview(week, content).counts == {State.NEW: 1, State.PROBLEM: 2}
    run(week, content, creates_venues=True)

    events = {one.event.key: one.plan.venue_id for one in planned_events(week)}
    assert events["a"] == hall.id
    assert events["b"] == events["c"] != hall.id
    assert count(Venue) == 2


def test_two_venues_of_one_name_need_a_key(app: Flask) -> None:
    assert app
    week = make_week()
    make_venue(week, "Hall")
    make_venue(week, "Hall")

    seen = preview(week, csv_of(["title_en", "venue"], ["A", "Hall"]))

    assert only(seen).problems == ["Several venues are called “Hall”. Write the key."]


def test_a_namesake_elsewhere_is_another_person_and_that_is_said(app: Flask) -> None:
    assert app
    week = make_week()
    home, away = make_institution("Home University"), make_institution("Away College")
    here = make_person("Yao Li", "姚莉", institution_id=home.id)
    rows = [
        ["a", "A", "speaker: 姚莉 (Yao Li) [Home University]"],
        ["b", "B", "speaker: 姚莉 (Yao Li) [Away College]"],
        ["c", "C", "speaker: 姚莉 (Yao Li)"],
    ]
    content = csv_of(["key", "title_en", "people"], *rows)

    seen = run(week, content)

    other = "There is another person of this name: Home University."
    assert [one.notes[1:] for one in seen.proposals] == [
        [],
        [f"姚莉 (Yao Li) is new here. {other}"],
        [f"姚莉 (Yao Li) is new here. {other}"],
    ]
    persons = [one.parts[0].person_id for one in planned_events(week)]
    assert here.id in persons
    assert len(set(persons)) == 3
    assert away.id in {one.institution_id for one in db.session.scalars(select(Person))}
    assert preview(week, content).counts == {State.UNCHANGED: 3}


def test_a_name_alone_means_whoever_is_there_already(app: Flask) -> None:
    assert app
    week = make_week()
    event = make_event(week, key="a")
    home = make_institution("Home University")
    person = make_person("Yao Li", institution_id=home.id)
    office = Localised({"en": "Rector"})
    assign(event, [PartPlan(Part.SPEAKER, person.id, office=office)])

    seen = preview(
        week, csv_of(["key", "title_en", "people"], ["a", "Salon", "speaker: Yao Li"])
    )

    assert only(seen).state is State.UNCHANGED


def test_people_stay_where_one_of_their_rows_has_a_problem(app: Flask) -> None:
    assert app
    week = make_week()
    event = make_event(week, key="a")
    assign(event, [PartPlan(Part.SPEAKER, make_person("Lu Min").id)])
    people = [
        ["event", "part", "name"],
        ["a", "speaker", "Yao Li"],
        ["a", "juggler", "Li Si"],
        ["a", "host", "Wang Wu"],
        ["z", "host", "Wang Wu"],
    ]

    seen = run(week, workbook_of(people=people))

    assert len(planned_event(event).parts) == 1
    assert planned_event(event).draft is None
    assert count(Person) == 1
    assert [one.number for one in seen.proposals if one.problems] == [3, 5]


def test_without_day_or_hour_an_event_is_unplaced(app: Flask) -> None:
    assert app
    week = make_week()
    head = ["title_en", "date", "start", "duration"]

    content = csv_of(head, ["A", "", "", "45"], ["B", "2027-03-08", "", ""])
    run(week, content)

    lengths = {
        one.plan.title["en"]: (
            one.plan.is_placed,
            one.plan.ends_at - one.plan.starts_at,
        )
        for one in planned_events(week)
    }
    assert lengths == {
        "A": (False, timedelta(minutes=45)),
        "B": (False, timedelta(hours=1)),
    }


def test_an_event_over_midnight_ends_on_the_next_day(app: Flask) -> None:
    assert app
    week = make_week()

    seen = run(
        week, csv_of(["title_en", "date", "time"], ["A", "2027-03-08", "23:00–1:00"])
    )

    [event] = planned_events(week)
    assert event.plan.ends_at - event.plan.starts_at == timedelta(hours=2)
    assert "It ends on the next day." in only(seen).notes


def test_hours_are_those_of_the_week_and_skipped_ones_are_refused(app: Flask) -> None:
    assert app
    week = make_week(zone="Europe/Warsaw")
    rows = [["A", "2027-03-28", "02:30"], ["B", "2027-03-08T08:00Z", ""]]

    seen = preview(week, csv_of(["title_en", "date", "start"], *rows[:1]))
    other = preview(week, csv_of(["title_en", "start"], ["B", "2027-03-08T08:00Z"]))

    assert "This hour does not exist" in only(seen).problems[0]
    plan = only(other).plan
    assert plan is not None
    assert plan.starts_at == datetime(2027, 3, 8, 8, tzinfo=UTC)


def test_a_day_far_from_the_week_is_a_problem(app: Flask) -> None:
    assert app
    seen = preview(make_week(), csv_of(HEAD[:4], ["a", "A", "2031-03-08", "09:00"]))

    assert only(seen).problems == ["2031-03-08 lies far from the week."]


def test_what_is_public_is_not_hidden_by_an_import(app: Flask) -> None:
    assert app
    week = make_week()
    make_event(week, key="a")

    seen = preview(week, csv_of(["key", "title", "status"], ["a", "Salon", "draft"]))

    assert only(seen).problems == [
        "This event is public. It can be cancelled, not hidden."
    ]


def test_what_is_public_keeps_its_hour_in_an_import(app: Flask) -> None:
    assert app
    week = make_week()
    make_event(week, key="a")
    rows = ["a", "Salon", "", ""], ["a", "Salon", "", "", "cancelled"]

    seen = preview(week, csv_of(["key", "title", "date", "start"], rows[0]))
    other = preview(week, csv_of(["key", "title", "date", "start", "status"], rows[1]))

    assert only(seen).problems == [
        "“Salon” is public: it needs a time. Give it another one, or cancel it."
    ]
    assert only(other).problems == []


def test_a_calendar_is_read_in_the_zone_of_the_week(app: Flask) -> None:
    assert app
    week = make_week()
    make_venue(week, "Main Hall")
    content = ics_of(
        "UID:utc\nSUMMARY:开幕式\nDTSTART:20270308T010000Z\nDTEND:20270308T020000Z\n"
        "LOCATION:Main Hall\\, Shanghai",
        "UID:zone\nSUMMARY:B\nDTSTART;TZID=Europe/Warsaw:20270308T020000\nDURATION:PT30M",
        "UID:wall\nSUMMARY:C\nDTSTART:20270308T090000\nSTATUS:CANCELLED",
        "UID:days\nSUMMARY:D\nDTSTART;VALUE=DATE:20270308\nDTEND;VALUE=DATE:20270310",
    )

    run(week, content)

    found = {one.event.key: one.plan for one in planned_events(week)}
    assert {plan.starts_at for key, plan in found.items() if key != "days"} == {MORNING}
    assert found["utc"].title == Localised({"zh-Hans": "开幕式"})
    assert found["utc"].venue_id is not None
    assert found["zone"].ends_at == MORNING + timedelta(minutes=30)
    assert found["wall"].status is EventStatus.CANCELLED
    assert found["days"].ends_at - found["days"].starts_at == timedelta(days=2)
    assert preview(week, content).counts == {State.UNCHANGED: 4}


def test_each_day_of_a_repeated_event_is_an_event(app: Flask) -> None:
    assert app
    week = make_week()
    content = ics_of(
        "UID:r\nSUMMARY:A\nDTSTART:20270308T010000Z\nRRULE:FREQ=DAILY;COUNT=9\n"
        "EXDATE:20270310T010000Z",
        "UID:r\nSUMMARY:A, moved\nDTSTART:20270309T020000Z\n"
        "RECURRENCE-ID;TZID=Asia/Shanghai:20270309T090000",
        "UID:s\nSUMMARY:S\nDTSTART:20270308T010000Z\nRRULE:FREQ=SECONDLY",
        "UID:n\nSUMMARY:No day",
    )

    seen = preview(week, content)

    assert [(one.title, one.key, one.problems) for one in seen.proposals] == [
        ("A", "r#2027-03-08T09:00:00+08:00", []),
        ("A", "r#2027-03-11T09:00:00+08:00", []),
        ("A", "r#2027-03-12T09:00:00+08:00", []),
        ("A, moved", "r#2027-03-09T09:00:00+08:00", []),
        (
            "S",
            "s",
            [NOT_FOLLOWED],
        ),
        ("No day", "n", ["This event says no day."]),
    ]


@pytest.mark.parametrize("rule", ["", "RRULE:FREQ=SECONDLY\n"])
def test_the_zones_that_a_calendar_describes_are_not_believed_before_the_worlds(
    app: Flask, rule: str
) -> None:
    assert app
    rules = f"DTSTART:19700101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n{rule}"
    zone = "".join(
        f"BEGIN:{part}\n{rules}END:{part}\n" for part in ("STANDARD", "DAYLIGHT")
    )
    zones = [
        f"BEGIN:VTIMEZONE\nTZID:{name}\n{zone}END:vTimezone\n"
        for name in ("Our own/1", "China Standard Time")
    ]
    content = ics_of(
        "UID:a\nSUMMARY:A\nDTSTART;TZID=Our own/1:20270308T090000",
        "UID:b\nSUMMARY:B\nDTSTART;TZID=China Standard Time:20270308T090000",
        "UID:c\nSUMMARY:C\nDTSTART:20270308T090000",
    ).replace(b"BEGIN:VEVENT", f"{''.join(zones)}BEGIN:VEVENT".encode(), 1)

    seen = preview(make_week(), content)

    unknown = ["We do not know the time zone “Our own/1”."]
    assert [one.problems for one in seen.proposals] == [unknown if rule else [], [], []]
    assert [one.plan and one.plan.starts_at for one in seen.proposals] == [
        MORNING if rule else MORNING + timedelta(hours=6),
        MORNING,
        MORNING,
    ]


def test_our_own_calendar_changes_nothing(client: Client) -> None:
    week = make_week("spring")
    hall = make_venue(week, "Main Hall", directions=Localised({"en": "First floor"}))
    centre = make_venue(week, name=Localised({"en": "Centre", "zh-Hans": "学术中心"}))
    small = Localised({"en": "Room 2", "zh-Hans": "二号会议室"})
    room = make_venue(week, name=small, parent_id=centre.id)
    make_event(week, "Inside", venue_id=room.id)
    make_event(
        week,
        "Opening",
        zh="开幕式",
        venue_id=hall.id,
        capacity=30,
        summary=Localised({"en": "Speeches.", "zh-Hans": "致辞。"}),
    )
    make_event(week, "Called off", status=EventStatus.CANCELLED)
    make_event(week, "Plain", starts_at=MORNING + timedelta(hours=3))

    for language in ("en", "zh-Hans"):
        feed = client.get(f"/feeds/spring.ics?lang={language}")
        seen = preview(week, feed.data)

        told = [
            (one.title, one.plan, one.event and one.event.plan)
            for one in seen.proposals
            if one.state is not State.UNCHANGED
        ]
        assert told == []


def test_a_long_identifier_is_shortened_and_found_again(app: Flask) -> None:
    assert app
    week = make_week()
    content = ics_of(f"UID:{'x' * 300}\nSUMMARY:A\nDTSTART:20270308T010000Z")

    run(week, content)

    assert preview(week, content).counts == {State.UNCHANGED: 1}


def test_who_looked_at_an_older_plan_looks_again(app: Flask) -> None:
    assert app
    week = make_week()
    event = make_event(week, key="a")
    by = make_account()
    content = csv_of(["key", "title_en"], ["a", "New title"])
    file = keep_file(week, "a.csv", content, {}, by=by)
    db.session.refresh(week)
    seen_plan = week.plan_revision
    seen = preview(week, content)
    plan = replace(planned_event(event).plan, capacity=7)
    save_plan(event, plan, seen_version=event.version, by=by)

    with pytest.raises(PlanMovedOn):
        take_over(file, seen, seen_plan=seen_plan, by=by)


def test_a_file_is_taken_over_once_and_kept_for_a_day(
    app: Flask, time: StoppedClock
) -> None:
    assert app
    week = make_week()
    by = make_account()
    content = csv_of(["key", "title_en"], ["a", "A"])
    file = keep_file(week, "a.csv", content, {}, by=by)
    old = keep_file(week, "b.csv", content, {}, by=by)
    seen = preview(week, content)
    db.session.refresh(week)
    take_over(file, seen, seen_plan=week.plan_revision, by=by)

    with pytest.raises(ImportEnded) as refusal:
        take_over(file, seen, seen_plan=week.plan_revision, by=by)
    assert str(refusal.value) == "This import has ended. Choose the file again."
    time.advance(days=2)
    with pytest.raises(ImportEnded):
        take_over(old, seen, seen_plan=week.plan_revision, by=by)
    db.session.commit()
    jobs.tidy()
    assert db.session.scalars(select(ImportFile)).all() == []
    assert db.session.get(RememberedColumns, week.id) is None


def test_three_hundred_rows_are_previewed_in_nine_statements(
    app: Flask, statements: Callable[[], Any]
) -> None:
    assert app
    week = make_week()
    rows = [[f"k{n}", f"Event {n}", "", "", "", "", f"host: P {n}"] for n in range(300)]
    counts = []

    for some in (rows[:1], rows):
        with statements() as ran:
            seen = preview(week, csv_of(HEAD, *some))
        counts.append(len(ran))
        assert seen.counts == {State.NEW: len(some)}

    assert counts[0] == counts[1] <= 9


def test_kinds_of_others_are_ours(app: Flask) -> None:
    assert app
    week: Week = make_week()

    seen = preview(week, csv_of(["title", "kind"], ["A", "签字仪式"], ["B", "circus"]))

    plan = seen.proposals[0].plan
    assert plan is not None
    assert plan.kind is EventKind.SIGNING
    assert seen.proposals[1].problems[0].startswith("We do not know “circus”.")
