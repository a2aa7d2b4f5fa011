"""How many people a rule lets in, so that nobody saves one that shuts all out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true

from eventapp.checkin.judging import Rule
from eventapp.checkin.vocabulary import Admits
from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.programme.vocabulary import SignUp
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import (
    DelegateKind,
    PlaceStatus,
    RegistrationStatus,
)


@dataclass(frozen=True)
class Reach:
    """Whom a rule lets in, of all who are confirmed."""

    let_in: int
    confirmed: int
    with_place: int

    @property
    def is_nobody(self) -> bool:
        """Whether people are expected, and the door would refuse every one."""
        return self.confirmed > 0 and self.let_in == 0


def reach(event: Event, rules: Sequence[Rule], now: datetime) -> list[Reach]:
    """How many confirmed people each rule lets in, as `judging.judge` says it."""
    counts = [func.count().filter(_is_meant(event, rule, now)) for rule in rules]
    held = func.count().filter(Place.status == PlaceStatus.HELD)
    row = db.session.execute(
        select(func.count(), held, *counts)
        .select_from(Registration)
        .outerjoin(
            Place,
            and_(Place.registration_id == Registration.id, Place.event_id == event.id),
        )
        .where(
            Registration.week_id == event.week_id,
            Registration.status == RegistrationStatus.CONFIRMED,
        )
    ).one()
    return [Reach(let_in, row[0], row[1]) for let_in in row[2:]]


def _is_meant(event: Event, rule: Rule, now: datetime) -> ColumnElement[bool]:
    if rule.admits is Admits.LISTED:
        keys = [UUID(one) for one in rule.delegations]
        return or_(
            Registration.kind.in_(map(DelegateKind, rule.kinds))
            if rule.kinds
            else false(),
            Registration.delegation_id.in_(keys) if keys else false(),
            false() if rule.kinds or keys else true(),
        )
    if rule.admits is Admits.CONFIRMED:
        return true()
    if rule.admits is Admits.AS_SIGNED_UP and event.signup is SignUp.EVERYONE:
        return true()
    if rule.frees_seats(now):
        return Place.status.is_not(None)
    return Place.status == PlaceStatus.HELD
