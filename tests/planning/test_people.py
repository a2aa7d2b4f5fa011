"""People at events, and the pages of persons."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select

from eventapp.accounts.models import Account
from eventapp.journal.models import Entry
from eventapp.kernel.db import add, db
from eventapp.kernel.i18n import Localised
from eventapp.planning.forms.people import MOST_ROWS, rearranged
from eventapp.planning.queries.naming import MOST_OFFERED
from eventapp.planning.service.casting import link_person
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Person
from eventapp.programme.models.weeks import Participation, Week
from eventapp.programme.planned import planned_event
from eventapp.programme.plans import PartPlan
from eventapp.programme.service.events import assign
from eventapp.programme.vocabulary import Part
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import RegistrationStatus
from eventapp.run_of_show.models import CuePerson
from eventapp.run_of_show.plans import Cast as CueCast
from tests.builders import (
    MORNING,
    make_account,
    make_event,
    make_institution,
    make_person,
    make_place,
    make_registration,
    make_venue,
    make_week,
)
from tests.conftest import Client, StoppedClock
from tests.planning.test_events import address, typed
from tests.programme.contest import at_once
from tests.run_of_show.ceremony import cue, make_run


def row(number: int, part: str, person: str = "", **more: str) -> dict[str, str]:
    """One row of people, as a browser sends it."""
    values = {"part": part, "person": person, **more}
    return {f"people-{number}-{name}": text for name, text in values.items()}


def parts_now() -> list[tuple[Part, str]]:
    """The planned parts of the only event, in order."""
    event = db.session.scalars(select(Event)).one()
    names = {one.id: one.name.latin for one in db.session.scalars(select(Person))}
    return [
        (one.part, names[one.person_id] if one.person_id else "")
        for one in planned_event(event).parts
    ]


def test_people_are_planned_with_their_event_in_one_save(client: Client) -> None:
    week = make_week()
    make_person("Yao Li", "姚力")
    make_person("Jan Kowalski", institution_id=make_institution().id)
    client.sign_in()

    answer = client.post(
        address(week),
        data=typed()
        | row(0, "presider", "姚力")
        | row(1, "interpreter", "kowalski", from_language="zh-Hans", into_language="en")
        | row(2, "speaker")
        | row(3, ""),
    )

    assert answer.status_code == 302
    assert parts_now() == [
        (Part.PRESIDER, "Yao Li"),
        (Part.INTERPRETER, "Jan Kowalski"),
        (Part.SPEAKER, ""),
    ]
    event = db.session.scalars(select(Event)).one()
    interpreter = planned_event(event).parts[1]
    assert (interpreter.from_language, interpreter.into_language) == ("zh-Hans", "en")
    page = client.get(address(week, event)).text
    assert "Yao Li (姚力)" in page or "姚力 (Yao Li)" in page
    assert "Jan Kowalski · Opole University of Technology" in page


def test_a_new_person_is_entered_with_the_event(client: Client) -> None:
    week = make_week()
    institution = make_institution()
    client.sign_in()
    office = {"office-en": "Rector", "office-zh-Hans": "校长"}

    client.post(
        address(week),
        data=typed()
        | row(
            0,
            "speaker",
            new_latin="Wang Fang",
            new_native="王芳",
            new_institution="opole university of technology",
            **office,
        ),
    )

    person = db.session.scalars(select(Person)).one()
    assert (person.name.latin, person.name.native) == ("Wang Fang", "王芳")
    assert person.name.native_language == "zh-Hans"
    assert dict(person.office or {}) == {"en": "Rector", "zh-Hans": "校长"}
    assert person.institution_id == institution.id
    assert parts_now() == [(Part.SPEAKER, "Wang Fang")]


def test_a_slip_in_a_row_is_said_and_nobody_is_entered(client: Client) -> None:
    week = make_week()
    make_person("Li Na", "李娜")
    make_person("Li Na")
    client.sign_in()

    answer = client.post(
        address(week),
        data=typed()
        | row(0, "", "Nobody Known")
        | row(1, "speaker", "Li")
        | row(2, "host", new_native="王芳", new_institution="No such place")
        | row(3, "guide", "Li Na (李娜)", new_latin="Another"),
    )

    assert answer.status_code == 422
    text = answer.text.replace("&#39;", "'")
    assert "Choose the part of this person." in text
    assert "We know nobody of this name." in text
    assert "This may be several persons:" in text
    assert "Choose an institution of the list." in text
    assert "Choose a person, or describe a new one." in text
    assert 'value="Nobody Known"' in text
    assert db.session.scalars(select(Event)).all() == []
    assert len(db.session.scalars(select(Person)).all()) == 2


def test_few_persons_are_offered_and_anybody_can_be_named(
    client: Client, time: StoppedClock
) -> None:
    week = make_week()
    opole = make_institution()
    make_person("Old Friend", "老朋友", institution_id=opole.id)
    make_person("Other Friend")
    time.advance(minutes=1)
    for number in range(MOST_OFFERED + 50):
        make_person(f"Person {number}")
    acting = make_person("Now Here")
    event = make_event(week)
    assign(event, [PartPlan(Part.HOST, acting.id)])
    client.sign_in()

    page = client.get(address(week)).text
    client.post(
        address(week),
        data=typed()
        | row(0, "host", "老朋友 (Old Friend) · Opole University of Technology")
        | row(1, "guide", "other friend")
        | row(2, "speaker", "opole"),
    )

    assert "Now Here" in page
    assert "Old Friend" not in page
    assert page.count("<option value=") < MOST_OFFERED + 100
    assert len(page.encode()) < 120_000
    planned = db.session.scalars(select(Event).where(Event.id != event.id)).one()
    names = {one.id: one.name.latin for one in db.session.scalars(select(Person))}
    said = [names[one.person_id or event.id] for one in planned_event(planned).parts]
    assert said == ["Old Friend", "Other Friend", "Old Friend"]


def test_institutions_outside_the_first_are_named_as_well(client: Client) -> None:
    week = make_week()
    for number in range(MOST_OFFERED):
        make_institution(f"Academy {number:03}")
    far = make_institution("Zhejiang University")
    here = make_institution("Zurich Institute")
    add(Participation(week_id=week.id, institution_id=here.id))
    client.sign_in()

    page = client.get(address(week)).text
    new = {"new_latin": "Wang Fang", "new_institution": "zhejiang university"}
    client.post(address(week), data=typed() | row(0, "host", **new))

    assert ("Zurich Institute" in page, "Zhejiang University" in page) == (True, False)
    person = db.session.scalars(select(Person)).one()
    assert person.institution_id == far.id


def test_namesakes_carry_a_mark_that_stays(client: Client) -> None:
    week = make_week()
    first, second = make_person("Li Na"), make_person("Li Na")
    client.sign_in()

    page = client.get(address(week)).text
    client.post(
        address(week), data=typed() | row(0, "host", f"Li Na · {second.id.hex[:4]}")
    )

    assert f"Li Na · {first.id.hex[:4]}" in page
    event = db.session.scalars(select(Event)).one()
    assert planned_event(event).parts[0].person_id == second.id


def test_rows_move_and_go_without_script_and_nothing_typed_is_lost(
    client: Client,
) -> None:
    week = make_week()
    client.sign_in()
    rows = row(0, "presider", "First") | row(1, "speaker", "Second")

    for step, order in (
        ("down-0", ["Second", "First"]),
        ("up-1", ["Second", "First"]),
        ("up-0", ["First", "Second"]),
        ("remove-0", ["Second"]),
        ("add", ["First", "Second", ""]),
        ("down-9", ["First", "Second"]),
    ):
        answer = client.post(
            address(week), data=typed(title_en="Kept") | rows | {"step": step}
        )
        found = [
            answer.text.split(f'name="people-{number}-person"')[1].split(">")[0]
            for number in range(len(order))
        ]

        assert answer.status_code == 200
        assert 'value="Kept"' in answer.text
        assert f"people-{len(order)}-person" not in answer.text
        for tag, name in zip(found, order, strict=True):
            assert f'value="{name}"' in tag
    assert db.session.scalars(select(Event)).all() == []


def test_strange_rows_are_left_out() -> None:
    sent = {
        "people-²-part": "speaker",
        "people-99999-part": "speaker",
        "people-x": "",
        "title-en": "Kept",
    }
    many = {f"people-{number}-part": "speaker" for number in range(MOST_ROWS + 9)}

    assert dict(rearranged(sent, "remove-7")) == {
        "title-en": "Kept",
        "people-0-part": "",
    }
    assert len(rearranged(many)) == MOST_ROWS


def test_people_typed_meanwhile_are_shown_beside_those_that_were_saved(
    client: Client,
) -> None:
    week = make_week()
    event = make_event(week)
    make_person("Yao Li")
    make_person("Jan Kowalski")
    client.sign_in()
    data = typed(title_en="Salon", title_zh="", ends="10:00", version="1")
    client.post(address(week, event), data=data | row(0, "speaker", "Yao Li"))

    answer = client.post(
        address(week, event),
        data=data | row(0, "speaker", "Jan Kowalski") | row(1, "host", new_latin="Hu"),
    )

    assert answer.status_code == 409
    assert "<td>Yao Li</td>" in answer.text
    assert "<td>Jan Kowalski</td>" in answer.text
    assert 'value="Hu"' in answer.text
    assert len(db.session.scalars(select(Person)).all()) == 2
    assert parts_now() == [(Part.SPEAKER, "Yao Li")]


def test_persons_are_found_in_either_script_changed_and_removed(
    client: Client,
) -> None:
    make_person("Yao Li", "姚力")
    make_person("Jan Kowalski")
    client.sign_in()

    page = client.get("/organise/people", query_string={"q": "姚"}).text
    assert "Yao Li" in page
    assert "Kowalski" not in page

    person = db.session.scalars(
        select(Person).where(Person.sort_name == "jan kowalski")
    )
    there = f"/organise/people/{person.one().id}"
    data = {
        "latin": "Jan Nowak",
        "native": "",
        "office-en": "Dean",
        "address": "jan@guest.example",
        "language": "en",
        "spoken": ["pl", "en"],
    }
    assert "Saved." in client.post(there, data=data, follow_redirects=True).text
    again = client.get(there).text
    assert 'value="Jan Nowak"' in again
    assert 'value="Dean"' in again
    wrong = client.post(there, data=data | {"latin": "", "address": "no"})
    assert wrong.status_code == 422
    assert "Enter a name." in wrong.text

    gone = client.post(f"{there}/remove", follow_redirects=True).text
    assert "Jan Nowak is no longer in the list." in gone
    new = client.post("/organise/people/new", data=data, follow_redirects=True)
    assert "Jan Nowak is in the list." in new.text


def test_a_person_with_a_part_stays(client: Client) -> None:
    person = make_person("Yao Li")
    assign(make_event(), [PartPlan(Part.SPEAKER, person.id)])
    client.sign_in()

    answer = client.post(f"/organise/people/{person.id}/remove")

    assert answer.status_code == 409
    assert "This person has a part in an event." in answer.text
    assert len(db.session.scalars(select(Person)).all()) == 1


def test_a_person_who_acts_in_a_ceremony_stays_in_its_cues(client: Client) -> None:
    person = make_person("Yao Li")
    make_run(cue(cast=(CueCast(person.id, Part.SPEAKER),)))
    client.sign_in()

    answer = client.post(f"/organise/people/{person.id}/remove")

    assert answer.status_code == 409
    assert "This person acts in a run of show." in answer.text
    assert len(db.session.scalars(select(CuePerson)).all()) == 1


def test_a_person_who_is_a_delegate_stays(client: Client) -> None:
    person = make_person("Yao Li")
    make_registration(person_id=person.id)
    client.sign_in()

    answer = client.post(f"/organise/people/{person.id}/remove")

    assert answer.status_code == 409
    assert "This person is also a delegate." in answer.text
    assert len(db.session.scalars(select(Person)).all()) == 1


def appearing(week: Week, person: Person, en: str, hours: float) -> Event:
    event = make_event(week, en, starts_at=MORNING + timedelta(hours=hours))
    assign(event, [PartPlan(Part.SPEAKER, person.id, Localised({"en": f"At {en}"}))])
    return event


def test_a_person_has_a_timetable_with_gaps_and_overlaps(client: Client) -> None:
    week = make_week()
    person = make_person("Yao Li", "姚力")
    appearing(week, person, "Opening", 0)
    appearing(week, person, "Forum", 0.5)
    appearing(week, person, "Lunch", 3)
    make_event(week, "Somebody else's")
    client.sign_in()

    page = client.get(f"/organise/{week.slug}/people/{person.id}").text

    assert "At Opening" in page
    assert "At the same time: Forum" in page
    assert "after 90 minutes free" in page
    assert "Somebody else" not in page
    of_week = client.get(f"/organise/{week.slug}/people").text
    assert "Yao Li" in of_week


def test_a_linked_delegate_brings_their_places(client: Client) -> None:
    week = make_week()
    home = make_institution()
    person = make_person("Wang Xiaoming", "王小明", institution_id=home.id)
    registration = make_registration(week, institution_id=home.id)
    other = make_registration(week)
    make_place(registration, make_event(week, "Campus tour"))
    client.sign_in()
    there = f"/organise/{week.slug}/people/{person.id}"

    assert "Campus tour" not in client.get(there).text
    refused = client.post(f"{there}/delegate", data={"registration": str(other.id)})
    assert refused.status_code == 400
    client.post(f"{there}/delegate", data={"registration": str(registration.id)})

    page = client.get(there).text
    assert "Campus tour" in page
    assert "Delegate with a place" in page
    client.post(f"{there}/delegate", data={"registration": ""})
    found = db.session.get_one(Registration, registration.id)
    assert found.person_id is None


def test_a_delegate_is_said_to_be_a_person_whatever_the_institution(
    client: Client,
) -> None:
    week = make_week()
    person = make_person("Wang Xiaoming", "王小明")
    registration = make_registration(week)
    client.sign_in()
    there = f"/organise/{week.slug}/registrations/{registration.id}"

    offered = client.get(f"{there}/person").text
    assert "This is the person" in offered
    assert "No person has such a name." in client.get(f"{there}/person?q=zz").text
    page = client.post(
        f"{there}/person", data={"person": str(person.id)}, follow_redirects=True
    ).text

    assert f"/organise/{week.slug}/people/{person.id}" in page
    assert "王小明" in client.get(f"/organise/{week.slug}/people/{person.id}").text
    client.post(f"{there}/person", data={"person": ""})
    found = db.session.get_one(Registration, registration.id)
    assert found.person_id is None
    elsewhere = f"/organise/{make_week().slug}/registrations/{registration.id}/person"
    assert client.get(elsewhere).status_code == 404


def test_an_unknown_person_leaves_a_delegate_as_they_are(client: Client) -> None:
    week, person = make_week(), make_person("Wang Xiaoming")
    registration = make_registration(week, person_id=person.id)
    client.sign_in()
    there = f"/organise/{week.slug}/registrations/{registration.id}/person"

    strangers: tuple[dict[str, str], ...] = (
        {"person": str(uuid4())},
        {"person": "x"},
        {},
    )
    answers = [client.post(there, data=data).status_code for data in strangers]

    assert answers == [404, 404, 404]
    assert db.session.get_one(Registration, registration.id).person_id == person.id


def test_nobody_is_two_delegates_of_one_week(client: Client) -> None:
    week, person = make_week(), make_person("Wang Xiaoming")
    registration = make_registration(week, person_id=person.id)
    make_registration(person_id=person.id)  # of another week
    gone = RegistrationStatus.CANCELLED
    make_registration(week, person_id=person.id, status=gone)
    second = make_registration(week)
    client.sign_in()
    there = f"/organise/{week.slug}/registrations/{second.id}/person"

    answer = client.post(there, data={"person": str(person.id)})

    assert answer.status_code == 409
    assert "is already another delegate of this week" in answer.text
    assert db.session.get_one(Registration, second.id).person_id is None
    assert db.session.get_one(Registration, registration.id).person_id == person.id


def test_two_organisers_at_once_make_nobody_two_delegates(app: Flask) -> None:
    week, by = make_week(), make_account()
    who, person = by.id, make_person("Wang Xiaoming").id
    keys = [make_registration(week).id for _number in range(2)]
    db.session.commit()

    def link(key: UUID) -> None:
        link_person(
            db.session.get_one(Registration, key),
            db.session.get_one(Person, person),
            by=db.session.get_one(Account, who),
        )

    outcomes = at_once(app, [lambda: link(keys[0]), lambda: link(keys[1])])

    assert sorted(outcomes) == ["DelegateAlready", "done"]


def test_another_delegate_is_chosen_in_one_step_and_the_journal_says_so(
    client: Client,
) -> None:
    week, home = make_week(), make_institution()
    person = make_person("Wang Xiaoming", institution_id=home.id)
    first = make_registration(week, institution_id=home.id, person_id=person.id)
    second = make_registration(week, institution_id=home.id)
    client.sign_in()
    there = f"/organise/{week.slug}/people/{person.id}/delegate"

    client.post(there, data={"registration": str(second.id)})
    client.post(there, data={"registration": str(second.id)})  # again: nothing new

    linked = [
        db.session.get_one(Registration, one.id).person_id for one in (first, second)
    ]
    assert linked == [None, person.id]
    actions = db.session.scalars(select(Entry.action).order_by(Entry.action)).all()
    assert actions == ["person.linked", "person.unlinked"]


def test_the_pages_of_persons_need_the_same_few_statements_for_many(
    client: Client, statements: Callable[[], Any]
) -> None:
    week = make_week()
    home = make_institution()
    person = make_person("Yao Li", institution_id=home.id)
    venue = make_venue(week)
    make_registration(week, institution_id=home.id, person_id=person.id)
    appearing(week, person, "First", 0)
    client.sign_in()
    pages = (
        "/organise/people",
        f"/organise/people/{person.id}",
        f"/organise/{week.slug}/people",
        f"/organise/{week.slug}/people/{person.id}",
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
    for number in range(5):
        another = make_person(
            f"Person {number}", institution_id=make_institution(f"U {number}").id
        )
        event = make_event(week, venue_id=venue.id)
        assign(
            event, [PartPlan(Part.HOST, another.id), PartPlan(Part.GUIDE, person.id)]
        )

    assert counts() == few
    assert max(few) < 20
