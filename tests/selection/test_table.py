"""The table of delegates, and many confirmed at once after a look."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from eventapp.kernel.db import db
from eventapp.kernel.names import PersonName, searchable
from eventapp.mail.models import Message
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import RegistrationStatus
from tests.builders import (
    make_event,
    make_institution,
    make_place,
    make_registration,
    make_week,
)
from tests.conftest import Client

SUBMITTED = RegistrationStatus.SUBMITTED


def address(week: Week, one: Registration | None = None, more: str = "") -> str:
    return f"/organise/{week.slug}/registrations{f'/{one.id}' if one else ''}{more}"


def named(
    week: Week, latin: str, native: str | None = None, **more: Any
) -> Registration:
    name = PersonName(latin, native, "zh-Hans" if native else None)
    return make_registration(
        week, name=name, search_text=searchable(latin, native), **more
    )


@pytest.mark.parametrize("words", ["王", "wang", "WÁNG", "明 xiao", "ｗａｎｇ"])
def test_a_delegate_is_found_in_either_script_from_one_sign(
    client: Client, words: str
) -> None:
    week = make_week()
    named(week, "Wang Xiaoming", "王小明")
    named(week, "Grzegorz Brzęczyszczykiewicz")
    client.sign_in()

    page = client.get(address(week), query_string={"q": words}).text

    assert "1 found." in page
    assert "王小明" in page
    assert "Grzegorz" not in page


def test_a_delegate_is_found_by_the_number_on_the_badge(client: Client) -> None:
    week = make_week()
    named(week, "Li Na", number=412)
    named(week, "Anna Nowak", number=7)
    client.sign_in()

    page = client.get(address(week), query_string={"q": "0412"}).text

    assert "Li Na" in page
    assert "Anna Nowak" not in page


def test_filters_stand_in_the_address_and_can_be_taken_away_one_by_one(
    client: Client,
) -> None:
    week = make_week()
    make_institution()
    named(week, "Anna Nowak", status=SUBMITTED, territory_code="PL")
    named(week, "Li Na")
    client.sign_in()

    page = client.get(
        address(week), query_string={"status": "submitted", "territory": "PL"}
    ).text

    assert "1 found." in page
    assert f'href="{address(week)}?territory=PL"' in page
    assert f'href="{address(week)}?status=submitted"' in page
    assert "Clear all filters" in page


def test_values_that_no_filter_offers_are_as_if_they_were_not_there(
    client: Client,
) -> None:
    week = make_week()
    named(week, "Li Na")
    client.sign_in()

    page = client.get(
        address(week),
        query_string={
            "status": "x",
            "territory": "'--",
            "day": "yesterday",
            "sort": "-password",
        },
    ).text

    assert "1 found." in page


def test_the_table_is_sorted_by_the_head_that_was_pressed(client: Client) -> None:
    week = make_week()
    for name in ("Cecilia", "Anna", "Boris"):
        named(week, name)
    client.sign_in()

    up = client.get(address(week), query_string={"sort": "name"}).text
    down = client.get(address(week), query_string={"sort": "-name"}).text

    assert up.index("Anna") < up.index("Boris") < up.index("Cecilia")
    assert down.index("Cecilia") < down.index("Boris") < down.index("Anna")
    assert 'aria-sort="ascending"' in up
    assert 'aria-sort="descending"' in down


def test_a_long_table_has_pages(client: Client) -> None:
    week = make_week()
    for n in range(53):
        named(week, f"Delegate {n}")
    client.sign_in()

    first, second = (
        client.get(address(week)).text,
        client.get(address(week, more="?page=2")).text,
    )

    assert "1 to 50 of 53" in first
    assert "51 to 53 of 53" in second


def test_an_empty_table_says_what_will_stand_there(client: Client) -> None:
    week = make_week()
    client.sign_in()

    assert "Delegates who register will stand here." in client.get(address(week)).text


def test_the_table_needs_the_same_statements_for_many_rows(
    client: Client, statements: Callable[[], Any]
) -> None:
    week = make_week()
    event = make_event(week)
    one = make_registration(week)
    make_place(one, event)
    for n in range(8):
        institution = make_institution(f"University {n}")
        make_place(make_registration(week, institution_id=institution.id), event)
    client.sign_in()
    of_all, of_one = address(week), address(week, one)

    with statements() as table:
        assert client.get(of_all).status_code == 200
    with statements() as page:
        assert client.get(of_one).status_code == 200

    assert (len(table), len(page)) == (14, 14)


def test_many_are_confirmed_after_a_look_at_whom_it_concerns(client: Client) -> None:
    week = make_week()
    waiting = [named(week, f"Waiting {n}", status=SUBMITTED) for n in range(3)]
    done = named(week, "Done already")
    client.sign_in()

    preview = client.post(
        address(week, more="/preview"),
        data={"registration": [str(one.id) for one in (*waiting[:2], done)]},
    )
    assert "2 registrations will be confirmed." in preview.text
    assert "1: This registration does not wait for a decision." in preview.text
    assert db.session.scalars(select(Message)).all() == []

    answer = client.post(
        address(week, more="/do"),
        data={
            "do": "confirm",
            "registration": [str(one.id) for one in (*waiting[:2], done)],
        },
        follow_redirects=True,
    )

    assert "2 registrations are confirmed." in answer.text
    statuses = {
        one.name.latin: one.status.value
        for one in db.session.scalars(select(Registration))
    }
    assert statuses == {
        "Waiting 0": "confirmed",
        "Waiting 1": "confirmed",
        "Waiting 2": "submitted",
        "Done already": "confirmed",
    }


def test_all_that_were_found_can_be_looked_at_before_they_are_confirmed(
    client: Client,
) -> None:
    week = make_week()
    for name in ("Anna One", "Anna Two", "Boris"):
        named(week, name, status=SUBMITTED)
    client.sign_in()

    preview = client.post(
        address(week, more="/preview"), data={"all": "1", "q": "anna", "status": ""}
    )

    assert "2 registrations will be confirmed." in preview.text
    assert "Boris" not in preview.text


@pytest.mark.parametrize("keys", [[], ["x"], ["\0"], [str(uuid4())] * 3])
def test_nobody_is_confirmed_where_nobody_was_ticked(
    client: Client, keys: list[str]
) -> None:
    week = make_week()
    client.sign_in()

    answer = client.post(address(week, more="/preview"), data={"registration": keys})

    assert answer.status_code == 200
    assert "None of the chosen registrations waits for a decision." in answer.text


def test_nobody_of_another_week_is_confirmed_among_many(client: Client) -> None:
    week = make_week()
    one = make_registration(make_week(), status=SUBMITTED)
    client.sign_in()

    client.post(
        address(week, more="/do"), data={"do": "confirm", "registration": str(one.id)}
    )

    assert db.session.get_one(Registration, one.id).status is SUBMITTED


@pytest.mark.parametrize(
    ("deed", "after"),
    [
        ("confirm", RegistrationStatus.CONFIRMED),
        ("decline", RegistrationStatus.CANCELLED),
    ],
)
def test_who_accompanies_somebody_of_the_list_goes_with_them(
    client: Client, deed: str, after: RegistrationStatus
) -> None:
    delegate = make_registration(week := make_week(), status=SUBMITTED)
    beside = make_registration(week, status=SUBMITTED, accompanies_id=delegate.id)
    client.sign_in()

    client.post(
        address(week, more="/do"),
        data={
            "do": deed,
            "registration": [str(delegate.id), str(beside.id)],
            "reason": "Full",
        },
    )

    assert db.session.get_one(Registration, delegate.id).status is not SUBMITTED
    assert db.session.get_one(Registration, beside.id).status is after


def test_who_accompanies_a_delegate_is_marked_in_the_table(client: Client) -> None:
    week = make_week("spring")
    delegate = named(week, "Anna Nowak", number=1)
    named(week, "Jan Nowak", number=2, accompanies_id=delegate.id)
    client.sign_in()

    page = client.get(address(week)).text

    assert page.count("Accompanying person</span>") == 1
