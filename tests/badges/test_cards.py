"""Cards of delegations: made with the first confirmation, replaced, read again."""

import pytest
from sqlalchemy import select

from eventapp.badges import cards
from eventapp.badges.models import Card
from eventapp.journal.models import Entry
from eventapp.kernel import codes
from eventapp.kernel.codes import CodeKind
from eventapp.kernel.db import db
from eventapp.kernel.names import PersonName
from eventapp.registration.errors import NotConfirmed
from eventapp.registration.service import applying
from eventapp.registration.vocabulary import RegistrationStatus
from tests.builders import (
    make_delegation,
    make_institution,
    make_registration,
    make_week,
)

CONFIRMED = RegistrationStatus.CONFIRMED


@pytest.mark.usefixtures("database")
def test_a_delegation_has_a_card_from_its_first_confirmation_on() -> None:
    delegation = make_delegation(status=CONFIRMED)
    one, other = (
        make_registration(
            delegation.week,
            delegation_id=delegation.id,
            status=RegistrationStatus.SUBMITTED,
        )
        for _ in range(2)
    )

    applying.confirm(one)
    applying.confirm(other)

    card = db.session.scalars(select(Card)).one()
    code = cards.code_of_card(card)
    assert code is not None
    assert codes.parse(code).kind is CodeKind.DELEGATION
    assert codes.digest(code) == card.code_digest
    assert cards.cards_of_week(delegation.week_id) == [card]


@pytest.mark.usefixtures("database")
def test_the_upkeep_makes_the_cards_that_are_missing_once() -> None:
    week = make_week()
    expected = make_delegation(week, status=CONFIRMED)
    make_delegation(week)
    db.session.commit()

    cards.issue_missing()
    cards.issue_missing()

    assert [card.delegation_id for card in db.session.scalars(select(Card))] == [
        expected.id
    ]


@pytest.mark.usefixtures("database")
def test_a_lost_card_is_replaced_and_the_journal_says_by_whom() -> None:
    delegation = make_delegation(status=CONFIRMED)
    lost = cards.issue_card(delegation.id)

    fresh = cards.reissue_card(delegation, actor="Desk 1")

    line = db.session.scalars(select(Entry)).one()
    assert lost.revoked_at is not None
    assert cards.card_of(delegation.id) is fresh
    assert cards.code_of_card(fresh) != cards.code_of_card(lost)
    assert (line.action, line.actor) == ("card.reissued", "Desk 1")
    with pytest.raises(NotConfirmed):
        cards.reissue_card(make_delegation(), actor="Desk 1")


@pytest.mark.usefixtures("database")
def test_the_face_of_a_card_names_institution_head_and_people() -> None:
    institution = make_institution(
        "Zhejiang University", native_name="浙江大学", native_language="zh-Hans"
    )
    delegation = make_delegation(institution=institution, status=CONFIRMED)
    head = PersonName("Wang Xiaoming", "王小明", "zh-Hans")
    make_registration(
        delegation.week, delegation_id=delegation.id, is_head=True, name=head
    )
    make_registration(delegation.week, delegation_id=delegation.id)
    card = cards.issue_card(delegation.id)

    face = cards.card_face(card)

    assert face is not None
    assert (face.title, face.native, face.head, face.people) == (
        "Zhejiang University",
        "浙江大学",
        head,
        2,
    )
    card.code_digest = bytes(32)
    assert cards.card_face(card) is None
