"""What the office reads and decides about delegations."""

import csv
import io
from typing import Any

from sqlalchemy import select

from eventapp.delegations import queries
from eventapp.delegations.queries import Choice, Missing
from eventapp.delegations.service import deciding, linking, members
from eventapp.delegations.service.members import MemberEntry
from eventapp.kernel.db import db
from eventapp.kernel.names import PersonName
from eventapp.mail.models import Message
from eventapp.programme.vocabulary import RegistrationMode
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.vocabulary import Rank, RegistrationStatus
from tests.builders import (
    make_delegation,
    make_institution,
    make_person,
    make_territory,
    make_week,
)
from tests.conftest import Client, StoppedClock

OFFICE = "/organise/spring/delegations"


def test_a_delegation_is_entered_and_its_contact_gets_the_link(
    client: Client, time: StoppedClock
) -> None:
    assert time
    make_week("spring")
    institution, greeter = make_institution("Guest University"), make_person()
    client.sign_in()
    typed = {
        "institution": str(institution.id),
        "quota": "9",
        "contact_name": "Maria",
        "contact_address": "Maria@Guest.example",
        "language": "zh-Hans",
        "rank": "presidential",
        "greeter": str(greeter.id),
        "counterpart": "",
    }
    wrong = client.post(f"{OFFICE}/new", data=typed | {"quota": "0"})
    assert (wrong.status_code, 'value="Maria"' in wrong.text) == (422, True)

    entered = client.post(f"{OFFICE}/new", data=typed)
    client.post(f"{entered.location}/link", data={"do": "send"})

    (told,) = db.session.scalars(select(Message)).all()
    found = db.session.scalars(select(Delegation)).one()
    path = linking.link_path(found)
    assert (told.to_address, told.language) == ("maria@guest.example", "zh-Hans")
    assert f"http://week.example{path}" in told.text
    page = client.get(entered.location).text
    assert "Sent, not opened" in page
    assert f'value="http://week.example{path}"' in page

    client.post(f"{entered.location}/link", data={"do": "end"})
    assert "No link" in client.get(entered.location).text


def test_the_highest_rank_comes_first_and_each_gap_is_found(
    time: StoppedClock,
) -> None:
    assert time
    week = make_week()
    ranks = (Rank.WORKING, None, Rank.PRESIDENTIAL, Rank.DECANAL)
    made = {rank: make_delegation(week, rank=rank) for rank in ranks}
    members.add_members(made[Rank.DECANAL], [MemberEntry(PersonName("Anna"))])
    (one,) = members.add_members(made[Rank.WORKING], [MemberEntry(PersonName("Jan"))])
    one.steps_done = ("check",)
    members.add_members(made[Rank.PRESIDENTIAL], [MemberEntry(to_be_named="dean")])
    linking.send_link(made[Rank.DECANAL], actor="office")

    rows, total = queries.page_of(week, Choice())

    assert ([row.delegation.rank for row in rows], total) == (
        [Rank.PRESIDENTIAL, Rank.DECANAL, Rank.WORKING, None],
        4,
    )
    assert [(row.named, row.to_be_named, row.complete) for row in rows] == [
        (0, 1, 0),
        (1, 0, 0),
        (1, 0, 1),
        (0, 0, 0),
    ]
    found = {
        missing: [
            row.delegation.rank
            for row in queries.page_of(week, Choice(missing=missing))[0]
        ]
        for missing in Missing
    }
    assert found == {
        Missing.LINK: [Rank.PRESIDENTIAL, Rank.WORKING, None],
        Missing.OPENING: [Rank.DECANAL],
        Missing.SENDING: [Rank.PRESIDENTIAL, Rank.DECANAL, Rank.WORKING, None],
        Missing.NAMES: [Rank.PRESIDENTIAL, None],
        Missing.PARTS: [Rank.PRESIDENTIAL, Rank.DECANAL],
    }


