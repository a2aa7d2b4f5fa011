"""Somebody who walks in, a badge that was lost, and who is not here yet."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from eventapp.accounts.models import Account
from eventapp.accounts.vocabulary import Role
from eventapp.badges import service as badges
from eventapp.badges.models import Badge
from eventapp.checkin.models.scans import Admission
from eventapp.checkin.vocabulary import DeskRole
from eventapp.journal.models import Entry
from eventapp.kernel import clock
from eventapp.kernel.db import db
from eventapp.kernel.names import PersonName
from eventapp.mail.models import Message
from eventapp.programme.vocabulary import RegistrationMode, SignUp
from eventapp.registration.models.registrations import Consent, Registration
from eventapp.registration.vocabulary import ConsentPurpose, RegistrationStatus
from tests.builders import (
    make_delegation,
    make_desk,
    make_event,
    make_institution,
    make_place,
    make_registration,
    make_week,
)
from tests.checkin.devices import carry, make_device
from tests.conftest import Client, StoppedClock

Counted = Callable[[], AbstractContextManager[list[str]]]
FORM_KEY = re.compile(r'name="form_key"[^>]*value="([^"]+)"')


class Lobby:
    """A registration desk of a week that is open, and an event for everyone."""

    def __init__(self, **week: Any) -> None:
        now = clock.now()
        values = {
            "registration_opens_at": now - timedelta(days=9),
            "registration_closes_at": None,
            "registration_mode": RegistrationMode.OPEN,
        }
        self.week = make_week(**(values | week))
        self.event = make_event(self.week, "Opening", signup=SignUp.EVERYONE)
        self.desk = make_desk(self.week, "Registration")
        self.home = f"/desk/{self.desk.id}"
        self.query = f"?event={self.event.id}"

    def form(self, client: Client, **changes: str) -> dict[str, str]:
        page = client.get(f"{self.home}/walk-in{self.query}").text
        key = FORM_KEY.search(page)
        return {
            "form_key": key[1] if key else "",
            "event": str(self.event.id),
            "latin": "Li Na",
            "native": "李娜",
            "institution": "Zhejiang University",
            "kind": "delegate",
            "language": "zh-Hans",
            "native_language": "",
            "version": self.week.privacy_version,
            "privacy": "y",
            "listed": "y",
            "admits": "y",
        } | changes


@pytest.fixture
def steward(app: Flask, client: Client) -> Account:
    """Somebody on duty at the registration desk."""
    assert app
    return client.sign_in(Role.STEWARD)


def walked_in(week_id: object) -> list[Registration]:
    found = select(Registration).where(Registration.week_id == week_id)
    return list(db.session.scalars(found))


@pytest.mark.usefixtures("steward")
def test_one_form_registers_admits_and_shows_the_badge(client: Client) -> None:
    make_institution("Zhejiang University", native_name="浙江大学")
    lobby = Lobby()
    form = lobby.form(client, address="Li.Na@guest.example")

    answers = [client.post(f"{lobby.home}/walk-in", data=form) for _ in range(2)]
    page = client.get(answers[0].location)

    (guest,) = walked_in(lobby.week.id)
    assert [one.status_code for one in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert (guest.status, guest.name, guest.language) == (
        RegistrationStatus.CONFIRMED,
        PersonName("Li Na", "李娜", "zh-Hans"),
        "zh-Hans",
    )
    assert str(guest.institution.name) == "Zhejiang University"  # type: ignore[union-attr]
    assert guest.address == "li.na@guest.example"
    assert db.session.scalar(select(func.count(Admission.id))) == 1
    assert db.session.scalar(select(func.count(Badge.id))) == 1
    assert "Welcome" in page.text
    assert f"/badges/{guest.id}" in page.text
    assert "<svg" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    letters = db.session.scalars(select(Message.occasion)).all()
    assert letters == ["registration.confirmed"]


@pytest.mark.usefixtures("steward")
def test_what_was_agreed_to_is_kept_with_the_words_that_were_shown(
    client: Client,
) -> None:
    lobby = Lobby()

    refused = client.post(
        f"{lobby.home}/walk-in", data=lobby.form(client, privacy="", latin="Kept Name")
    )
    client.post(f"{lobby.home}/walk-in", data=lobby.form(client))

    (guest,) = walked_in(lobby.week.id)
    kept = {one.purpose: one for one in db.session.scalars(select(Consent))}
    line = db.session.scalars(
        select(Entry).where(Entry.action == "registration.walked_in")
    ).one()
    assert refused.status_code == 422
    assert "Kept Name" in refused.text
    assert {purpose: one.is_given for purpose, one in kept.items()} == {
        ConsentPurpose.PRIVACY: True,
        ConsentPurpose.PHOTOGRAPHS: False,
        ConsentPurpose.LISTED: True,
    }
    assert kept[ConsentPurpose.PRIVACY].text.startswith("We keep your answers.")
    assert (line.subject_id, line.details["desk"]) == (guest.id, "Registration")
    assert guest.has_own_address is False
    assert db.session.scalars(select(Message)).all() == []


@pytest.mark.usefixtures("steward")
@pytest.mark.parametrize("typed", [{"latin": "na LI", "native": ""}, {"latin": ""}])
def test_a_look_alike_is_shown_before_anybody_is_registered_twice(
    client: Client, typed: dict[str, str]
) -> None:
    lobby = Lobby()
    known = make_registration(
        lobby.week, name=PersonName("Li Na", "李娜", "zh-Hans"), number=412
    )
    form = lobby.form(client, **typed)

    asked = client.post(f"{lobby.home}/walk-in", data=form)
    sure = client.post(f"{lobby.home}/walk-in", data=form | {"is_other": "y"})

    assert asked.status_code == 422
    assert "Is it this person?" in asked.text
    assert f"{lobby.home}/people/{known.id}" in asked.text
    assert sure.status_code == 303
    assert len(walked_in(lobby.week.id)) == 2


def test_a_closed_week_needs_a_reason_and_one_by_invitation_a_supervisor(
    client: Client, time: StoppedClock
) -> None:
    closed = Lobby(registration_closes_at=time.now - timedelta(days=1))
    invited = Lobby(registration_mode=RegistrationMode.INVITATION)
    said = {"reason": "Replaces a colleague who is ill"}
    codes = []
    for role in (Role.STEWARD, Role.ORGANISER):
        client.sign_in(role)
        for lobby in (closed, invited):
            for more in ({}, said):
                form = lobby.form(client, **more, is_other="y")
                code = client.post(f"{lobby.home}/walk-in", data=form).status_code
                codes.append(code)

    assert codes == [422, 303, 422, 422, 422, 303, 422, 303]
    line = db.session.scalars(
        select(Entry).where(Entry.action == "registration.walked_in")
    ).first()
    assert line is not None
    assert line.details["reason"] == said["reason"]


@pytest.mark.usefixtures("steward")
def test_institutions_are_suggested_in_either_script(client: Client) -> None:
    lobby = Lobby()
    make_institution("Zhejiang University", native_name="浙江大学")

    found = [
        client.get(f"{lobby.home}/institutions?q={words}").get_json()["institutions"]
        for words in ("浙江", "zheji", "")
    ]

    assert [[one["name"] for one in few] for few in found] == [
        ["Zhejiang University"],
        ["Zhejiang University"],
        [],
    ]


def test_a_lost_badge_is_replaced_once_and_the_old_code_opens_no_door(
    client: Client, steward: Account
) -> None:
    lobby = Lobby()
    guest = make_registration(lobby.week)
    lost = badges.code_of(badges.issue(guest))
    form = {"event": str(lobby.event.id), "reason": "lost", "replaced": "0"}

    for _ in range(2):
        client.post(f"{lobby.home}/people/{guest.id}/replace", data=form)
    page = client.get(f"{lobby.home}/people/{guest.id}{lobby.query}").text
    scan = {"scan_id": str(uuid4()), "event": str(lobby.event.id), "code": lost}
    answer = client.post(f"{lobby.home}/scans", json=scan).get_json()

    line = db.session.scalars(
        select(Entry).where(Entry.action == "badge.reissued")
    ).one()
    assert answer["verdict"] == "revoked"
    assert "1 earlier badge no longer works." in page
    assert (line.actor, line.actor_id) == (steward.name, steward.id)
    assert line.details == {"reason": "lost"}


@pytest.mark.usefixtures("steward")
def test_the_link_to_the_badge_goes_where_our_mails_go_already(client: Client) -> None:
    lobby = Lobby()
    guest = make_registration(lobby.week)
    nowhere = make_registration(lobby.week, address="", has_own_address=False)
    form = {"event": str(lobby.event.id), "address": "thief@guest.example"}

    codes = [
        client.post(f"{lobby.home}/people/{one.id}/link", data=form).status_code
        for one in (guest, nowhere)
    ]

    assert codes == [303, 404]
    sent = db.session.scalars(select(Message.to_address)).all()
    assert sent == [guest.address]


@pytest.mark.usefixtures("steward")
def test_who_is_expected_and_not_here_is_listed_by_delegation(
    client: Client, statements: Counted
) -> None:
    lobby = Lobby()
    salon = make_event(lobby.week, signup=SignUp.OPEN)
    address = f"{lobby.home}/missing?event={salon.id}"
    ran, pages, guests = [], [], []
    for size in (2, 4):
        delegation = make_delegation(
            lobby.week,
            status=RegistrationStatus.CONFIRMED,
            institution=make_institution(f"University {size}"),
        )
        for place in range(size):
            name = PersonName(f"Guest {size} {place}")
            guests.append(
                make_registration(lobby.week, delegation_id=delegation.id, name=name)
            )
            make_place(guests[-1], salon)
        with statements() as counted:
            pages.append(client.get(address).text)
        ran.append(len(counted))
    client.post(
        f"{lobby.home}/scans",
        json={
            "scan_id": str(uuid4()),
            "event": str(salon.id),
            "registration": str(guests[-1].id),
        },
    )
    after = client.get(address).text
    found = client.get(f"{address}&q=guest+2").text
    numbered = client.get(f"{address}&q={guests[0].number:04d}").text

    assert ran[0] == ran[1]
    assert "0 of 6 are here." in pages[-1]
    assert "1 of 6 are here." in after
    assert "1 of 4 are here." in after
    assert ("Guest 4 3" in pages[-1], "Guest 4 3" in after) == (True, False)
    assert ("Guest 2 1" in found, "Guest 4 1" in found) == (True, False)
    assert ("Guest 2 0" in numbered, "Guest 2 1" in numbered) == (True, False)


def test_no_steward_and_no_other_week_reaches_people(
    client: Client, app: Flask
) -> None:
    assert app
    lobby, elsewhere = Lobby(), Lobby()
    own, foreign = make_registration(lobby.week), make_registration(elsewhere.week)
    paths = [
        f"people/{own.id}{lobby.query}",
        f"walk-in{lobby.query}",
        f"missing{lobby.query}",
        f"alerts{lobby.query}",
        "institutions?q=zhe",
    ]
    carry(client, make_device(lobby.week, DeskRole.STEWARD))
    barred = [client.get(f"{lobby.home}/{path}").status_code for path in paths]
    page = client.get(f"{lobby.home}/{lobby.query}&q=wang").text
    carry(client, make_device(elsewhere.week, DeskRole.REGISTRATION))
    strange = [client.get(f"{lobby.home}/{path}").status_code for path in paths]
    carry(client, make_device(lobby.week, DeskRole.REGISTRATION))
    form = {"event": str(lobby.event.id), "reason": "lost", "replaced": "0"}
    badges.issue(foreign)
    hostile = [
        client.get(f"{lobby.home}/people/{foreign.id}{lobby.query}"),
        client.post(f"{lobby.home}/people/{foreign.id}/replace", data=form),
        client.post(f"{lobby.home}/people/{foreign.id}/link", data=form),
        client.get(f"{lobby.home}/people/{own.id}{elsewhere.query}"),
    ]

    assert barred == [403] * 5
    assert "Last scans" in page
    assert "Wang Xiaoming" not in page
    assert strange == [404] * 5
    assert [one.status_code for one in hostile] == [404, 404, 404, 422]
    assert db.session.scalar(select(func.count(Badge.revoked_at))) == 0
