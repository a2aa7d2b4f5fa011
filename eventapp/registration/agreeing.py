"""Who agreed to what: the latest answer counts."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, false, func, select

from eventapp.kernel.db import db
from eventapp.registration.answers import NeedsAnswers
from eventapp.registration.errors import SensitiveConsentNeeded
from eventapp.registration.models.registrations import Consent, Registration
from eventapp.registration.vocabulary import ConsentPurpose, Diet


def who_agreed(keys: Collection[UUID], purpose: ConsentPurpose) -> frozenset[UUID]:
    """Those of these registrations whose latest answer about this purpose was yes."""
    if not keys:
        return frozenset()
    rows = select(Registration.id).where(Registration.id.in_(keys), agreed_to(purpose))
    return frozenset(db.session.scalars(rows))


def agreed_to(purpose: ConsentPurpose) -> ColumnElement[bool]:
    """The condition that somebody's latest answer about this purpose was yes."""
    latest = (
        select(Consent.is_given)
        .where(Consent.registration_id == Registration.id, Consent.purpose == purpose)
        .order_by(Consent.at.desc(), Consent.id.desc())
        .limit(1)
        .correlate(Registration)
        .scalar_subquery()
    )
    return func.coalesce(latest, false())


def has_agreed(registration: Registration, purpose: ConsentPurpose) -> bool:
    """Whether somebody's latest answer about this purpose was yes."""
    asked = select(agreed_to(purpose)).select_from(Registration)
    return bool(db.session.scalar(asked.where(Registration.id == registration.id)))


def latest(consents: Sequence[Consent]) -> dict[ConsentPurpose, bool]:
    """What somebody's latest answers were, from all of them in order."""
    return {one.purpose: one.is_given for one in consents}


def check_agreed(registration: Registration, answers: NeedsAnswers) -> None:
    """Let nothing be kept that tells of health or belief without a consent.

    Raises:
        SensitiveConsentNeeded: something is told, and it was not agreed to.
    """
    if tells_something(answers) and not has_agreed(
        registration, ConsentPurpose.SENSITIVE
    ):
        raise SensitiveConsentNeeded


def tells_something(told: NeedsAnswers | Registration) -> bool:
    """Whether more is told than that somebody eats everything and needs nothing."""
    eats_everything = told.diet in {None, Diet.NONE}
    said = (told.diet_note, told.access, told.access_note)
    return not eats_everything or any(said)
