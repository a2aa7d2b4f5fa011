"""People and rights: who is what, in all weeks and in each."""

from typing import Any

import pytest
from sqlalchemy import select

from eventapp.accounts.errors import LastAdministrator, OwnRights
from eventapp.accounts.models import Account
from eventapp.accounts.queries import standing_of
from eventapp.accounts.service.appointing import (
    appoint,
    end_appointment,
    set_role,
)
from eventapp.accounts.vocabulary import Right, Role
from eventapp.journal.models import Entry
from eventapp.kernel.db import db
from tests.builders import make_account, make_appointment, make_week
from tests.conftest import Client
from tests.web.world import act_in

GIVEN = "Give somebody a role in this week"


def lines() -> list[tuple[str, Any]]:
    """What the journal says of roles."""
    rows = select(Entry).where(Entry.action.startswith("account.")).order_by(Entry.at)
    return [(one.action, one.details) for one in db.session.scalars(rows)]


def test_a_role_in_one_week_holds_there_alone(client: Client) -> None:
    spring, autumn = make_week("spring"), make_week("autumn")
    by, editor = make_account(Role.ADMINISTRATOR), make_account(None)

    given = appoint(editor, spring.id, Role.EDITOR, by=by)
    db.session.flush()
    there = standing_of(editor)
    appoint(editor, spring.id, Role.READER, by=by)
    end_appointment(given, by=by)

    assert there.may(Right.PLAN, spring.id)
    assert not there.may(Right.PLAN, autumn.id)
    assert not there.may(Right.PLAN)
    assert not standing_of(editor).may_somewhere(Right.READ)
    assert lines() == [
        ("account.appointed", {"after": {"role": "editor"}}),
        (
            "account.appointed",
            {"before": {"role": "editor"}, "after": {"role": "reader"}},
        ),
        ("account.appointment_ended", {"before": {"role": "reader"}}),
    ]
    assert client


def test_nobody_changes_their_own_rights(client: Client) -> None:
    week, own = make_week("spring"), client.sign_in(Role.ADMINISTRATOR)
    given = make_appointment(own, week, Role.READER)

    with pytest.raises(OwnRights):
        set_role(own, None, by=own)
    with pytest.raises(OwnRights):
        appoint(own, week.id, Role.ORGANISER, by=own)
    with pytest.raises(OwnRights):
        end_appointment(given, by=own)


def test_the_last_administrator_stays_one(client: Client) -> None:
    last = make_account(Role.ADMINISTRATOR)
    make_account(Role.ADMINISTRATOR, is_enabled=False)
    once = make_account(Role.ORGANISER)

    with pytest.raises(LastAdministrator):
        set_role(last, Role.READER, by=once)
    make_account(Role.ADMINISTRATOR)
    set_role(last, Role.READER, by=once)

    assert last.role is Role.READER
    assert client


def test_an_administrator_finds_accounts_and_gives_them_roles(client: Client) -> None:
    make_week("spring")
    someone = make_account(None, name="Ewa Lis", address="ewa@host.example")
    make_account(Role.DRIVER, name="Jan Kos")
    key = someone.id
    client.sign_in(Role.ADMINISTRATOR)

    before = client.get("/organise/accounts?q=lis").text
    page = f"/organise/accounts/{key}"
    client.post(f"{page}/weeks", data={"week": "spring", "role": "interpreter"})
    client.post(f"{page}/role", data={"role": "reader"})
    found = client.get("/organise/accounts?week=spring&role=interpreter").text
    refused = client.post(f"{page}/weeks", data={"week": "spring", "role": "king"})
    ended = client.post(f"/organise/spring/staff/{key}/end", data={"back": "account"})

    assert "Ewa Lis" in before
    assert "Jan Kos" not in before
    assert "May do nothing" in before
    assert "Ewa Lis" in found
    assert "Jan Kos" not in found
    assert refused.status_code == 422
    assert ended.location.endswith(page)
    assert db.session.get_one(Account, key).role is Role.READER
    assert "No role in a single week." in client.get(page).text


def test_an_administrator_of_one_week_gives_roles_there_alone(client: Client) -> None:
    spring, autumn = make_week("spring"), make_week("autumn")
    someone = make_account(None, name="Ewa Lis", address="ewa@host.example")
    key, typed = someone.id, {"address": "EWA@host.example", "role": "steward"}
    own = act_in(client, spring, Role.ADMINISTRATOR).id
    db.session.commit()

    unknown = typed | {"address": "x@y.example"}
    answers = [
        client.post(address, data=data)
        for address, data in (
            ("/organise/spring/staff", typed),
            ("/organise/autumn/staff", typed),
            (f"/organise/spring/staff/{own}/role", {"role": "reader"}),
            (f"/organise/accounts/{key}/role", {"role": "organiser"}),
            ("/organise/spring/staff", unknown),
        )
    ]
    invite = client.get(answers[4].location).text
    page = client.get("/organise/spring/staff").text

    assert [one.status_code for one in answers] == [302, 403, 409, 403, 302]
    assert "Nobody has an account with this address yet." in invite
    assert 'value="x@y.example"' in invite
    assert client.get("/organise/accounts").status_code == 403
    assert GIVEN in page
    standing = standing_of(db.session.get_one(Account, key))
    assert dict(standing.in_weeks) == {spring.id: Role.STEWARD}
    assert autumn.id not in standing.in_weeks


def test_an_organiser_sees_who_works_in_the_week(client: Client) -> None:
    week = make_week("spring")
    make_appointment(make_account(None, name="Ewa Lis"), week, Role.DRIVER)
    make_account(None, name="Nobody Here")
    act_in(client, week, Role.ORGANISER)

    page = client.get("/organise/spring/staff").text

    assert "Ewa Lis" in page
    assert "Nobody Here" not in page
    assert "Administrators give roles and take them back." in page
    assert GIVEN not in page
    assert 'method="post" action="/organise' not in page
