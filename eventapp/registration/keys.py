"""Questions about what opens a registration: codes, links, invitations."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager, joinedload

from eventapp.kernel.db import db
from eventapp.kernel.tokens import digest
from eventapp.programme.models.weeks import Week
from eventapp.registration import queries
from eventapp.registration.models.entering import Confirmation, Invitation, PrivateLink
from eventapp.registration.models.registrations import Registration

MOST_LINKS = 20  # a secretary may have registered so many
LOOK_ALIKES = str.maketrans("ILO", "110")


def live_registrations(address: str) -> Sequence[Registration]:
    """What this address has begun or sent, for weeks that are public."""
    rows = (
        select(Registration)
        .join(Registration.week)
        .options(contains_eager(Registration.week).joinedload(Week.host))
        .where(
            Registration.address == address.casefold(),
            Registration.has_own_address,  # else the link of the delegation opens it
            Registration.status.in_(queries.LIVE),
            Week.is_public,
        )
        .order_by(Registration.created_at.desc())
        .limit(MOST_LINKS)
    )
    return db.session.scalars(rows).all()


def confirmation_by_link(token: str) -> Confirmation | None:
    """The waiting address that this link confirms."""
    wanted = select(Confirmation).where(Confirmation.link_digest == digest(token))
    return db.session.scalar(wanted)


def latest_confirmation(week: Week, address: str) -> Confirmation | None:
    """The code that was last sent to this address."""
    wanted = (
        select(Confirmation)
        .where(
            Confirmation.week_id == week.id, Confirmation.address == address.casefold()
        )
        .order_by(Confirmation.sent_at.desc())
        .limit(1)
    )
    return db.session.scalar(wanted)


def registration_by_link(token: str, at: datetime) -> Registration | None:
    """The registration that this private link opens."""
    wanted = (
        select(Registration)
        .join(PrivateLink, PrivateLink.registration_id == Registration.id)
        .where(PrivateLink.token_digest == digest(token), PrivateLink.expires_at > at)
    )
    return db.session.scalar(wanted)


def invitation(week: Week, code: str) -> Invitation | None:
    """The invitation of a week with this code, or with this token of its link."""
    wanted = select(Invitation).where(
        Invitation.week_id == week.id,
        or_(
            Invitation.code_digest == invitation_digest(code),
            Invitation.token_digest == digest(code),
        ),
    )
    return db.session.scalar(wanted)


def invitation_by_link(week: Week, token: str) -> Invitation | None:
    """The invitation whose link this is."""
    wanted = (
        select(Invitation)
        .options(joinedload(Invitation.institution))
        .where(Invitation.week_id == week.id, Invitation.token_digest == digest(token))
    )
    return db.session.scalar(wanted)


def invitation_digest(code: str) -> bytes:
    """What is kept of an invitation code; blanks, dashes and case do not matter."""
    plain = unicodedata.normalize("NFKC", code).upper()
    signs = "".join(sign for sign in plain if sign.isalnum())
    return digest(signs.translate(LOOK_ALIKES))
