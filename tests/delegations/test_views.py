"""What the contact of a delegation reads and does, behind a private link."""

import re
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from eventapp.delegations import queries
from eventapp.delegations.service import deciding, linking, members
from eventapp.delegations.service.members import MemberEntry
from eventapp.kernel.db import db
from eventapp.kernel.names import PersonName
from eventapp.mail.models import Message
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.vocabulary import DelegateKind, RegistrationStatus
from tests.builders import make_delegation, make_event, make_person, make_week
from tests.conftest import Client, StoppedClock

CONFIRMED = RegistrationStatus.CONFIRMED


def opened(client: Client, **changes: Any) -> Delegation:
    """A delegation that this browser opened by its link."""
    delegation = make_delegation(**changes)
    path = linking.open_link(delegation)
    client.post(path)
    return delegation


def test_the_link_opens_by_a_button_and_leaves_the_address(
    client: Client, time: StoppedClock
) -> None:
    assert time
    delegation = make_delegation()
    path = linking.open_link(delegation)
    own = f"/delegations/{delegation.id}/"
    assert client.get(own).status_code == 404

    looked = client.get(path)
    assert "Open the delegation" in looked.text
    assert db.session.get_one(Delegation, delegation.id).opened_at is None
    assert client.get(own).status_code == 404

    entered = client.post(path)

    assert entered.location == own
    page = client.get(own)
    assert (page.status_code, page.headers["X-Robots-Tag"]) == (
        200,
        "noindex, nofollow",
    )
    assert db.session.get_one(Delegation, delegation.id).opened_at == time.now


def test_a_link_that_ended_lets_nobody_in_any_more(
    client: Client, time: StoppedClock
) -> None:
    assert time
    delegation = opened(client)
    own = f"/delegations/{delegation.id}/"
    assert client.get(own).status_code == 200
    before = linking.link_path(delegation)

    linking.renew_link(delegation, actor="office")

    assert client.get(own).status_code == 404
    ended = client.get(str(before))
    assert (ended.status_code, "This link has ended" in ended.text) == (410, True)


def test_one_person_is_added_and_what_is_missing_is_told(
    client: Client, time: StoppedClock
) -> None:
    assert time
    delegation = opened(client, quota=2)
    own = f"/delegations/{delegation.id}"

    added = client.post(
        f"{own}/people/new",
        data={
            "latin": "Wang Xiaoming",
            "native": "王小明",
            "kind": "president",
            "position": "Rector",
        },
        follow_redirects=True,
    )

    assert "1 named, 0 to be named." in added.text
    assert '<span class="person-native" lang="zh-Hans">王小明</span>' in added.text
    assert "Missing: all own answers" in added.text
    (one,) = queries.members_of(delegation)
    assert (one.kind, one.has_own_address) == (DelegateKind.PRESIDENT, False)


def test_what_was_typed_stays_when_something_is_wrong(
    client: Client, time: StoppedClock
) -> None:
    assert time
    delegation = opened(client, quota=2)
    own = f"/delegations/{delegation.id}/people"

    page = client.post(
        f"{own}/new", data={"latin": "王小明", "position": "Rector", "address": "x"}
    )
    assert page.status_code == 422
    assert "Write this name in Latin letters" in page.text
    assert "Enter an e-mail address" in page.text
    assert 'value="Rector"' in page.text

    lines = "Anna Nowak\nJan Kowalski jan@\nWang Xiaoming"
    page = client.post(f"{own}/several", data={"people": lines})
    assert page.status_code == 422
    assert "The e-mail address in line 2 is not complete" in page.text
    assert "Wang Xiaoming</textarea>" in page.text

    page = client.post(f"{own}/several", data={"people": "A\nB\nC"})
    assert page.status_code == 422
    assert "You can add 2 more." in page.text
    assert queries.members_of(delegation) == []


def test_several_people_are_added_from_lines_in_any_script(
    client: Client, time: StoppedClock
) -> None:
    assert time
    delegation = opened(client)
    lines = (
        "Wang Xiaoming 王小明 <Wang@guest.example>\r\n\r\n"
        "Анна Ковальская\r\nJosé de la Cruz, jose@guest.example"
    )

    client.post(f"/delegations/{delegation.id}/people/several", data={"people": lines})

    people = [
        (one.name.latin, one.name.native, one.has_own_address)
        for one in queries.members_of(delegation)
    ]
    assert people == [
        ("Wang Xiaoming", "王小明", True),
        ("", "Анна Ковальская", False),
        ("José de la Cruz", None, True),
    ]


