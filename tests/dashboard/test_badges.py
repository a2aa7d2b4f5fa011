"""The office prints badges, and decides how they look."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from sqlalchemy import select

from eventapp.badges import queries
from eventapp.badges.cards import issue_card
from eventapp.badges.designs import USUAL, Design
from eventapp.badges.formats import Format
from eventapp.badges.prints import record_print
from eventapp.badges.service import issue
from eventapp.badges.vocabulary import Homes, Lead, Reprint, Reverse
from eventapp.jobs.models import Job
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.programme.vocabulary import Track
from eventapp.registration.vocabulary import DelegateKind, RegistrationStatus
from tests.builders import make_delegation, make_registration, make_week
from tests.conftest import Client

CHOSEN = {
    "wanted": "never_printed",
    "kinds": ["student", "expert"],
    "delegation": "",
    "first": "1",
    "last": "300",
    "order": "delegation",
    "format": "a4-8",
}


def design_form(**changes: Any) -> dict[str, Any]:
    """What the page sends for the usual design, but for some fields."""
    usual = {f"{kind}-band": str(USUAL.band(kind)) for kind in DelegateKind}
    return {
        "lead": "own",
        "homes": "both",
        "has_territory": "y",
        "has_languages": "y",
        "has_number": "y",
        "has_reference": "y",
        "language": "",
        "reverse": "nothing",
        "sheet_format": "a4",
        "desk_format": "a6",
        **usual,
        **changes,
    }


def test_badges_are_printed_as_chosen_by_a_job(client: Client) -> None:
    week = make_week("spring")
    for printed in (True, False):
        badge = issue(make_registration(week))
        if printed:
            record_print(badge, Format.A4, by="Office")
    account = client.sign_in()

    page = client.get("/organise/spring/badges").text
    answer = client.post("/organise/spring/badges", data=CHOSEN, follow_redirects=True)

    job = db.session.scalars(select(Job)).one()
    assert "<dt>Never printed</dt><dd>1</dd>" in page
    assert (job.kind, job.week_id, job.asked_by_id) == (
        "badges.sheets",
        week.id,
        account.id,
    )
    assert job.arguments == {
        "week": str(week.id),
        "by": account.name,
        "kinds": ["student", "expert"],
        "delegation": None,
        "first": 1,
        "last": 300,
        "keys": [],
        "wanted": "never_printed",
        "order": "delegation",
        "format": "a4-8",
    }
    assert "Waits to begin" in answer.text


def test_the_design_of_a_week_is_decided_on_its_page(client: Client) -> None:
    week = make_week("spring")
    client.sign_in()
    address = "/organise/spring/badges/design"

    answer = client.post(
        address,
        data=design_form(
            lead="latin",
            homes="native",
            has_languages="",
            language="zh-Hans",
            reverse="text",
            **{
                "heading-en": "PW 2027",
                "reverse_text-en": "Help: 110",
                "student-band": "rose",
                "student-word-zh-Hans": "学者",
                "desk_format": "62x100",
                "kiosk_prints": "y",
            },
        ),
        follow_redirects=True,
    )

    assert "Saved. New prints look like this." in answer.text
    assert "学者" in answer.text
    assert queries.design_of(week.id) == Design(
        lead=Lead.LATIN,
        homes=Homes.NATIVE,
        has_languages=False,
        language="zh-Hans",
        heading=Localised({"en": "PW 2027"}),
        bands={DelegateKind.STUDENT: Track.ROSE},
        words={DelegateKind.STUDENT: Localised({"zh-Hans": "学者"})},
        reverse=Reverse.TEXT,
        reverse_text=Localised({"en": "Help: 110"}),
        desk_format=Format.ROLL_62,
        kiosk_prints=True,
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reverse": "text"}, "Enter the text of the reverse."),
        ({"student-band": "pink"}, "Choose one of the list."),
        ({"desk_format": "a4"}, "Choose one of the list."),
        ({"heading-en": "x" * 81}, "Use at most 80 characters."),
    ],
)
def test_a_design_that_cannot_be_is_refused(
    client: Client, changes: dict[str, str], sentence: str
) -> None:
    week = make_week("spring")
    client.sign_in()

    answer = client.post("/organise/spring/badges/design", data=design_form(**changes))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert queries.design_of(week.id) == USUAL


def test_the_pictures_follow_the_form_before_it_is_saved(client: Client) -> None:
    make_week("spring")
    client.sign_in()

    def picture(side: str, **changes: str) -> bytes:
        form = design_form(**changes) if changes else {}
        address = f"/organise/spring/badges/preview-{side}.png"
        answer = client.get(address, query_string=form)
        assert answer.mimetype == "image/png"
        return bytes(answer.data)

    page = client.get(
        "/organise/spring/badges/design", query_string=design_form(lead="latin")
    )
    assert 'value="latin" selected' in page.text or "lead" in page.text
    assert picture("sheet") != picture("sheet", lead="latin")
    assert picture("sheet", lead="nobody") == picture("sheet")
    assert picture("desk") != picture("desk", desk_format="card")
    text = {"reverse": "text", "reverse_text-en": "Help: 110"}
    assert picture("back") != picture("back", **text)


def test_all_cards_of_delegations_are_one_file(client: Client) -> None:
    week = make_week("spring")
    client.sign_in()
    address = "/organise/spring/badges/cards.pdf"

    nobody = client.post(address).status_code
    delegation = make_delegation(week, status=RegistrationStatus.CONFIRMED)
    issue_card(delegation.id)

    assert nobody == 409
    assert client.post(address).data.startswith(b"%PDF")
    assert client.post(address, data={"format": "62x100"}).status_code == 404


def test_many_cards_cost_as_many_statements_as_one(
    client: Client, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    week = make_week("spring")
    client.sign_in()
    asked = []
    for _ in range(3):
        one = make_delegation(week, status=RegistrationStatus.CONFIRMED)
        issue_card(one.id)
        with statements() as ran:
            client.post("/organise/spring/badges/cards.pdf")
        asked.append(len(ran))

    assert asked[0] == asked[2]


def test_the_page_of_a_delegate_tells_when_their_badge_was_printed(
    client: Client,
) -> None:
    week = make_week("spring")
    badge = issue(make_registration(week))
    client.sign_in()
    address = f"/organise/spring/registrations/{badge.registration_id}"

    before = client.get(address).text
    record_print(badge, Format.A6, by="Ola", place="Desk 1", reason=Reprint.DAMAGED)
    after = client.get(address).text

    assert "Not printed yet." in before
    assert "Ola · Desk 1 · A6, one to a page · Damaged" in after


def test_all_badges_of_a_large_week_are_asked_for_twice(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eventapp.dashboard.badges.MOST_AT_ONE_PRESS", 1)
    week = make_week("spring")
    for number in (1, 2):
        issue(make_registration(week, number=number))
    client.sign_in()
    data = CHOSEN | {"wanted": "all", "kinds": []}

    first = client.post("/organise/spring/badges", data=data)
    asked = db.session.scalars(select(Job)).all()
    client.post("/organise/spring/badges", data=data | {"sure": "y"})

    assert "2 badges would be printed, and noted as printed" in first.text
    assert (first.status_code, list(asked)) == (422, [])
    assert db.session.scalars(select(Job)).one().arguments["last"] == 300
