"""Events in the office: listed, added, changed, cancelled, with people told."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from eventapp.kernel.dates import DatePrecision, KnownDate
from eventapp.kernel.db import db
from eventapp.mail.models import Message
from eventapp.programme.models.events import Event
from eventapp.programme.models.releases import Release
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import planned_event
from eventapp.programme.plans import PartPlan
from eventapp.programme.service.events import assign
from eventapp.programme.service.releases import publish
from eventapp.programme.vocabulary import (
    EventStatus,
    Part,
    SignUp,
    VenueKind,
    WaitingList,
)
from eventapp.registration.models.places import Place
from eventapp.registration.vocabulary import PlaceStatus
from tests.builders import (
    MORNING,
    make_account,
    make_event,
    make_person,
    make_place,
    make_registration,
    make_venue,
    make_week,
)
from tests.conftest import Client

MARCH_IN_KRAKOW = KnownDate(date(2027, 3, 26), date(2027, 3, 30), DatePrecision.DAY)
OCTOBER_IN_KRAKOW = KnownDate(date(2027, 10, 29), date(2027, 11, 2), DatePrecision.DAY)

TEXTS = {  # as the form names them
    "title_en": "title-en",
    "title_zh": "title-zh-Hans",
    "summary_en": "summary-en",
}


def typed(**changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "kind": "salon",
        "title_en": "Joint degrees",
        "title_zh": "联合学位",
        "day": "2027-03-08",
        "begins": "09:00",
        "ends": "10:30",
        "venue": "",
        "meeting_point": "",
        "parent": "",
        "capacity": "",
        "signup": "open",
        "waiting_list": "automatic",
        "languages": ["en"],
        "mode": "onsite",
        "standing": "scheduled",
    }
    return {TEXTS.get(name, name): text for name, text in (values | changes).items()}


def address(week: Week, event: Event | None = None, more: str = "") -> str:
    return f"/organise/{week.slug}/events/{event.id if event else 'new'}{more}"


def only_event() -> Event:
    return db.session.scalars(select(Event)).one()


def test_an_event_is_added_at_the_hour_on_the_wall_of_the_week(client: Client) -> None:
    week = make_week(zone="Asia/Shanghai")
    account = client.sign_in()

    answer = client.post(address(week), data=typed(capacity="30"))

    event = only_event()
    assert answer.status_code == 302
    assert (event.starts_at, event.ends_at) == (
        datetime(2027, 3, 8, 1, 0, tzinfo=UTC),
        datetime(2027, 3, 8, 2, 30, tzinfo=UTC),
    )
    assert dict(event.title) == {"en": "Joint degrees", "zh-Hans": "联合学位"}
    assert event.capacity == 30
    planned = planned_event(event)
    assert event.status is EventStatus.DRAFT  # nobody sees it before a release
    assert planned.plan.status is EventStatus.SCHEDULED
    assert planned.draft is not None
    assert planned.draft.changed_by == account.name


def test_an_hour_that_the_clocks_leave_out_is_refused_in_a_sentence(
    client: Client,
) -> None:
    week = make_week(zone="Europe/Warsaw", held=MARCH_IN_KRAKOW)
    client.sign_in()

    answer = client.post(
        address(week), data=typed(day="2027-03-28", begins="02:30", ends="04:00")
    )

    assert answer.status_code == 422
    assert "This hour does not exist on this day" in answer.text
    assert 'value="Joint degrees"' in answer.text
    assert db.session.scalars(select(Event)).all() == []


def test_an_hour_that_comes_twice_means_the_first(client: Client) -> None:
    week = make_week(zone="Europe/Warsaw", held=OCTOBER_IN_KRAKOW)
    client.sign_in()

    client.post(
        address(week), data=typed(day="2027-10-31", begins="02:30", ends="03:30")
    )

    assert only_event().starts_at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert only_event().ends_at == datetime(2027, 10, 31, 2, 30, tzinfo=UTC)


def test_an_event_may_last_for_days(client: Client) -> None:
    week = make_week()
    client.sign_in()

    client.post(address(week), data=typed(last_day="2027-03-10", ends="17:00"))

    assert only_event().ends_at == datetime(2027, 3, 10, 9, 0, tzinfo=UTC)
    page = client.get(address(week, only_event())).text
    assert 'value="2027-03-10"' in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title_en": "", "title_zh": ""}, "Enter a title in one language at least."),
        ({"title_en": "x" * 301}, "Use at most 300 characters."),
        ({"day": ""}, "Enter the day."),
        ({"day": "8 March"}, "Enter a day like 2027-03-09."),
        ({"day": "0001-01-01"}, "Enter a day between 1990 and 2100."),
        ({"day": "2028-03-08"}, "Enter a day from 2027-01-07 to 2027-05-11."),
        ({"begins": "9 o'clock"}, "Enter a time like 09:30."),
        ({"begins": "25:00"}, "Enter a time like 09:30."),
        ({"ends": "08:59"}, "Enter an end after the beginning."),
        ({"ends": "09:00"}, "Enter an end after the beginning."),
        ({"last_day": "2027-03-07"}, "Enter an end after the beginning."),
        ({"capacity": "-1"}, "Enter a whole number from 0 to 100000."),
        ({"capacity": "9" * 5000}, "Enter a whole number from 0 to 100000."),
        ({"capacity": "many"}, "Enter a whole number from 0 to 100000."),
        ({"capacity": "1e9"}, "Enter a whole number from 0 to 100000."),
        ({"kind": "party"}, "Choose one of the list."),
        ({"venue": "nonsense"}, "Choose one of the list."),
        ({"parent": "\0"}, "Choose one of the list."),
        ({"languages": ["xx", "\ud800"]}, "Choose from the list."),
        ({"standing": "cancelled"}, "Choose one of the list."),
        ({"mode": ""}, "Choose one of the list."),
    ],
)
def test_a_wrong_answer_is_said_in_a_sentence_and_kept(
    client: Client, changes: dict[str, Any], sentence: str
) -> None:
    week = make_week()
    client.sign_in()
    values = typed(summary_en="Kept as it was typed", **changes)
    sent = {
        name: [one.encode("utf-8", "replace").decode() for one in value]
        if isinstance(value, list)
        else value
        for name, value in values.items()
    }

    answer = client.post(address(week), data=sent)

    assert answer.status_code == 422
    assert sentence in answer.text.replace("&#39;", "'")
    assert "Kept as it was typed" in answer.text
    assert db.session.scalars(select(Event)).all() == []


def test_a_form_that_is_cut_off_is_refused(client: Client) -> None:
    week = make_week()
    client.sign_in()

    for data, sentence in (
        ({}, "Enter a title in one language at least."),
        ({"title-en": "x"}, "Enter the day."),
        ({"day": "2027-03-08"}, "Enter the time at which it begins."),
    ):
        answer = client.post(address(week), data=data)
        assert answer.status_code == 422
        assert sentence in answer.text
    assert db.session.scalars(select(Event)).all() == []


def test_octets_that_are_no_text_are_refused_or_cleaned(client: Client) -> None:
    week = make_week()
    client.sign_in()
    body = b"kind=salon&title-en=%00%ED%A0%80Salon&day=2027-03-08&begins=09:00"
    body += (
        b"&ends=10:00&signup=open&waiting_list=automatic&mode=onsite&standing=draft"
        b"&venue=&parent=&version=%00"
    )

    answer = client.post(
        address(week), data=body, content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code == 302
    assert "Salon" in str(only_event().title)
    assert "\0" not in str(only_event().title)


def test_a_moved_event_stays_where_it_is_until_it_is_published(client: Client) -> None:
    week = make_week()
    event = make_event(week)
    for _n in range(2):
        make_place(make_registration(week), event)
    client.sign_in()

    answer = client.post(
        address(week, event),
        data=typed(
            title_en="Salon", title_zh="", begins="11:00", ends="12:00", version="1"
        ),
        follow_redirects=True,
    )

    assert "Saved. It is not public before you publish it." in answer.text
    assert "Public, with changes that are not published" in answer.text
    assert "Mon 8 Mar 09:00–10:00" in answer.text
    assert only_event().starts_at == MORNING
    assert db.session.scalars(select(Message)).all() == []

    publish(week, [event.id], None, by=make_account())

    assert only_event().starts_at == MORNING + timedelta(hours=2)
    assert len(db.session.scalars(select(Message)).all()) == 2


def test_saving_may_lead_on_to_the_release_of_this_event(client: Client) -> None:
    week = make_week()
    client.sign_in()

    answer = client.post(address(week), data=typed(then="publish"))

    there = f"/organise/{week.slug}/releases?event={only_event().id}"
    assert answer.headers["Location"] == there


def test_an_event_without_an_hour_keeps_its_length(client: Client) -> None:
    week = make_week()
    client.sign_in()
    hours = {"day": "", "begins": "", "ends": "", "minutes": "45", "unplaced": "y"}

    client.post(address(week), data=typed(**hours))

    plan = planned_event(only_event()).plan
    assert not plan.is_placed
    assert plan.ends_at - plan.starts_at == timedelta(minutes=45)
    text = client.get(f"/organise/{week.slug}/events").text
    assert "Without a place in the programme" in text
    assert "45 minutes" in text
    placed = {"minutes": "45", "ends": "", "version": "1"}
    client.post(address(week, only_event()), data=typed(**placed))
    plan = planned_event(only_event()).plan
    assert plan.is_placed
    assert plan.starts_at == MORNING
    assert plan.ends_at == MORNING + timedelta(minutes=45)
    nothing = client.post(address(week), data=typed(**hours | {"minutes": ""}))
    assert "Enter the length in minutes." in nothing.text


def test_a_public_event_keeps_an_hour_and_what_was_typed_stays(client: Client) -> None:
    week = make_week()
    event = make_event(week, "Salon")
    client.sign_in()
    hours = {"day": "", "begins": "", "ends": "", "minutes": "45", "unplaced": "y"}
    texts = {"title-en": "Salon A", "version": str(event.version)}

    answer = client.post(address(week, event), data=typed(**hours, **texts))

    assert answer.status_code == 422
    assert "“Salon A” is public: it needs a time." in answer.text
    assert 'value="Salon A"' in answer.text
    assert planned_event(event).draft is None


def test_an_online_event_has_a_joining_link_that_is_an_address(client: Client) -> None:
    week = make_week()
    client.sign_in()
    data = typed(mode="online", joining_link="javascript:alert(1)")

    wrong = client.post(address(week), data=data)
    assert wrong.status_code == 422
    assert "Enter an address that begins with https://." in wrong.text
    link = {"joining_link": "https://meet.example/x", "joining_minutes": "15"}
    client.post(address(week), data=data | link)

    plan = planned_event(only_event()).plan
    assert (plan.joining_link, plan.joining_minutes) == (link["joining_link"], 15)


def test_a_typed_end_counts_more_than_the_proposed_length(client: Client) -> None:
    week = make_week()
    client.sign_in()

    client.post(address(week), data=typed(minutes="60"))

    plan = planned_event(only_event()).plan
    assert plan.ends_at - plan.starts_at == timedelta(minutes=90)


def test_an_end_and_a_length_that_disagree_are_asked_about(client: Client) -> None:
    week = make_week()
    client.sign_in()

    answer = client.post(address(week), data=typed(minutes="45"))

    assert answer.status_code == 422
    assert "The end says another length." in answer.text


def test_coaches_and_meeting_points_are_chosen_among_venues(client: Client) -> None:
    week = make_week()
    coach = make_venue(week, "Coach A", kind=VenueKind.VEHICLE, capacity=50)
    gate = make_venue(week, "North gate", kind=VenueKind.MEETING_POINT, capacity=None)
    client.sign_in()

    assert "Coach A (50 seats)" in client.get(address(week)).text
    client.post(
        address(week), data=typed(coaches=[str(coach.id)], meeting_point=str(gate.id))
    )

    plan = planned_event(only_event()).plan
    assert (plan.coaches, plan.meeting_point_id) == ((str(coach.id),), gate.id)


def test_the_grid_fills_in_day_hour_and_venue_of_a_new_event(client: Client) -> None:
    week = make_week()
    venue = make_venue(week)
    client.sign_in()
    asked = {"day": "2027-03-10", "begins": "14:05", "venue": str(venue.id)}

    page = client.get(address(week), query_string=asked).text
    strange = client.get(address(week), query_string={"day": "x", "begins": "25:00"})

    assert 'value="2027-03-10"' in page
    assert 'value="14:05"' in page
    assert f'<option selected value="{venue.id}">' in page
    assert 'value="2027-03-08"' in strange.text


def test_a_new_event_is_in_no_language_but_those_of_its_whole(client: Client) -> None:
    week = make_week()
    whole = make_event(week, "Opening", languages=("en",))
    client.sign_in()

    alone = client.get(address(week)).text
    inside = client.get(address(week), query_string={"parent": str(whole.id)}).text

    ticked = '<input checked id="languages-'
    assert (alone.count(ticked), inside.count(ticked)) == (0, 1)
    assert "In which languages people speak." in alone
    assert f'<option selected value="{whole.id}">' in inside


def test_changes_are_discarded_and_what_never_was_public_is_deleted(
    client: Client,
) -> None:
    week = make_week()
    event = make_event(week, "Salon")
    client.sign_in()
    client.post(address(week, event), data=typed(title_en="Changed", version="1"))

    page = client.get(address(week, event)).text
    assert "See what differs from what is public" in page
    assert "<td>Changed</td>" in page
    gone = client.post(
        address(week, event, "/discard"), data={"version": "2"}, follow_redirects=True
    )
    assert "The changes are discarded." in gone.text
    assert str(planned_event(only_event()).plan.title) == "Salon"

    client.post(address(week), data=typed(title_en="Idea"))
    idea = db.session.scalars(select(Event).where(Event.id != event.id)).one()
    assert "Delete the event" in client.get(address(week, idea)).text
    stale = client.post(address(week, idea, "/discard"), data={"version": "7"})
    assert stale.status_code == 409
    client.post(address(week, idea, "/discard"), data={"version": "1"})
    assert only_event().id == event.id


def test_only_what_was_never_public_can_be_held_back(client: Client) -> None:
    week = make_week()
    event = make_event(week)
    client.sign_in()

    refused = client.post(
        address(week, event), data=typed(standing="draft", version="1")
    )
    assert refused.status_code == 422
    assert "Hold it back" not in client.get(address(week, event)).text
    client.post(address(week), data=typed(standing="draft"))

    text = client.get(f"/organise/{week.slug}/events").text
    assert "Held back (1)" in text


def test_the_editor_speaks_every_language_of_its_week(client: Client) -> None:
    week = make_week(languages=("en", "pl", "zh-Hans"))
    client.sign_in()

    client.post(address(week), data=typed() | {"title-pl": "Wspólne studia"})

    title = planned_event(only_event()).plan.title
    assert title["pl"] == "Wspólne studia"
    page = client.get(address(week, only_event())).text
    assert 'name="summary-pl"' in page
    assert "Polish is missing" not in page


def test_a_title_is_public_once_it_is_published(client: Client) -> None:
    week = make_week()
    event = make_event(week)
    client.sign_in()
    data = typed(title_en="Salon B", title_zh="", ends="10:00", version="1")

    client.post(address(week, event), data=data)
    assert str(only_event().title) == "Salon"
    publish(week, [event.id], None, by=make_account())

    assert str(only_event().title) == "Salon B"


def test_saving_without_a_change_says_so(client: Client) -> None:
    week = make_week()
    client.sign_in()
    client.post(address(week), data=typed())
    event = only_event()

    answer = client.post(
        address(week, event), data=typed(version="1"), follow_redirects=True
    )

    assert "Nothing was changed." in answer.text
    assert only_event().version == 1


def test_the_second_of_two_organisers_sees_both_texts_and_loses_none(
    client: Client,
) -> None:
    week = make_week()
    event = make_event(week, "Salon")
    first = client.sign_in()
    data = typed(title_zh="", ends="10:00", version="1")
    client.post(address(week, event), data=data | {"title-en": "First title"})
    client.sign_in()

    answer = client.post(
        address(week, event), data=data | {"title-en": "Second title", "capacity": "9"}
    )

    assert answer.status_code == 409
    assert "Somebody else changed this event meanwhile." in answer.text
    assert f"It was {first.name}." in answer.text
    assert "<td>First title</td>" in answer.text
    assert "<td>Second title</td>" in answer.text
    assert 'value="Second title"' in answer.text
    assert 'value="2"' in answer.text
    assert str(planned_event(only_event()).plan.title) == "First title"

    again = client.post(
        address(week, event),
        data=data | {"title-en": "Second title", "version": "2"},
    )

    assert again.status_code == 302
    assert str(planned_event(only_event()).plan.title) == "Second title"
    assert str(only_event().title) == "Salon"


def test_each_of_two_organisers_keeps_what_they_changed(client: Client) -> None:
    week = make_week()
    event = make_event(week, "Salon")
    client.sign_in()
    data = typed(title_zh="", title_en="Salon", ends="10:00", version="1")
    summary = {"summary-en": "About degrees", "capacity": "40"}
    client.post(address(week, event), data=data | summary)
    client.sign_in()

    mine = {"title-en": "Salon B", "people-0-part": "speaker"}
    answer = client.post(address(week, event), data=data | mine)

    assert answer.status_code == 409
    table, _heading, rest = answer.text.partition("<h1>")
    assert "<td>Salon B</td>" in table
    assert "About degrees" not in table  # nobody changed it back
    assert "About degrees</textarea>" in rest
    assert 'value="40"' in answer.text
    assert '<option selected value="speaker">' in answer.text
    assert 'name="version" type="hidden" value="2"' in answer.text


def test_another_window_of_the_same_person_is_called_so(client: Client) -> None:
    week = make_week()
    event = make_event(week, "Salon")
    client.sign_in()
    data = typed(title_zh="", ends="10:00", version="1")
    client.post(address(week, event), data=data | {"title-en": "One"})

    answer = client.post(address(week, event), data=data | {"title-en": "Two"})

    assert answer.status_code == 409
    assert "You changed this event meanwhile, in another window." in answer.text
    assert "Somebody else" not in answer.text


def test_a_third_version_merges_with_the_one_that_was_read(client: Client) -> None:
    week = make_week()
    client.sign_in()
    client.post(address(week), data=typed(title_zh=""))
    event = only_event()
    for version, more in enumerate(({"capacity": "5"}, {"title-pl": ""}), start=1):
        data = typed(title_zh="", summary_en=f"No {version}", version=str(version))
        client.post(address(week, event), data=data | {"capacity": "5"} | more)

    answer = client.post(
        address(week, event),
        data=typed(title_zh="", summary_en="No 1", capacity="6", version="2"),
    )

    assert answer.status_code == 409
    assert "No 2</textarea>" in answer.text
    assert 'value="6"' in answer.text


@pytest.mark.parametrize("version", ["", "0", "-1", "x", "9" * 400, "\0"])
def test_a_version_that_nobody_read_is_never_the_present_one(
    client: Client, version: str
) -> None:
    week = make_week()
    event = make_event(week)
    client.sign_in()

    answer = client.post(address(week, event), data=typed(version=version))

    assert answer.status_code == 409
    assert only_event().version == 1


def test_an_event_does_not_become_part_of_its_own_part(client: Client) -> None:
    week = make_week()
    whole = make_event(week, "Opening")
    part = make_event(week, "Signing", parent_id=whole.id)
    client.sign_in()

    answer = client.post(
        address(week, whole), data=typed(parent=str(part.id), version="1")
    )

    assert answer.status_code == 409
    assert "An event cannot be part of itself." in answer.text


def test_an_event_is_cancelled_after_a_question_and_those_with_places_are_told(
    client: Client,
) -> None:
    week = make_week()
    event = make_event(week)
    make_place(make_registration(week), event)
    client.sign_in()

    question = client.get(address(week, event, "/cancel"))
    assert "It concerns 1 person. We write to them." in question.text
    assert only_event().status is EventStatus.SCHEDULED

    answer = client.post(
        address(week, event, "/cancel"), data={"version": "1"}, follow_redirects=True
    )

    assert "The event is cancelled. We wrote to 1 person." in answer.text
    assert only_event().status is EventStatus.CANCELLED
    assert db.session.scalars(select(Message.occasion)).all() == ["event.cancelled"]


def test_the_public_reads_why_an_event_is_cancelled(client: Client) -> None:
    week = make_week()
    event = make_event(week)
    client.sign_in()
    why = {"note-en": "The speaker is ill.", "note-zh-Hans": "主讲人生病。"}

    client.post(address(week, event, "/cancel"), data={"version": "1"} | why)

    note = db.session.scalars(select(Release.note)).one()
    assert dict(note or {}) == {"en": "The speaker is ill.", "zh-Hans": "主讲人生病。"}
    assert "The speaker is ill." in client.get(f"/weeks/{week.slug}/changes").text


def test_an_event_is_cancelled_with_the_next_release(client: Client) -> None:
    week = make_week()
    event = make_event(week)
    make_place(make_registration(week), event)
    client.sign_in()

    answer = client.post(
        address(week, event, "/cancel"),
        data={"version": "1", "then": "later"},
        follow_redirects=True,
    )

    assert "People are told when you publish the next release." in answer.text
    assert only_event().status is EventStatus.SCHEDULED
    assert planned_event(only_event()).is_cancelled
    assert db.session.scalars(select(Message)).all() == []
    assert client.get(address(week, event, "/cancel")).status_code == 302
    publish(week, [event.id], None, by=make_account())
    assert db.session.scalars(select(Message.occasion)).all() == ["event.cancelled"]


def test_cancelling_what_somebody_else_just_changed_is_refused(client: Client) -> None:
    week = make_week()
    event = make_event(week)
    client.sign_in()

    answer = client.post(address(week, event, "/cancel"), data={"version": "7"})

    assert answer.status_code == 409
    assert only_event().status is EventStatus.SCHEDULED


def test_a_cancelled_event_may_take_place_after_all(client: Client) -> None:
    week = make_week()
    event = make_event(week, status=EventStatus.CANCELLED)
    client.sign_in()

    assert "It takes place after all" in client.get(address(week, event)).text
    client.post(
        address(week, event), data=typed(title_zh="", ends="10:00", version="1")
    )
    publish(week, [event.id], None, by=make_account())

    assert only_event().status is EventStatus.SCHEDULED


def test_more_places_go_to_those_who_wait_once_they_are_published(
    client: Client,
) -> None:
    week = make_week()
    event = make_event(week, capacity=1)
    make_place(make_registration(week), event)
    waiting = make_place(make_registration(week), event, PlaceStatus.WAITING)
    client.sign_in()

    client.post(
        address(week, event),
        data=typed(
            title_en="Salon", title_zh="", ends="10:00", capacity="2", version="1"
        ),
    )
    assert not db.session.get_one(Place, waiting.id).is_held
    publish(week, [event.id], None, by=make_account())

    assert db.session.get_one(Place, waiting.id).is_held


def test_events_of_another_week_are_not_found(client: Client) -> None:
    week = make_week()
    event = make_event(make_week())
    client.sign_in()

    assert client.get(address(week, event)).status_code == 404
    assert client.get(address(week, event, "/cancel")).status_code == 404
    assert client.post(address(week, event), data=typed()).status_code == 404


def test_the_table_shows_what_needs_somebody(client: Client) -> None:
    week = make_week()
    make_event(week, "Full salon", capacity=1)
    crowded = db.session.scalars(select(Event)).one()
    make_place(make_registration(week), crowded)
    client.sign_in()
    client.post(address(week), data=typed(title_en="Idea", title_zh="草案"))
    page = f"/organise/{week.slug}/events"

    text = client.get(page).text
    assert "Chinese is missing" in text
    assert "2 of 2." in text
    assert "Never published (1)" in text
    only = client.get(page, query_string={"only": "crowded"}).text
    assert "Full salon" in only
    assert ">Idea</a>" not in only
    drafts = client.get(page, query_string={"only": "drafts"}).text
    assert ">Idea</a>" in drafts
    assert "Full salon" not in drafts
    assert ">Idea</a>" in client.get(page, query_string={"q": "草"}).text
    assert "No event fits" in client.get(page, query_string={"q": "zzz"}).text


def test_the_pages_of_events_need_the_same_few_statements_for_many(
    client: Client, statements: Callable[[], Any]
) -> None:
    week = make_week()
    event = make_event(week)
    venue = make_venue(week)
    client.sign_in()
    pages = (
        f"/organise/{week.slug}/events",
        address(week, event),
        address(week),
        address(week, event, "/people"),
    )

    def counts() -> list[int]:
        db.session.commit()
        found = []
        for page in pages:
            with statements() as ran:
                assert client.get(page).status_code == 200
            found.append(len(ran))
        return found

    few = counts()
    for n in range(5):
        there = make_event(
            week, starts_at=MORNING + timedelta(days=n), venue_id=venue.id
        )
        make_place(make_registration(week), event)
        make_place(make_registration(week), there)
        assign(there, [PartPlan(Part.SPEAKER, make_person().id)])

    assert counts() == few
    assert max(few) < 20


def test_a_plan_at_odds_with_its_surroundings_is_saved_and_the_page_says_so(
    client: Client,
) -> None:
    week = make_week()
    venue = make_venue(week, capacity=40)
    event = make_event(week, "Fair", venue_id=venue.id)
    make_event(week, "Forum", venue_id=venue.id)
    client.sign_in()

    text = client.post(
        address(week, event),
        data=typed(venue=str(venue.id), capacity="50", version="1"),
        follow_redirects=True,
    ).text

    assert "This does not fit together" in text
    assert "are both in Main Hall" in text


def test_the_same_languages_keep_their_order(client: Client) -> None:
    week = make_week()
    event = make_event(week, languages=("zh-Hans", "en"))
    client.sign_in()

    client.post(
        address(week, event), data=typed(languages=["en", "zh-Hans"], version="1")
    )

    assert planned_event(only_event()).plan.languages == ("zh-Hans", "en")


def test_an_event_for_everyone_counts_no_places(client: Client) -> None:
    week = make_week()
    make_event(week, "Opening", capacity=220, signup=SignUp.EVERYONE)
    client.sign_in()

    for page in (f"/organise/{week.slug}/", f"/organise/{week.slug}/events"):
        text = client.get(page).text
        assert "for everyone" in text
        assert "0 / 220" not in text


def test_sign_up_is_planned_in_the_time_of_the_week_and_published_like_all_else(
    client: Client,
) -> None:
    week = make_week()
    event = make_event(week, capacity=20)
    client.sign_in()
    said = {
        "signup_opens_day": "2027-03-01",
        "signup_opens_hour": "09:00",
        "signup_closes_day": "2027-03-07",
        "waiting_list": "offer",
        "offer_hours": "12",
        "promotion_stops_minutes": "90",
        "whole_delegations": "y",
    }

    page = client.post(
        address(week, event),
        data=typed(capacity="20", version=str(event.version), **said),
        follow_redirects=True,
    )

    planned = planned_event(event)
    assert not event.whole_delegations
    plan = planned.plan
    zone = week.tzinfo
    assert plan.signup_opens_at == datetime(2027, 3, 1, 9, 0, tzinfo=zone)
    assert plan.signup_closes_at == datetime(2027, 3, 7, 23, 59, tzinfo=zone)
    assert plan.waiting_list is WaitingList.OFFER
    assert (plan.offer_hours, plan.promotion_stops_minutes) == (12, 90)
    assert plan.whole_delegations
    assert 'value="2027-03-07"' in page.text
    assert "When a place is free again" in page.text


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            {"signup_opens_day": "2027-03-02", "signup_closes_day": "2027-03-01"},
            "Enter a close after the opening.",
        ),
        ({"signup_closes_hour": "09:00"}, "Enter the day to this time."),
        ({"offer_hours": "0"}, "Enter a whole number from 1 to 336."),
    ],
)
def test_a_sign_up_that_makes_no_sense_is_refused_in_words(
    said: dict[str, str], sentence: str, client: Client
) -> None:
    week = make_week()
    client.sign_in()

    page = client.post(address(week), data=typed(**said))

    assert page.status_code == 422
    assert sentence in page.text
