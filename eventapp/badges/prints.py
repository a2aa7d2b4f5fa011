"""The journal of prints: which badge, when, by whom, where, and why again."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from sqlalchemy import insert, select

from eventapp.badges.formats import Format
from eventapp.badges.models import Badge, BadgePrint
from eventapp.badges.printing import mark_of
from eventapp.badges.vocabulary import Reprint
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import db


def record_print(  # noqa: PLR0913 - a line of this journal has these columns
    badge: Badge,
    format_: Format,
    *,
    by: str,
    by_id: UUID | None = None,
    place: str = "",
    reason: Reprint | None = None,
    key: UUID | None = None,
) -> BadgePrint:
    """Keep that a badge is printed; the same key again is the same print."""
    key = key or uuid4()
    if known := db.session.get(BadgePrint, key):
        return known
    printed = BadgePrint(
        id=key,
        badge_id=badge.id,
        printed_at=clock.now(),
        printed_by=by[:200],
        place=place[:200],
        format=format_,
        reason=reason,
        mark=mark_of(badge),
    )
    db.session.add(printed)
    db.session.flush()
    person = badge.registration
    note(
        "badge.printed",
        actor=by,
        actor_id=by_id,
        subject=str(person.name),
        subject_id=person.id,
        week_id=person.week_id,
        details={
            "format": str(format_),
            "place": place,
            "reason": str(reason) if reason else "",
        },
    )
    return printed


def record_prints(
    marks: Sequence[tuple[UUID, bytes]], format_: Format, *, by: str
) -> None:
    """Keep that many badges are printed, each with its mark, in one statement."""
    now = clock.now()
    keys = [badge_id for badge_id, _mark in marks]
    there = set(db.session.scalars(select(Badge.id).where(Badge.id.in_(keys))))
    rows = [
        {
            "id": uuid4(),
            "badge_id": badge_id,
            "printed_at": now,
            "printed_by": by[:200],
            "place": "",
            "format": format_,
            "reason": None,
            "mark": mark,
        }
        for badge_id, mark in marks
        if badge_id in there  # nobody was erased meanwhile
    ]
    if rows:
        db.session.execute(insert(BadgePrint), rows)
