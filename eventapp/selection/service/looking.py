"""How registrations stand with regard to a deed: before it, after it, and now."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from eventapp.kernel.db import db
from eventapp.mail.models import Message, MessageStatus
from eventapp.registration.models.approvals import Review
from eventapp.registration.models.registrations import Registration
from eventapp.registration.queries import LIVE
from eventapp.registration.service.restoring import standings_of
from eventapp.selection.models import Tagging
from eventapp.selection.vocabulary import DeedKind

DECIDING = frozenset({DeedKind.CONFIRM, DeedKind.DECLINE, DeedKind.CANCEL})
ENDING = frozenset({DeedKind.DECLINE, DeedKind.CANCEL})


def looks(
    kind: DeedKind, about_id: UUID | None, people: Sequence[Registration]
) -> dict[UUID, dict[str, Any]]:
    """What this kind of deed changes, as it is now, by registration."""
    db.session.flush()
    keys = [one.id for one in people]
    if kind in DECIDING:
        return {key: one.kept() for key, one in standings_of(people).items()}
    if kind is DeedKind.SIGN_UP:
        standings = standings_of(people)
        found: dict[UUID, dict[str, Any]] = {}
        for key, one in standings.items():
            place = one.places.get(about_id) if about_id else None
            found[key] = {
                "place": [place[0].value, place[1].isoformat()] if place else None
            }
        return found
    if kind is DeedKind.CHECK:
        rows = select(Review).where(Review.registration_id.in_(keys))
        rows = rows.execution_options(populate_existing=True)
        at = {one.registration_id: one.at for one in db.session.scalars(rows)}
        return {
            key: {"checked_at": at[key].isoformat() if key in at else None}
            for key in keys
        }
    tagged = set(
        db.session.scalars(
            select(Tagging.registration_id).where(
                Tagging.tag_id == about_id, Tagging.registration_id.in_(keys)
            )
        )
    )
    return {key: {"tagged": key in tagged} for key in keys}


def with_companions(people: Sequence[Registration]) -> list[Registration]:
    """These, and whoever accompanies them and still takes part."""
    beside = select(Registration).where(
        Registration.accompanies_id.in_([one.id for one in people]),
        Registration.status.in_(LIVE),
    )
    return list(dict.fromkeys([*people, *db.session.scalars(beside)]))


def waiting_mails(keys: Collection[UUID]) -> Mapping[UUID, UUID]:
    """The mails about these registrations that wait to be sent: of whom each is."""
    db.session.flush()
    rows = db.session.execute(
        select(Message.id, Message.about_id).where(
            Message.about_id.in_(keys), Message.status == MessageStatus.QUEUED
        )
    )
    return {key: about for key, about in rows if about is not None}
