"""Cards of delegations: one code for all their people, made as badges are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Select, Table, exists, func, select
from sqlalchemy.orm import joinedload

from eventapp.badges.models import Card
from eventapp.config import current
from eventapp.institutions.models import Institution
from eventapp.journal.service import note
from eventapp.kernel import clock, codes
from eventapp.kernel.codes import BadgeCode, CodeKind
from eventapp.kernel.db import Model, db, insert_unless_there, lock, writing
from eventapp.kernel.names import PersonName
from eventapp.kernel.tokens import derive, same
from eventapp.registration.errors import NotConfirmed
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import RegistrationStatus


@dataclass(frozen=True)
class CardFace:
    """What stands on the card of a delegation, in words ready to be printed."""

    code: str
    title: str
    native: str | None
    native_language: str | None
    country_or_region: str
    week: str
    head: PersonName | None
    people: int


def issue_card(delegation_id: UUID) -> Card:
    """The live card of a delegation, made where there is none."""
    return card_of(delegation_id) or _make(delegation_id)


def issue_missing() -> None:
    """Make the cards of all delegations that are expected: the worker's upkeep."""
    with writing():
        issue_many()


def issue_many() -> None:
    """The same in the present transaction."""
    live = exists().where(
        Card.delegation_id == Delegation.id, Card.revoked_at.is_(None)
    )
    wanted = select(Delegation.id).where(
        Delegation.status == RegistrationStatus.CONFIRMED, ~live
    )
    rows = [_row(key) for key in db.session.scalars(wanted)]
    if rows:
        db.session.execute(insert_unless_there(_table()), rows)


def reissue_card(delegation: Delegation, *, actor: str) -> Card:
    """Replace a lost card; the old code ends everywhere at once.

    Raises:
        NotConfirmed: only who is expected has a card.
    """
    if not delegation.is_confirmed:
        raise NotConfirmed
    lock(delegation)
    if live := card_of(delegation.id):
        live.revoked_at = clock.now()
        db.session.flush()
    note(
        "card.reissued",
        actor=actor,
        subject=delegation.title,
        subject_id=delegation.id,
        week_id=delegation.week_id,
    )
    return _make(delegation.id)


def code_of_card(card: Card) -> BadgeCode | None:
    """The code to print; None after our secret was changed: reissue it then."""
    code = _code(card.id)
    return code if same(codes.digest(code), card.code_digest) else None


def card_of(delegation_id: UUID) -> Card | None:
    """The live card of a delegation."""
    return db.session.scalar(_live(delegation_id))


def cards_of_week(week_id: UUID) -> Sequence[Card]:
    """The live cards of the delegations that a week expects."""
    rows = (
        select(Card)
        .join(Card.delegation)
        .where(
            Card.revoked_at.is_(None),
            Delegation.week_id == week_id,
            Delegation.status == RegistrationStatus.CONFIRMED,
        )
        .order_by(Delegation.id)
    )
    return db.session.scalars(rows).all()


def card_face(card: Card) -> CardFace | None:
    """What stands on a card, in the reader's language; None: reissue it first."""
    return card_faces([card])[0]


def card_faces(cards: Sequence[Card]) -> list[CardFace | None]:
    """What stands on each card, in three statements whatever their number."""
    keys = [card.delegation_id for card in cards]
    found = db.session.scalars(
        select(Delegation)
        .options(
            joinedload(Delegation.week),
            joinedload(Delegation.institution).joinedload(Institution.territory),
        )
        .where(Delegation.id.in_(keys))
    )
    delegations = {one.id: one for one in found}
    expected = (
        Registration.delegation_id.in_(keys),
        Registration.status == RegistrationStatus.CONFIRMED,
    )
    leading = select(Registration).where(*expected, Registration.is_head)
    heads = {one.delegation_id: one for one in db.session.scalars(leading)}
    counted = db.session.execute(
        select(Registration.delegation_id, func.count())
        .where(*expected)
        .group_by(Registration.delegation_id)
    )
    people = {key: count for key, count in counted}  # noqa: C416 - typed rows
    return [
        _face(card, delegations[key], heads.get(key), people.get(key, 0))
        for card, key in zip(cards, keys, strict=True)
    ]


def _face(
    card: Card, delegation: Delegation, head: Registration | None, people: int
) -> CardFace | None:
    code = code_of_card(card)
    if code is None:
        return None
    institution = delegation.institution
    territory = institution.territory
    return CardFace(
        code=code,
        title=delegation.title,
        native=institution.native_name,
        native_language=institution.native_language,
        country_or_region=str(territory.label) if territory else "",
        week=str(delegation.week.name),
        head=head.name if head and head.is_named else None,
        people=people,
    )


def _live(delegation_id: UUID) -> Select[Card]:
    return select(Card).where(
        Card.delegation_id == delegation_id, Card.revoked_at.is_(None)
    )


def _make(delegation_id: UUID) -> Card:
    """Make a card, unless somebody else makes one at this moment."""
    made = insert_unless_there(_table()).values(_row(delegation_id))
    db.session.execute(made)
    return db.session.scalars(_live(delegation_id)).one()


def _row(delegation_id: UUID) -> dict[str, Any]:
    key = uuid4()
    return {
        "id": key,
        "code_digest": codes.digest(_code(key)),
        "issued_at": clock.now(),
        "delegation_id": delegation_id,
    }


def _table() -> Table:
    return Model.metadata.tables[Card.__tablename__]


def _code(key: UUID) -> BadgeCode:
    secret = derive(current().secret_key, "card", str(key))
    return codes.compose(CodeKind.DELEGATION, secret)
