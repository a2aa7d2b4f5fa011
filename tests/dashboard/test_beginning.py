"""Beginning a week."""

import re

import pytest
from sqlalchemy import select

from eventapp.accounts.vocabulary import Role
from eventapp.checkin.models.desks import Desk
from eventapp.institutions.models import Institution
from eventapp.journal.models import Entry
from eventapp.kernel.db import db
from eventapp.programme.models.weeks import Week
from eventapp.programme.queries import week_by_slug
from tests.builders import make_institution, make_week
from tests.conftest import Client


def answers(host: Institution) -> dict[str, str]:
    return {
        "name_en": "Autumn Week",
        "name_zh": "秋季合作周",
        "slug": "autumn2027",
        "host": str(host.id),
        "city_en": "Opole",
        "city_zh": "",
        "zone": "Europe/Warsaw",
        "first": "2027-10-04",
        "last": "2027-10-08",
        "contact_address": "office@opole.example",
    }


def test_a_week_begins_unseen_with_a_desk(client: Client) -> None:
    host = make_institution()
    form = answers(host)
    client.sign_in()

    page = client.post("/organise/new", data=form, follow_redirects=True)

    assert "Only organisers see it yet" in page.text
    week = week_by_slug("autumn2027")
    assert week is not None
    assert (week.zone, week.is_public) == ("Europe/Warsaw", False)
    assert [str(desk.name) for desk in db.session.scalars(select(Desk))] == [
        "Registration desk"
    ]
    assert "week.begun" in set(db.session.scalars(select(Entry.action)))
    assert client.get("/weeks/autumn2027/").status_code == 404


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("slug", "", "Enter a short address"),
        ("slug", "Autumn 2027", "Use small letters"),
        ("slug", "spring", "Another week has this address"),
        ("slug", "new", "Another week has this address"),
        ("last", "2027-10-01", "not before the first day"),
        ("last", "2028-01-04", "A week lasts at most 92 days."),
        ("last", "tomorrow", "Enter a day like"),
        ("zone", "", "Choose the time zone of the city."),
        ("host", "", "Choose the host."),
        ("zone", "Mars/Olympus", "Choose one of the list"),
        ("host", "nobody", "Choose one of the list"),
        ("contact_address", "office", "Enter an e-mail address"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client: Client, name: str, value: str, sentence: str
) -> None:
    make_week("spring")
    form = answers(make_institution()) | {name: value}
    client.sign_in()

    page = client.post("/organise/new", data=form)

    assert page.status_code == 422
    assert sentence in page.text
    assert "秋季合作周" in page.text
    assert len(db.session.scalars(select(Week)).all()) == 1


def test_neither_host_nor_zone_is_chosen_before_somebody_chooses(
    client: Client,
) -> None:
    make_institution()
    client.sign_in()

    page = client.get("/organise/new").text

    assert page.count('<option value="">Choose</option>') + page.count(
        '<option selected value="">Choose</option>'
    ) == len(("host", "zone"))
    assert not re.search(r"<option selected value=\"[^\"]", page)


def test_stewards_begin_no_week(client: Client) -> None:
    client.sign_in(Role.STEWARD)

    assert client.get("/organise/new").status_code == 403
