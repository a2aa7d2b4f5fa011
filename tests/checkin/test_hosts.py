"""Hosts see who came without an account; the office notes whom they await."""

from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select

from eventapp.accounts.vocabulary import Role
from eventapp.checkin.models.awaiting import Alert, Awaited
from eventapp.checkin.notices_of_alerts import link_token
from eventapp.checkin.queries import alerts as known
from eventapp.checkin.service import awaiting
from eventapp.kernel.db import db
from eventapp.kernel.names import PersonName
from eventapp.mail.models import Message
from eventapp.programme.vocabulary import SignUp
from eventapp.registration.vocabulary import RegistrationStatus
from tests.builders import (
    make_awaited,
    make_delegation,
    make_desk,
    make_event,
    make_institution,
    make_person,
    make_registration,
    make_week,
)
from tests.conftest import Client


def admit(
    client: Client, desk_id: UUID, event_id: UUID, guest_id: UUID
) -> dict[str, object]:
    scan = {
        "scan_id": str(uuid4()),
        "event": str(event_id),
        "registration": str(guest_id),
    }
    answer = client.post(f"/desk/{desk_id}/scans", json=scan).get_json()
    return dict(answer)


def test_a_host_sees_who_came_and_says_so_and_the_desk_reads_by_whom(
    client: Client, app: Flask
) -> None:
    week = make_week()
    event = make_event(week, "Opening", signup=SignUp.EVERYONE)
    desk = make_desk(week)
    guest = make_registration(week, name=PersonName("Wang Fang", "王芳", "zh-Hans"))
    awaited = make_awaited(guest, event_id=event.id)
    page = f"/awaited/{link_token(awaited.id)}"
    host = app.test_client()
    assert isinstance(host, Client)
    client.sign_in(Role.STEWARD)

    before = host.get(page)
    told = admit(client, desk.id, event.id, guest.id)
    after = host.get(page).text
    desk_before = client.get(f"/desk/{desk.id}/alerts").text
    host.post(f"{page}/seen", data={"name": "Zhao\u202e \0 Min"})
    host.post(f"{page}/seen", data={"name": "Somebody Else"})
    seen = host.get(page).text
    desk_after = client.get(f"/desk/{desk.id}/alerts").text

    assert "Nobody has come yet." in before.text
    assert before.headers["Cache-Control"] == "no-store"
    assert before.headers["Referrer-Policy"] == "no-referrer"
    assert told["hosts_told"] == ["Li Hua"]
    assert "王芳" in after
    assert "I have seen this" in after
    assert "Here, and the host has not seen it" in desk_before
    assert "For Li Hua" in desk_before
    assert "Seen by Zhao Min" in seen
    assert "Somebody Else" not in seen
    assert "Seen by Zhao Min" in desk_after
    assert "All hosts have seen" in desk_after


def test_a_link_that_is_unknown_or_ended_opens_nothing(client: Client) -> None:
    awaited = make_awaited(make_registration())
    page = f"/awaited/{link_token(awaited.id)}"
    awaiting.end_awaited(awaited, actor="Office")

    codes = [
        client.get(page).status_code,
        client.get(f"/awaited/{link_token(uuid4())}").status_code,
        client.post(f"{page}/seen", data={"name": "X"}).status_code,
    ]

    assert codes == [404, 404, 404]


def test_the_desk_of_another_week_marks_nothing_as_seen(client: Client) -> None:
    week, elsewhere = make_week(), make_week()
    event = make_event(week, signup=SignUp.EVERYONE)
    guest = make_registration(week)
    awaited = make_awaited(guest)
    desk, other = make_desk(week), make_desk(elsewhere)
    client.sign_in(Role.STEWARD)
    admit(client, desk.id, event.id, guest.id)

    foreign = client.post(f"/desk/{other.id}/alerts/{awaited.id}/seen")
    own = client.post(f"/desk/{desk.id}/alerts/{awaited.id}/seen")

    assert (foreign.status_code, own.status_code) == (404, 303)
    assert db.session.scalars(select(Alert.seen_by)).one() is not None


def test_the_office_takes_proposals_and_adds_single_guests(client: Client) -> None:
    week = make_week()
    greeter = make_person("Yao Li", "姚力", address="yao@host.example")
    delegation = make_delegation(
        week,
        status=RegistrationStatus.CONFIRMED,
        institution=make_institution("Zhejiang University"),
        greeter_id=greeter.id,
    )
    guest = make_registration(week, number=412)
    client.sign_in(Role.ORGANISER)
    home = f"/organise/{week.slug}/awaited"
    single = {
        "delegation": "",
        "guest": "0412",
        "event": "",
        "host": str(greeter.id),
        "language": "en",
        "escalate_address": "protocol@host.example",
        "escalate_minutes": "5",
    }

    proposed = client.get(home).text
    client.post(f"{home}/proposals", data={"delegation": [str(delegation.id)]})
    wrong = client.post(f"{home}/new", data=single | {"guest": "9999"})
    client.post(f"{home}/new", data=single)
    page = client.get(home).text

    rows = {one.awaited.registration_id: one.awaited for one in _expected(week.id)}
    assert "From your delegations" in proposed
    assert "From your delegations" not in page
    assert wrong.status_code == 422
    assert set(rows) == {None, guest.id}
    assert (rows[guest.id].host_address, rows[guest.id].escalate_minutes) == (
        "yao@host.example",
        5,
    )
    assert rows[None].delegation_id == delegation.id
    client.post(f"{home}/{rows[None].id}/end")
    assert [one.awaited.registration_id for one in _expected(week.id)] == [guest.id]
    assert db.session.scalars(select(Message)).all() == []
    assert len(db.session.scalars(select(Awaited)).all()) == 2


def _expected(week_id: UUID) -> list[known.Expectation]:
    db.session.expire_all()
    return known.expectations(week_id)
