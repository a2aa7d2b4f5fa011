"""The directory in the office: search, proposals, labels."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from eventapp.institutions.models import Alias, Institution, Territory
from eventapp.journal.models import Entry
from eventapp.kernel.db import db
from eventapp.programme.models.weeks import Week
from eventapp.programme.service.weeks import invite
from eventapp.registration.models.registrations import Registration
from tests.builders import (
    make_institution,
    make_registration,
    make_territory,
    make_week,
)
from tests.conftest import Client

LIST = "/organise/institutions"


def typed(**changes: Any) -> dict[str, Any]:
    values = {
        "name_en": "Warsaw University of Technology",
        "name_zh": "华沙理工大学",
        "native_name": "Politechnika Warszawska",
        "native_language": "pl",
        "type": "university",
        "territory": "PL",
        "city": "Warsaw",
        "aliases": "PW\nWUT\n\n",
    }
    return values | changes


@pytest.mark.parametrize("words", ["华", "warszawska", "POLITECHNIKA", "wut"])
def test_an_institution_is_found_in_any_script_and_by_its_other_names(
    client: Client, words: str
) -> None:
    make_territory()
    make_institution("Opole University of Technology")
    client.sign_in()
    client.post(f"{LIST}/new", data=typed())

    page = client.get(LIST, query_string={"q": words}).text

    assert "1 found." in page
    assert "Warsaw University of Technology" in page


def test_an_entered_institution_keeps_all_its_names(client: Client) -> None:
    make_territory()
    client.sign_in()

    client.post(f"{LIST}/new", data=typed())

    one = db.session.scalars(select(Institution)).one()
    assert dict(one.name) == {
        "en": "Warsaw University of Technology",
        "zh-Hans": "华沙理工大学",
    }
    assert set(db.session.scalars(select(Alias.name))) == {"PW", "WUT"}
    page = client.get(f"{LIST}/{one.id}").text
    assert 'value="Politechnika Warszawska"' in page
    assert db.session.scalars(select(Entry.action)).all() == ["institution.entered"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name_en": "", "name_zh": ""}, "Enter a name in one language at least."),
        ({"territory": "ZZ"}, "Choose one of the list."),
        ({"type": "\0"}, "Choose one of the list."),
        ({"native_language": "<b>"}, "Enter a language tag like pl or zh-Hans."),
        ({"aliases": "x" * 301}, "Use at most 50 lines"),
        ({"aliases": "a\n" * 51}, "Use at most 50 lines"),
        ({"city": "x" * 121}, "Use at most 120 characters."),
    ],
)
def test_a_wrong_answer_is_said_in_a_sentence(
    client: Client, changes: dict[str, str], sentence: str
) -> None:
    make_territory()
    client.sign_in()

    answer = client.post(f"{LIST}/new", data=typed(**changes))

    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_changed_institution_is_found_under_its_new_name(client: Client) -> None:
    one = make_institution("Old name")
    client.sign_in()

    client.post(f"{LIST}/{one.id}", data=typed())

    assert "1 found." in client.get(LIST, query_string={"q": "Warsaw"}).text
    assert "0 found." in client.get(LIST, query_string={"q": "Old"}).text
    line = db.session.scalars(select(Entry)).one()
    assert line.details["before"]["name"] == {"en": "Old name"}


def test_the_people_of_a_changed_institution_are_found_under_its_new_name(
    client: Client,
) -> None:
    week = make_week("spring")
    one = make_institution("Old name")
    make_registration(week, institution_id=one.id)
    invite(week, one)
    revision = week.revision
    client.sign_in()

    client.post(f"{LIST}/{one.id}", data=typed())

    page = client.get("/organise/spring/registrations?q=politechnika").text
    assert "1 found." in page
    assert db.session.get_one(Week, week.id).revision == revision + 1


def test_a_proposed_name_shows_look_alikes_and_merges_nothing_by_itself(
    client: Client,
) -> None:
    like = make_institution("Opole University of Technology")
    make_institution("Tianjin Conservatory")
    one = make_registration(proposed_institution="University of Technology in Opole")
    client.sign_in()

    page = client.get(f"{LIST}/proposed/{one.id}").text

    assert "Opole University of Technology" in page
    assert "Tianjin" not in page
    assert str(like.id) in page
    assert db.session.get_one(Registration, one.id).institution_id is None


def test_assigning_moves_all_who_typed_the_same_name(client: Client) -> None:
    week = make_week()
    known = make_institution("Opole University of Technology", "奥波莱理工大学")
    first = make_registration(week, proposed_institution="Opole Tech")
    second = make_registration(week, proposed_institution="Opole Tech")
    other = make_registration(week, proposed_institution="Other")
    account = client.sign_in()

    answer = client.post(
        f"{LIST}/proposed/{first.id}",
        data={"institution": str(known.id)},
        follow_redirects=True,
    )

    assert (
        "2 registrations now belong to Opole University of Technology." in answer.text
    )
    for one in (first, second):
        row = db.session.get_one(Registration, one.id)
        assert (row.institution_id, row.proposed_institution) == (known.id, None)
        assert "奥波莱" in row.search_text
    assert db.session.get_one(Registration, other.id).proposed_institution == "Other"
    lines = db.session.scalars(select(Entry)).all()
    assert {(one.actor, one.action) for one in lines} == {
        (account.name, "registration.institution_assigned")
    }


def test_a_proposal_may_be_entered_as_new_and_is_assigned_at_once(
    client: Client,
) -> None:
    make_territory()
    one = make_registration(proposed_institution="New Academy", territory_code="PL")
    client.sign_in()
    page = f"{LIST}/new?proposal={one.id}"

    assert 'value="New Academy"' in client.get(page).text
    client.post(page, data=typed(name_en="New Academy"))

    assert db.session.get_one(Registration, one.id).institution_id is not None


@pytest.mark.parametrize("key", ["", "x", "\0", str(uuid4())])
def test_assigning_to_nothing_is_not_found(client: Client, key: str) -> None:
    one = make_registration()
    client.sign_in()

    answer = client.post(f"{LIST}/proposed/{one.id}", data={"institution": key})

    assert answer.status_code == 404


def test_a_proposal_that_was_settled_is_not_found(client: Client) -> None:
    one = make_registration(
        proposed_institution=None, institution_id=make_institution().id
    )
    client.sign_in()

    assert client.get(f"{LIST}/proposed/{one.id}").status_code == 404
    assert client.get(f"{LIST}/new?proposal=x").status_code == 200


def test_the_organisers_choose_the_words_for_a_country_or_region(
    client: Client,
) -> None:
    make_territory("TW", "Taiwan", "台湾")
    week, elsewhere = make_week("spring"), make_week("autumn")
    invite(week, make_institution("Academy", territory="TW"))
    revisions = week.revision, elsewhere.revision
    client.sign_in()
    page = f"{LIST}/territories/TW"

    empty = client.post(page, data={"label_en": "", "label_zh": ""})
    assert empty.status_code == 422
    client.post(page, data={"label_en": "Taiwan, China", "label_zh": "中国台湾"})

    row = db.session.get_one(Territory, "TW")
    assert dict(row.label) == {"en": "Taiwan, China", "zh-Hans": "中国台湾"}
    assert "Taiwan, China" in client.get(f"{LIST}/territories").text
    assert (week.revision, elsewhere.revision) == (revisions[0] + 1, revisions[1])
    assert client.get(f"{LIST}/territories/ZZ").status_code == 404
    line = db.session.scalars(select(Entry)).one()
    assert line.details["before"] == {"label": {"en": "Taiwan", "zh-Hans": "台湾"}}


def test_the_directory_needs_the_same_statements_for_many_rows(
    client: Client, statements: Callable[[], Any]
) -> None:
    week = make_week()
    for n in range(6):
        make_institution(f"University {n}")
        make_registration(week, proposed_institution=f"Academy {n}")
    client.sign_in()

    with statements() as directory:
        assert client.get(LIST).status_code == 200
    with statements() as proposals:
        assert client.get(f"{LIST}/proposed").status_code == 200

    assert (len(directory), len(proposals)) == (5, 3)
