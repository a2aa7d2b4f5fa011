"""What a registration has to do with a delegation: whose it is, who else leads it."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventapp.institutions.models import Institution
from eventapp.kernel.db import db
from eventapp.kernel.names import PersonName
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.registrations import Registration
from eventapp.registration.queries import LIVE
from eventapp.registration.vocabulary import Rank


@dataclass(frozen=True)
class DelegationWish:
    """A delegation that somebody was invited to bring; see `signals.delegation_wanted`.

    Whoever listens enters it, writes to its contact and returns an `OpenedDelegation`.
    """

    week: Week
    institution: Institution
    quota: int
    contact_name: str
    contact_address: str
    language: str
    label: str | None = None
    rank: Rank | None = None


@dataclass(frozen=True)
class OpenedDelegation:
    """The delegation that came of a wish, and the path that opens it."""

    delegation: Delegation
    path: str


@dataclass(frozen=True)
class Belonging:
    """The delegation to which somebody belongs, as they see it."""

    delegation: Delegation
    head: PersonName | None  # None: not known yet


def belonging_of(registration: Registration) -> Belonging | None:
    """The delegation of a registration, with its head and its host's people."""
    if registration.delegation_id is None:
        return None
    wanted = (
        select(Delegation)
        .options(
            joinedload(Delegation.institution),
            joinedload(Delegation.counterpart),
            joinedload(Delegation.greeter),
        )
        .where(Delegation.id == registration.delegation_id)
    )
    head = db.session.scalar(
        select(Registration).where(
            Registration.delegation_id == registration.delegation_id,
            Registration.is_head,
            Registration.status.in_(LIVE),
        )
    )
    return Belonging(
        db.session.scalars(wanted).one(),
        head.name if head is not None and head.is_named else None,
    )
