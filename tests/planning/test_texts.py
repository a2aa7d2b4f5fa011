"""Public texts in all languages of a week: what is missing, and written there."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.accounts.models import Account
from eventapp.journal.models import Entry
from eventapp.kernel.db import db, lock
from eventapp.kernel.i18n import Localised
from eventapp.planning.queries.texts import OwnerKind, missing_texts, owners
from eventapp.planning.service.wording import change_texts
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Person
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import planned_event
from eventapp.programme.plans import PartPlan
from eventapp.programme.service.events import assign
from eventapp.programme.vocabulary import EventStatus, Part
from tests.builders import (
    make_account,
    make_event,
    make_person,
    make_venue,
    make_week,
)
from tests.conftest import Client
from tests.programme.contest import at_once

RECTOR = Localised({"en": "Rector", "zh-Hans": "校长"})


def full_week(**changes: Any) -> Week:
    """A week with an event, a venue and a person, all of them in two languages."""
    week = make_week(**changes)
    event = make_event(week, "Salon", zh="沙龙")
    make_venue(week, name=Localised({"en": "Main Hall", "zh-Hans": "主楼"}))
    assign(event, [PartPlan(Part.SPEAKER, make_person("Yao Li", office=RECTOR).id)])
    return week


def written(owner: str, *, seen: str = "1", **texts: str) -> dict[str, str]:
    """What a browser sends for one owner."""
    names = {f"{owner}-{name.replace('__', '-')}": text for name, text in texts.items()}
    return {f"{owner}-version": seen, **names}


def mark(week: Week, owner: str) -> str:
    """What the form of an owner carries."""
    return next(one.mark for one in owners(week) if one.name == owner)


def test_each_field_is_missing_once_in_each_language(client: Client) -> None:
    week = full_week(languages=("en", "zh-Hans", "pl"))
    make_event(week, "Gone", status=EventStatus.CANCELLED)

    missing = {owner.kind: owner.missing(week.languages) for owner in owners(week)}

    assert missing == {
        OwnerKind.WEEK: [("name", "pl"), ("city", "pl")],
        OwnerKind.EVENT: [("title", "pl")],
        OwnerKind.VENUE: [("name", "pl")],
        OwnerKind.PERSON: [("office", "pl")],
    }
    assert missing_texts(week) == 5
    client.sign_in()
    overview = client.get(f"/organise/{week.slug}/").text
    assert "5 texts are missing in a language of the week" in overview


def test_the_page_shows_what_is_missing_and_filters_it(client: Client) -> None:
    week = full_week(languages=("en", "zh-Hans", "pl"))
    make_event(week, "Fair")
    client.sign_in()
    page = f"/organise/{week.slug}/texts"

    everything = client.get(page).text
    assert "Polish: 6 missing" in everything
    assert "Chinese: 1 missing" in everything
    assert "English: complete" in everything
    assert everything.count("Polish is missing") == 6
    chinese = client.get(page, query_string={"language": "zh-Hans"}).text
    assert ">Fair</h2>" in chinese
    assert ">Salon</h2>" not in chinese
    venues = client.get(page, query_string={"kind": "venue"}).text
    assert ">Main Hall</h2>" in venues
    assert ">Salon</h2>" not in venues
    complete = client.get(f"/organise/{full_week().slug}/texts").text
    assert "Nothing is missing" in complete
    assert "Yao Li" in client.get(page, query_string={"show": "all"}).text
    assert client.get(page, query_string={"page": "x"}).status_code == 404


def test_texts_of_an_event_are_written_into_its_plan(client: Client) -> None:
    week = full_week(languages=("en", "pl"))
    event = db.session.scalars(select(Event)).one()
    client.sign_in()
    owner = f"event-{event.id}"

    answer = client.post(
        f"/organise/{week.slug}/texts/{owner}?language=pl",
        data=written(owner, title__en="Salon", title__pl="Salon polski"),
    )

    assert answer.headers["Location"] == f"/organise/{week.slug}/texts?language=pl"
    event = db.session.scalars(select(Event)).one()
    assert dict(planned_event(event).plan.title) == {
        "en": "Salon",
        "zh-Hans": "沙龙",
        "pl": "Salon polski",
    }
    assert "pl" not in event.title
    assert planned_event(event).parts != ()


def test_another_text_typed_meanwhile_is_not_lost(client: Client) -> None:
    week = full_week()
    event = db.session.scalars(select(Event)).one()
    client.sign_in()
    owner = f"event-{event.id}"
    there = f"/organise/{week.slug}/texts/{owner}"
    client.post(there, data=written(owner, title__en="First"))

    answer = client.post(there, data=written(owner, title__en="Second"))

    assert answer.status_code == 409
    assert "Somebody else changed this event meanwhile." in answer.text
    assert 'value="Second"' in answer.text
    assert f'name="{owner}-version" type="hidden" value="2"' in answer.text
    event = db.session.scalars(select(Event)).one()
    assert planned_event(event).plan.title["en"] == "First"


def test_other_texts_are_public_at_once(client: Client) -> None:
    week = full_week()
    venue = db.session.scalars(select(Venue)).one()
    person = db.session.scalars(select(Person)).one()
    client.sign_in()
    for owner, texts in (
        (f"venue-{venue.id}", {"name__en": "Great Hall", "directions__en": "Left."}),
        (f"person-{person.id}", {"office__en": "President"}),
        (f"week-{week.id}", {"name__en": "New Week", "city__en": "Opole"}),
    ):
        answer = client.post(
            f"/organise/{week.slug}/texts/{owner}",
            data=written(owner, seen=mark(week, owner), **texts),
            follow_redirects=True,
        )
        assert "saved. Everybody sees it." in answer.text

    assert dict(db.session.scalars(select(Venue.name)).one()) == {"en": "Great Hall"}
    assert str(db.session.scalars(select(Person)).one().office) == "President"
    now = db.session.scalars(select(Week)).one()
    assert (str(now.name), str(now.city)) == ("New Week", "Opole")
    assert now.privacy_version == "1"
    actions = db.session.scalars(select(Entry.action).order_by(Entry.action)).all()
    assert actions == ["person.changed", "venue.changed", "week.changed"]


@pytest.mark.parametrize("kind", ["venue", "person", "week"])
def test_texts_that_became_others_meanwhile_are_not_written_over(
    client: Client, kind: str
) -> None:
    week = full_week()
    owner = next(one for one in owners(week) if one.kind == kind).name
    field = "office" if kind == "person" else "name"
    client.sign_in()
    there = f"/organise/{week.slug}/texts/{owner}"
    page = client.get(f"/organise/{week.slug}/texts?show=all").text
    seen = mark(week, owner)
    assert f'name="{owner}-version" type="hidden" value="{seen}"' in page
    client.post(
        there,
        data=written(
            owner, seen=seen, **{f"{field}__en": "First", "city__en": "Opole"}
        ),
    )

    answer = client.post(
        there,
        data=written(
            owner, seen=seen, **{f"{field}__en": "Second", "city__en": "Opole"}
        ),
    )

    assert answer.status_code == 409
    assert "Somebody else changed these texts meanwhile." in answer.text
    assert 'value="Second"' in answer.text
    now = next(one for one in owners(week) if one.name == owner)
    assert dict(now.texts[field] or {})["en"] == "First"
    assert f'name="{owner}-version" type="hidden" value="{now.mark}"' in answer.text


def test_two_who_write_a_text_at_once_do_not_take_back_a_setting(
    app: Flask,
) -> None:
    week, by = full_week(), make_account()
    name = f"week-{week.id}"
    seen, where, who = mark(week, name), week.id, by.id
    db.session.commit()

    def write(text: str) -> None:
        found = db.session.get_one(Week, where)
        organiser = db.session.get_one(Account, who)
        texts = {"theme": Localised({"en": text})}
        change_texts(found, OwnerKind.WEEK, where, texts, seen=seen, by=organiser)

    def publish() -> None:
        found = db.session.get_one(Week, where)
        lock(found)
        found.contact_address = "new@host.example"

    outcomes = at_once(app, [lambda: write("One"), lambda: write("Two"), publish])

    assert sorted(outcomes) == ["TextsChangedMeanwhile", "done", "done"]
    db.session.rollback()
    assert db.session.get_one(Week, where).contact_address == "new@host.example"


def test_a_needed_text_is_asked_for_and_strangers_are_not_found(
    client: Client,
) -> None:
    week = full_week()
    client.sign_in()
    owner = f"week-{week.id}"

    empty = client.post(
        f"/organise/{week.slug}/texts/{owner}", data=written(owner, name__en="")
    )
    other = make_week()
    strange = client.post(f"/organise/{week.slug}/texts/week-{other.id}", data={})

    assert empty.status_code == 422
    assert "Enter a name in one language at least." in empty.text
    assert strange.status_code == 404


def test_the_page_of_texts_needs_the_same_few_statements_for_many(
    client: Client, statements: Callable[[], Any]
) -> None:
    week = full_week()
    client.sign_in()

    def count() -> int:
        db.session.commit()
        with statements() as ran:
            page = client.get(f"/organise/{week.slug}/texts?show=all")
            assert page.status_code == 200
        return len(ran)

    few = count()
    for number in range(6):
        event = make_event(week, f"Event {number}")
        make_venue(week, f"Room {number}")
        person = make_person(f"Person {number}", office=RECTOR)
        assign(event, [PartPlan(Part.HOST, person.id)])

    assert count() == few == 8
