"""Who moves up when a bulk deed frees places, and their way back while it is undone."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select

from eventapp.accounts.models import Account
from eventapp.kernel.db import db
from eventapp.mail.models import Message, MessageStatus
from eventapp.mail.service import withdraw_these
from eventapp.registration import signals
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service.lines import take_if_free
from eventapp.registration.service.noting import note_about
from eventapp.registration.service.turning import turn
from eventapp.registration.vocabulary import PlaceStatus
from eventapp.scheduling.service.sending import never_told
from eventapp.selection.service.looking import waiting_mails

MOVED = "moved"  # in a row's `before`: who has the places that were theirs


@dataclass
class Moves:
    """The places that others got through a deed, by event, with their mails."""

    by_event: dict[UUID, list[dict[str, Any]]] = field(default_factory=dict)
    messages: list[UUID] = field(default_factory=list)

    def after(self, held: Collection[UUID]) -> list[dict[str, Any]]:
        """Who moved up to the places at these events, each told of once."""
        return [
            moves.pop(0)
            for key in held
            if (moves := self.by_event.get(key)) is not None and moves
        ]


@contextmanager
def watching(people: Sequence[Registration]) -> Iterator[Moves]:
    """See who moves up while these people lose their places.

    Who gave up another place for it has acted on it, and is not among them.
    """
    keys = [one.id for one in people]
    at = select(Place.event_id).where(Place.registration_id.in_(keys))
    rows = select(Place.id, Place.registration_id).where(
        Place.event_id.in_(at),
        Place.registration_id.not_in(keys),
        Place.status == PlaceStatus.WAITING,
        Place.gives_up_id.is_(None),
    )
    waited = {place: owner for place, owner in db.session.execute(rows)}  # noqa: C416 - typed rows
    known = waiting_mails(set(waited.values()))
    found = Moves()
    yield found
    db.session.flush()
    moved = select(Place).where(
        Place.id.in_(waited), Place.status != PlaceStatus.WAITING
    )
    mails: dict[UUID, list[str]] = {}
    for message, owner in waiting_mails(set(waited.values())).items():
        if message not in known:
            mails.setdefault(owner, []).append(str(message))
            found.messages.append(message)
    for place in db.session.scalars(moved.order_by(Place.asked_at)):
        found.by_event.setdefault(place.event_id, []).append(
            {
                "place": str(place.id),
                "messages": mails.get(place.registration_id, []),
            }
        )


def moved_in(before: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Who moved up because of this row."""
    found: Sequence[Mapping[str, Any]] = before.get(MOVED, ())
    return found


def move_back(before: Mapping[str, Any], *, by: Account) -> None:
    """Let those wait again who moved up and have not heard of it.

    Whoever has our mail keeps the place; so does who is busy at this moment.
    """
    for one in moved_in(before):
        keys = [UUID(key) for key in one["messages"]]
        place = db.session.get(Place, UUID(one["place"]))
        if place is None or place.status is PlaceStatus.WAITING or _has_left(keys):
            continue
        registration = take_if_free(Registration, place.registration_id)
        if registration is None:
            continue
        never_told(withdraw_these(keys))
        place.status, place.held_at, place.offered_until = (
            PlaceStatus.WAITING,
            None,
            None,
        )
        turn(registration, place.event_id)
        db.session.flush()
        signals.place_released.send(place)
        details = {"before": {"event": str(place.event.title)}}
        note_about(registration, "registration.restored", who=by, details=details)


def _has_left(keys: Sequence[UUID]) -> bool:
    left = select(Message.id).where(
        Message.id.in_(keys), Message.status != MessageStatus.QUEUED
    )
    return db.session.scalar(left.limit(1)) is not None
