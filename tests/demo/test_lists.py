"""The figures of the 500 delegates, as lists and reports tell them."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from eventapp.demo.week import Planting
from eventapp.institutions.models import InstitutionType
from eventapp.lists.figures import Rule
from eventapp.lists.kinds import sheet_for
from eventapp.lists.queries.counting import figures_of
from eventapp.lists.tables import Part
from eventapp.lists.vocabulary import ListKind
from eventapp.lists.wishes import Wish
from eventapp.lists.words import sentence_of
from eventapp.programme import queries as programme
from eventapp.programme.models.weeks import Week
from eventapp.registration.words import access_word
from eventapp.selection.choosing import Choice
from eventapp.web.texts import language_word

HERE = Path(__file__)
EXPECTED: dict[str, Any] = json.loads(
    HERE.with_name("expected.json").read_text("utf-8")
)["approved"]
TRAVEL: dict[str, Any] = json.loads(
    (HERE.parents[1] / "arrivals/data/expected.json").read_text("utf-8")
)
COMPANIONS, INSTITUTIONS = 12, 42  # who accompanies, as the demonstration has them


@pytest.fixture
def week(planting: Planting) -> Week:
    week = programme.week_by_slug(planting.slug)
    assert week is not None
    return week


def parts_of(week: Week, kind: ListKind, **filters: Any) -> list[Part]:
    """The parts of a list of delegates; who accompany them not counted."""
    choice = Choice(accompanies=False, **filters)
    return list(sheet_for(week, Wish(kind, choice)).settled().parts)


def test_the_report_counts_as_the_source_does(week: Week) -> None:
    rule = Rule(with_others=True, with_host=True)

    figures = figures_of(week, rule)

    assert sentence_of(figures, rule) == (
        "42 institutions from 12 countries and regions"
    )
    places = {place.code: place.people for place in figures.places}
    assert places == EXPECTED["by_country_or_region"]
    assert figures.kinds == EXPECTED["by_type"]
    assert figures.companions == COMPANIONS
    assert sorted(home.people for home in figures.homes) == sorted(
        EXPECTED["by_institution"].values()
    )
    assert figures.by_type[InstitutionType.COMPANY] == 1


def test_the_kitchen_has_the_diets(week: Week) -> None:
    numbers, _notes = parts_of(week, ListKind.CATERING)

    heads = [column.key for column in numbers.columns]
    whole = dict(zip(heads, numbers.rows[0], strict=True))
    assert {diet: whole[diet] for diet in EXPECTED["dietary"]} == EXPECTED["dietary"]
    assert (whole["people"], whole["untold"]) == (440, 0)


def test_needs_and_languages_are_those_of_the_source(week: Week) -> None:
    needs, _people = parts_of(week, ListKind.ACCESS)
    languages, _working, _delegates = parts_of(week, ListKind.INTERPRETERS)

    assert {row[0]: row[1] for row in needs.rows} == {
        access_word(need): count for need, count in EXPECTED["accessibility"].items()
    }
    assert {row[0]: row[1] for row in languages.rows} == {
        language_word(tag): count
        for tag, count in EXPECTED["interpretation_needed"].items()
    }


def test_hotels_and_cars_are_those_of_the_source(week: Week) -> None:
    nights = parts_of(week, ListKind.HOTELS)[0]
    hours = parts_of(week, ListKind.TRANSPORT)[0]

    assert {f"{row[0]}": row[1] for row in nights.rows} == TRAVEL[
        "hotel_guests_by_night"
    ]
    by_day: Counter[str] = Counter()
    for day, _hour, _point, people, *_cars in hours.rows:
        by_day[f"{day}"] += people
    expected: Counter[str] = Counter()
    for key, count in TRAVEL["pickups_by_point_and_day"].items():
        expected[key.rpartition(" ")[2]] += count
    assert by_day == expected


def test_everybody_has_one_line_in_protocol_and_under_an_institution(
    week: Week,
) -> None:
    ranks, homes = (
        parts_of(week, kind) for kind in (ListKind.RANK, ListKind.INSTITUTIONS)
    )

    assert sum(len(part.rows) for part in ranks) == 440
    assert sum(len(part.rows) for part in homes) == 440
    assert len(homes) == INSTITUTIONS
