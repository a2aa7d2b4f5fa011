"""Deciding how the badges of a week look."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from eventapp.badges.designs import Design
from eventapp.badges.models import BadgeDesign
from eventapp.badges.queries import design_of, design_row
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import db, lock
from eventapp.programme.models.weeks import Week


def keep_design(
    week: Week, design: Design, *, by: str, by_id: UUID | None = None
) -> None:
    """Let the badges of `week` look so from now on; the same again changes nothing."""
    lock(week)
    before, row = design_of(week.id), design_row(week.id)
    if row is None:
        row = BadgeDesign(week_id=week.id)
    elif before == design:
        return
    plain = asdict(design) | {
        "bands": {str(kind): str(track) for kind, track in design.bands.items()},
        "words": {str(kind): dict(word) for kind, word in design.words.items() if word},
        "heading": design.heading,
        "reverse_text": design.reverse_text,
    }
    for name, value in plain.items():
        setattr(row, name, value)
    row.changed_at = clock.now()
    db.session.add(row)
    db.session.flush()
    note(
        "badge.design_changed",
        actor=by,
        actor_id=by_id,
        subject=str(week.name),
        subject_id=week.id,
        week_id=week.id,
        details={"changed": _changed(before, design)},
    )


def _changed(before: Design, design: Design) -> list[str]:
    """What differs, by the names of the design."""
    facts: list[tuple[str, Any, Any]] = [
        (name, getattr(before, name), getattr(design, name)) for name in asdict(design)
    ]
    return [name for name, one, other in facts if one != other]
