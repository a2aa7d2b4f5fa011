"""Reports: by which rule we count, year against year, kept for ever."""

import io
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from eventapp.accounts.vocabulary import Role
from eventapp.institutions.models import InstitutionType
from eventapp.journal.models import Entry
from eventapp.kernel.db import add, db
from eventapp.kernel.i18n import speaking
from eventapp.lists.figures import Figures, Rule
from eventapp.lists.models import Report
from eventapp.lists.queries.counting import figures_of, figures_of_all
from eventapp.lists.vocabulary import Counted
from eventapp.lists.words import sentence_of
from eventapp.programme.models.weeks import Participation, Week
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import DelegateKind, RegistrationStatus
from eventapp.selection.choosing import Choice
from eventapp.selection.queries.counting import count_of
from tests.builders import (
    make_institution,
    make_registration,
    make_territory,
    make_week,
)
from tests.conftest import Client

pytestmark = pytest.mark.usefixtures("app")


def guest_from(
    week: Week,
    title: str,
    code: str = "PL",
    kind: InstitutionType = InstitutionType.UNIVERSITY,
    **changes: Any,
) -> Registration:
    make_territory(code, f"Region {code}", f"{code}地区")
    home = make_institution(title, type=kind, territory=code)
    return make_registration(week, institution_id=home.id, **changes)


def week_of_three() -> Week:
    """Two universities, a company and an office, from three countries or regions."""
    week = make_week("spring")
    guest_from(week, "Opole", "PL")
    guest_from(week, "Ruse", "BG")
    guest_from(week, "TechProtect", "DE", InstitutionType.COMPANY)
    guest_from(week, "Office", "RU", InstitutionType.REPRESENTATIVE_OFFICE)
    guest_from(week, "Asks", "FR", status=RegistrationStatus.SUBMITTED)
    make_registration(week, institution_id=week.host_id)
    make_registration(week)
    return week


def test_universities_and_enterprises_count_once_each() -> None:
    week = week_of_three()
    again = select(Registration.institution_id).where(Registration.number.is_not(None))
    make_registration(week, institution_id=db.session.scalars(again.limit(1)).one())
    beside = make_registration(week, kind=DelegateKind.COMPANION)
    beside.accompanies_id = make_registration(week).id

    figures = figures_of(week, Rule())

    assert sentence_of(figures, Rule()) == (
        "3 universities and enterprises from 3 countries and regions"
    )
    with speaking("zh-Hans"):
        assert "3" in sentence_of(figures, Rule())
    assert [str(home.title) for home in figures.apart] == ["Host University", "Office"]
    assert (figures.people, figures.companions, figures.homeless) == (8, 1, 2)


def test_the_rule_decides_who_counts() -> None:
    week = week_of_three()
    named = make_institution("Only announced")
    add(Participation(week_id=week.id, institution_id=named.id))

    counts = {
        rule: (figures.institutions, figures.territories)
        for rule in (
            Rule(),
            Rule(with_others=True),
            Rule(with_others=True, with_host=True),
            Rule(Counted.ANNOUNCED),
            Rule(Counted.CAME),
        )
        for figures in [figures_of(week, rule)]
    }

    assert list(counts.values()) == [(3, 3), (4, 4), (5, 4), (1, 1), (0, 0)]


def test_figures_are_kept_as_they_were() -> None:
    week = week_of_three()

    figures = figures_of(week, Rule())

    assert Figures.of_kept(figures.kept()) == figures


def test_each_number_leads_to_as_many_rows(client: Client) -> None:
    week = week_of_three()
    guest_from(week, "Another of Poland", "PL")
    db.session.commit()
    client.sign_in()

    page = client.get(f"/organise/{week.slug}/reports/").text
    figures = figures_of(week, Rule())

    assert "4 universities and enterprises from 3 countries and regions" in page
    for place in figures.places:
        behind = Choice(
            statuses=(RegistrationStatus.CONFIRMED,),
            accompanies=False,
            institutions=tuple(UUID(home.key) for home in place.homes),
        )
        assert all(f"institution={home.key}" in page for home in place.homes)
        assert count_of(week, behind) == place.people
    assert "An institution counts once if at least one of its delegates" in page
    assert "来自" not in page or 'lang="zh-Hans"' in page


def test_kept_numbers_never_change(client: Client) -> None:
    week = week_of_three()
    client.sign_in()
    address = f"/organise/{week.slug}/reports/"

    kept = client.post(f"{address}freeze", data={"purpose": "Opening"}).location
    guest_from(week, "Newcomer", "FR")
    db.session.commit()
    page, now = client.get(kept).text, client.get(address).text

    assert "3 universities and enterprises from 3 countries and regions" in page
    assert "Used in: Opening" in page
    assert "Came since: Newcomer" in page
    assert "4 universities and enterprises from 4 countries and regions" in now
    entry = db.session.scalars(
        select(Entry).where(Entry.action == "report.frozen")
    ).one()
    assert entry.details["after"] == {"institutions": 3, "territories": 3, "people": 6}


def test_a_reader_sees_numbers_and_keeps_none(client: Client) -> None:
    week = week_of_three()
    db.session.commit()
    client.sign_in(Role.READER)
    address = f"/organise/{week.slug}/reports/"

    page = client.get(address).text
    refused = client.post(f"{address}freeze", data={})

    assert "3 universities and enterprises" in page
    assert "Keep these numbers" not in page
    assert f"/organise/{week.slug}/registrations" not in page
    assert refused.status_code == 403
    assert db.session.scalars(select(Report)).all() == []


def test_a_report_is_a_workbook_and_a_print(client: Client) -> None:
    week = week_of_three()
    db.session.commit()
    client.sign_in()
    address = f"/organise/{week.slug}/reports/"
    kept = client.post(f"{address}freeze", data={}).location

    book = load_workbook(io.BytesIO(client.get(f"{address}now.xlsx").data))
    prints = [
        client.get(f"{one}.pdf").data for one in (f"{address}now", f"{kept}/file")
    ]

    assert book.sheetnames[:2] == ["By country or region", "Institutions"]
    assert [row[0].value for row in book["Institutions"].iter_rows(min_row=2)] == [
        "Opole",
        "Ruse",
        "TechProtect",
    ]
    assert all(one.startswith(b"%PDF") for one in prints)
    assert client.get(f"{address}now.exe").status_code == 404


def test_many_weeks_are_counted_in_as_many_statements_as_one(
    statements: Callable[[], Any],
) -> None:
    first = week_of_three()
    with statements() as few:
        figures_of_all([first], Rule())
    second = make_week("autumn")
    guest_from(second, "Zeta", "CZ")
    db.session.flush()
    with statements() as many:
        found = figures_of_all([first, second], Rule())

    assert len(many) == len(few)
    assert [found[week.id].institutions for week in (first, second)] == [3, 1]