def test_room_is_kept_and_named_a_week_later(
    client: Client, time: StoppedClock
) -> None:
    delegation = opened(client, status=CONFIRMED)
    own = f"/delegations/{delegation.id}"
    client.post(f"{own}/people/unnamed", data={"count": "3", "label": "our dean"})
    page = client.get(f"{own}/").text
    assert "0 named, 3 to be named." in page
    assert "To be named: our dean" in page
    time.advance(days=7)

    one = queries.members_of(delegation)[0]
    client.post(f"{own}/people/{one.id}", data={"latin": "Anna Nowak"})

    page = client.get(f"{own}/").text
    assert "1 named, 2 to be named." in page
    assert "Anna Nowak is named. You can send the link to them below." in page


def test_who_is_named_with_an_own_address_gets_the_link_at_once(
    client: Client, time: StoppedClock
) -> None:
    assert time
    delegation = opened(client, status=CONFIRMED)
    [later] = members.add_members(delegation, [MemberEntry(to_be_named="our dean")])
    page = f"/delegations/{delegation.id}/people/{later.id}"
    assert "as soon as you save the name" in client.get(page).text
    typed = {"latin": "Anna Nowak", "address": "anna@guest.example"}

    named = client.post(page, data=typed, follow_redirects=True).text
    client.post(page, data=typed | {"position": "Dean"})

    assert "Anna Nowak is named. We sent the link to anna@guest.example." in named
    written = db.session.scalars(select(Message)).one()  # once
    assert (written.occasion, written.to_address) == (
        "delegation.own_part",
        "anna@guest.example",
    )
    assert client.get(_link_to("anna@guest.example")).status_code == 302
    assert "as soon as you save the name" not in client.get(page).text


def test_people_without_an_own_address_get_their_links_through_the_contact(
    client: Client, time: StoppedClock
) -> None:
    assert time
    delegation = opened(client)
    members.add_members(
        delegation,
        [
            MemberEntry(PersonName("Anna Nowak"), address="anna@guest.example"),
            MemberEntry(PersonName("Jan Kowalski")),
            MemberEntry(PersonName("Wang Xiaoming")),
            MemberEntry(),
        ],
    )

    client.post(f"/delegations/{delegation.id}/links")

    rows = select(Message).order_by(Message.to_address)
    direct, through = db.session.scalars(rows).all()
    assert (direct.to_address, direct.occasion) == (
        "anna@guest.example",
        "delegation.own_part",
    )
    assert through.to_address == delegation.contact_address
    assert through.text.count("/me/enter/") == 2
    assert "Jan Kowalski\nhttp://week.example/me/enter/" in through.text


def test_the_delegation_is_sent_after_a_last_look(
    client: Client, time: StoppedClock
) -> None:
    assert time
    delegation = opened(client)
    own = f"/delegations/{delegation.id}"
    empty = client.post(f"{own}/send")
    assert (empty.status_code, "Add one person at least" in empty.text) == (422, True)
    members.add_members(delegation, [MemberEntry(PersonName("Anna Nowak"))])

    assert "Anna Nowak" in client.get(f"{own}/send").text
    page = client.post(f"{own}/send", follow_redirects=True).text

    assert "We expect 1 person." in page
    assert db.session.get_one(Delegation, delegation.id).is_confirmed


def test_places_are_taken_for_all_or_nobody_and_it_is_said_why(
    client: Client, time: StoppedClock
) -> None:
    assert time
    week = make_week()
    delegation = opened(client, week=week)
    members.add_members(
        delegation, [MemberEntry(PersonName(f"Guest {one}")) for one in "ABC"]
    )
    small = make_event(week, "Small", capacity=2, whole_delegations=True)
    large = make_event(week, "Large", capacity=3, whole_delegations=True)
    own = f"/delegations/{delegation.id}/places"
    assert "as soon as your delegation is confirmed" in client.get(own).text
    deciding.submit_delegation(delegation)

    refused = client.post(f"{own}/{small.id}")
    taken = client.post(f"{own}/{large.id}", follow_redirects=True)

    assert refused.status_code == 422
    assert "2 places are left, and you need 3. Nobody got a place." in refused.text
    assert "3 places" in taken.text
    assert queries.places_of(delegation) == {large.id: (3, 0)}

    client.post(f"{own}/{large.id}", data={"do": "release"})
    assert queries.places_of(delegation) == {}


def test_elsewhere_the_contact_chooses_who_goes(
    client: Client, time: StoppedClock
) -> None:
    assert time
    week = make_week()
    delegation = opened(client, week=week, status=CONFIRMED)
    one, other = members.add_members(
        delegation, [MemberEntry(PersonName("A")), MemberEntry(PersonName("B"))]
    )
    event = make_event(week, capacity=1)
    own = f"/delegations/{delegation.id}/places/{event.id}"

    nobody = client.post(own)
    client.post(own, data={"people": [str(one.id)]})
    too_many = client.post(own, data={"people": [str(one.id), str(other.id)]})

    assert "Choose one person at least." in nobody.text
    assert "0 places are left, and you need 1." in too_many.text
    assert queries.places_of(delegation) == {event.id: (1, 0)}


