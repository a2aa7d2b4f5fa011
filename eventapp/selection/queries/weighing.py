"""To whom a bulk deed applies, and why it leaves out the others."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.registration import seating
from eventapp.registration.errors import (
    CheckedByYourself,
    EventCancelled,
    EventFull,
    NoLongerOpen,
    NotCheckedYet,
    NotConfirmed,
    NotDecidable,
)
from eventapp.registration.models.approvals import Review
from eventapp.registration.models.registrations import Registration
from eventapp.registration.queries import places_at
from eventapp.registration.vocabulary import PlaceStatus, RegistrationStatus
from eventapp.selection.models import Tagging
from eventapp.selection.plans import Plan
from eventapp.selection.queries.tags import tag_with
from eventapp.selection.vocabulary import DeedKind


@dataclass(frozen=True)
class Weighing:
    """Those to whom a deed applies, and for which reason the others stay."""

    ready: Sequence[Registration]
    left_out: Mapping[UUID, str]

    def reasons(self) -> dict[str, int]:
        """How many are left out for each reason, the most common first."""
        found: dict[str, int] = {}
        for why in self.left_out.values():
            found[why] = found.get(why, 0) + 1
        return dict(sorted(found.items(), key=lambda one: -one[1]))


def weigh(
    week: Week, plan: Plan, registrations: Sequence[Registration], by_id: UUID
) -> Weighing:
    """What a deed would do to these; the same number of statements for any number."""
    why = _hindrances(week, plan, registrations, by_id)
    ready = [one for one in registrations if one.id not in why]
    if plan.kind is DeedKind.SIGN_UP and plan.event_id is not None:
        event = db.session.get_one(Event, plan.event_id)
        left = seating.tally(event).left
        if left is not None:
            why |= {one.id: str(EventFull.message) for one in ready[left:]}
            ready = ready[:left]
    return Weighing(ready, why)


def _hindrances(
    week: Week, plan: Plan, registrations: Sequence[Registration], by_id: UUID
) -> dict[UUID, str]:
    keys = [one.id for one in registrations]
    if plan.kind in {DeedKind.CONFIRM, DeedKind.DECLINE, DeedKind.CHECK}:
        known = _reviews(keys)
        found = {
            one.id: _of_decision(week, plan.kind, one, known.get(one.id), by_id)
            for one in registrations
        }
    elif plan.kind is DeedKind.CANCEL:
        found = {
            one.id: None if one.is_live else str(NoLongerOpen.message)
            for one in registrations
        }
    elif plan.kind is DeedKind.SIGN_UP:
        found = _of_sign_up(plan, registrations)
    else:
        found = _of_tag(week, plan, keys)
    return {key: why for key, why in found.items() if why is not None}


def _of_decision(
    week: Week, kind: DeedKind, one: Registration, review: Review | None, by_id: UUID
) -> str | None:
    if one.status is not RegistrationStatus.SUBMITTED:
        return str(NotDecidable.message)
    if kind is DeedKind.CHECK:
        return _("Somebody has checked it already.") if review else None
    if week.approval_steps > 1 and review is None:
        return str(NotCheckedYet.message)
    if week.approval_steps > 1 and review and review.reviewer_id == by_id:
        return str(CheckedByYourself.message)
    return None


def _of_sign_up(
    plan: Plan, registrations: Sequence[Registration]
) -> dict[UUID, str | None]:
    event = db.session.get(Event, plan.event_id) if plan.event_id else None
    if event is None or event.is_cancelled:
        return {one.id: str(EventCancelled.message) for one in registrations}
    places = places_at(event, [one.id for one in registrations])
    found: dict[UUID, str | None] = {}
    for one in registrations:
        place = places.get(one.id)
        if not one.is_confirmed:
            found[one.id] = str(NotConfirmed.message)
        elif place is not None and place.status is PlaceStatus.HELD:
            found[one.id] = _("They hold a place there already.")
        else:
            found[one.id] = None
    return found


def _of_tag(week: Week, plan: Plan, keys: Collection[UUID]) -> dict[UUID, str | None]:
    tag = tag_with(week, plan.tag)
    rows = select(Tagging.registration_id).where(
        Tagging.tag_id == (tag.id if tag else None), Tagging.registration_id.in_(keys)
    )
    tagged = set(db.session.scalars(rows)) if tag else set()
    if plan.kind is DeedKind.TAG:
        why = _("They have this tag already.")
        return {key: why if key in tagged else None for key in keys}
    why = _("They do not have this tag.")
    return {key: None if key in tagged else why for key in keys}


def _reviews(keys: Collection[UUID]) -> dict[UUID, Review]:
    rows = select(Review).where(Review.registration_id.in_(keys))
    return {one.registration_id: one for one in db.session.scalars(rows)}
