"""What taking a list over does beside entering people."""

import pytest
from flask import Flask
from sqlalchemy import select

from eventapp.intake.errors import ListEnded, PeopleMovedOn
from eventapp.intake.service.files import keep_list
from eventapp.intake.service.taking import take_over
from eventapp.intake.vocabulary import Outcome
from eventapp.kernel.db import db
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.registrations import Consent, Registration
from eventapp.registration.vocabulary import ConsentPurpose, RegistrationStatus
from tests.builders import make_account, make_delegation, make_registration, make_week
from tests.intake.lists import preview, run

HEAD = "id,email,name,diet\n"
TWO = f"{HEAD}A1,a@x.example,Ann Bee,vegan\nA2,b@x.example,Bob Cee,\n".encode()


def test_a_list_is_decided_anew_when_the_week_moved_on(app: Flask) -> None:
    assert app
    week, by = make_week(), make_account()
    seen = preview(week, TWO)
    file = keep_list(week, "two.csv", TWO, {}, by=by)
    make_registration(week)

    with pytest.raises(PeopleMovedOn):
        take_over(file, seen, by=by)

    take_over(file, preview(week, TWO), by=by)
    with pytest.raises(ListEnded):
        take_over(file, preview(week, TWO), by=by)


def test_who_agreed_to_keep_food_is_said_only_where_it_was_ticked(app: Flask) -> None:
    assert app
    week = make_week()

    run(week, TWO, choices={"agrees": True})
    consents = select(Registration.key, Consent.is_given).join(Consent.registration)
    kept = db.session.execute(
        consents.where(Consent.purpose == ConsentPurpose.SENSITIVE)
    ).all()

    assert [tuple(row) for row in kept] == [("A1", True)]


def test_rows_of_a_delegation_join_the_only_one_of_its_institution(app: Flask) -> None:
    assert app
    week = make_week()
    there = make_delegation(week, quota=1)
    make_registration(week, delegation_id=there.id, is_head=True)
    there.institution.key = "opole"
    db.session.flush()
    head = "id,email,name,delegation,delegation role,institution id,status\n"
    content = (
        f"{head}A1,a@x.example,Ann Bee,opole,head,opole,approved\n"
        "A2,b@x.example,Bob Cee,opole,member,opole,cancelled\n"
        "A3,c@x.example,Cyd Dee,lodz,head,,approved\n"
    )

    seen, _file = run(week, content.encode())

    assert [(one.outcome, one.reason) for one in seen.candidates] == [
        (Outcome.WARNING, "head_twice"),
        (Outcome.ACCEPT, ""),
        (Outcome.WARNING, "no_delegation"),
    ]
    rows = db.session.scalars(select(Registration).where(Registration.key.is_not(None)))
    stored = {one.key: one for one in rows}
    assert {key: one.delegation_id for key, one in stored.items()} == {
        "A1": there.id,
        "A2": there.id,
        "A3": None,
    }
    assert (there.quota, stored["A1"].is_head) == (2, False)
    assert stored["A2"].status is RegistrationStatus.CANCELLED
    assert len(db.session.scalars(select(Delegation)).all()) == 1