def test_nobody_reaches_another_delegation(client: Client, time: StoppedClock) -> None:
    assert time
    delegation = opened(client)
    other = make_delegation(status=CONFIRMED)
    (stranger,) = members.add_members(other, [MemberEntry(PersonName("A"))])
    own = f"/delegations/{delegation.id}/people/{stranger.id}"

    for path in ("", "/replace", "/remove"):
        assert client.get(f"{own}{path}").status_code == 404
        assert client.post(f"{own}{path}").status_code == 404
    for path in ("/head", "/link"):
        assert client.post(f"{own}{path}").status_code == 404
    assert client.get(f"/delegations/{other.id}/").status_code == 404


def test_a_member_sees_to_whom_they_belong(client: Client, time: StoppedClock) -> None:
    week = make_week(registration_closes_at=time.now + timedelta(days=9))
    delegation = make_delegation(
        week, status=CONFIRMED, greeter=make_person("Yao Li", "姚力")
    )
    head, one = members.add_members(
        delegation,
        [MemberEntry(PersonName("Anna Nowak")), MemberEntry(PersonName("B"))],
    )
    members.mark_head(head)
    with client.session_transaction() as session:
        session["registrations"] = [str(one.id)]

    page = client.get(f"/me/{one.id}/").text

    assert "Your delegation" in page
    assert "Anna Nowak" in page
    assert "姚力" in page


def test_forty_people_cost_no_more_statements_than_nine(
    client: Client, time: StoppedClock, statements: Any
) -> None:
    assert time
    few, many = opened(client, quota=40), opened(client, quota=40)
    for delegation, size in ((few, 9), (many, 40)):
        members.add_members(
            delegation, [MemberEntry(PersonName(f"G {one}")) for one in range(size)]
        )
    client.get(f"/delegations/{few.id}/")

    counts = []
    for delegation in (few, many):
        with statements() as ran:
            client.get(f"/delegations/{delegation.id}/")
        counts.append(len(ran))

    assert counts[0] == counts[1] <= 9


def test_for_whom_there_is_no_room_one_may_wait(
    client: Client, time: StoppedClock
) -> None:
    assert time
    week = make_week()
    delegation = opened(client, week=week, status=CONFIRMED)
    people = members.add_members(
        delegation, [MemberEntry(PersonName("A")), MemberEntry(PersonName("B"))]
    )
    event = make_event(week, capacity=1)
    own = f"/delegations/{delegation.id}/places"

    client.post(
        f"{own}/{event.id}",
        data={"people": [str(one.id) for one in people], "do": "wait"},
    )

    assert queries.places_of(delegation) == {event.id: (1, 1)}


def test_who_looked_in_before_somebody_had_an_own_address_reads_nothing_later(
    client: Client, time: StoppedClock
) -> None:
    assert time
    delegation = opened(client)
    [member] = members.add_members(delegation, [MemberEntry(PersonName("Anna"))])
    db.session.commit()
    page = f"/delegations/{delegation.id}/people/{member.id}"
    client.post(f"{page}/link")
    link = _link_to(delegation.contact_address)
    client.get(link)
    own = f"/me/{member.id}/"
    assert client.get(own).status_code == 200

    client.post(page, data={"latin": "Anna", "address": "Anna@guest.example"})

    assert client.get(own).status_code == 404
    assert client.get("/me/?all=1").text.count(str(member.id)) == 0
    assert client.get(link).status_code == 410
    client.post(f"{page}/link")
    client.get(_link_to("anna@guest.example"))
    assert client.get(own).status_code == 200


def test_a_member_is_not_buried_under_links(client: Client, time: StoppedClock) -> None:
    assert time
    delegation = opened(client)
    anna = MemberEntry(PersonName("Anna"), address="anna@guest.example")
    [member] = members.add_members(delegation, [anna])
    db.session.commit()

    for _n in range(6):
        client.post(f"/delegations/{delegation.id}/people/{member.id}/link")

    written = select(Message).where(Message.to_address == "anna@guest.example")
    assert len(db.session.scalars(written).all()) == 4


def _link_to(address: str) -> str:
    rows = select(Message.text).where(Message.to_address == address)
    text = db.session.scalars(rows.order_by(Message.created_at.desc())).first() or ""
    found = re.search(r"/me/enter/[\w-]+", text)
    assert found
    return found[0]