def test_delegations_are_found_by_name_status_and_place(
    client: Client, time: StoppedClock
) -> None:
    assert time
    week = make_week("spring")
    far = make_institution(
        "Far University", territory=make_territory("TH", "Thailand").code
    )
    make_delegation(week, institution=far, contact_name="Somchai")
    make_delegation(week, status=RegistrationStatus.CONFIRMED, label="Chemistry")
    client.sign_in()

    for query, has_far, has_near in (
        ("q=far", True, False),
        ("q=somchai", True, False),
        ("q=chemistry", False, True),
        ("territory=TH", True, False),
        ("status=confirmed", False, True),
        ("missing=names&status=draft", True, False),
        ("q=nobody", False, False),
    ):
        page = client.get(f"{OFFICE}?{query}").text
        assert ("Far University" in page, "(Chemistry)" in page) == (has_far, has_near)


def test_the_office_confirms_declines_and_cancels_the_whole(
    client: Client, time: StoppedClock
) -> None:
    assert time
    week = make_week("spring", registration_mode=RegistrationMode.APPROVAL)
    delegation = make_delegation(week)
    one, other = members.add_members(
        delegation, [MemberEntry(PersonName("Anna")), MemberEntry(PersonName("Jan"))]
    )
    deciding.submit_delegation(delegation)
    client.sign_in()
    own = f"{OFFICE}/{delegation.id}"

    client.post(f"{own}/confirm")
    client.post(f"{own}/people/{other.id}/head")
    client.post(f"{own}/people/{one.id}/remove")
    page = client.get(own).text
    assert "1 named, 0 to be named, of 10 at most." in page
    assert "People who do not come" in page

    no_reason = client.post(f"{own}/decline", data={"reason": " "})
    client.post(f"{own}/decline", data={"reason": "The week is full."})

    assert no_reason.status_code == 422
    assert "The week is full." in client.get(own).text
    client.post(f"{own}/confirm")
    client.post(f"{own}/cancel")
    db.session.expire_all()
    assert delegation.status is RegistrationStatus.CANCELLED


def test_the_quota_says_how_many_are_there(client: Client, time: StoppedClock) -> None:
    assert time
    week = make_week("spring")
    delegation = make_delegation(week)
    members.add_members(delegation, [MemberEntry(), MemberEntry()])
    client.sign_in()

    page = client.post(
        f"{OFFICE}/{delegation.id}/edit",
        data={
            "institution": str(delegation.institution_id),
            "quota": "1",
            "contact_name": "Maria",
            "contact_address": delegation.contact_address,
            "language": "en",
        },
    )

    assert page.status_code == 422
    assert "There are 2 people in this delegation." in page.text


def test_a_spreadsheet_takes_no_label_for_a_formula(
    client: Client, time: StoppedClock
) -> None:
    assert time
    make_delegation(make_week("spring"), label="=1+1", contact_name="@x", note="+1")
    client.sign_in()

    text = client.post(f"{OFFICE}.csv").get_data().decode("utf-8-sig")

    _head, row = csv.reader(io.StringIO(text))
    assert (row[1], row[10], row[16]) == ("'=1+1", "'@x", "'+1")


def test_200_delegations_cost_no_more_statements_than_one(
    client: Client, time: StoppedClock, statements: Any
) -> None:
    assert time
    week = make_week("spring")
    institution = make_institution()
    delegation = make_delegation(week, institution=institution)
    client.sign_in()
    members.add_members(delegation, [MemberEntry(PersonName("Anna"))])
    own = f"{OFFICE}/{delegation.id}"
    few = [_count(client, statements, path) for path in (OFFICE, own)]

    for _number in range(20):
        more = make_delegation(week, institution=make_institution())
        members.add_members(more, [MemberEntry(PersonName("Anna"))])
    members.add_members(
        delegation, [MemberEntry(PersonName(f"G {number}")) for number in range(8)]
    )
    many = [_count(client, statements, path) for path in (OFFICE, own)]

    assert many == few


def _count(client: Client, statements: Any, path: str) -> int:
    client.get(path)
    with statements() as ran:
        client.get(path)
    return len(ran)
