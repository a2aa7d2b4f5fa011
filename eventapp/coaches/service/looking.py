"""Looking at phones of people who are missing: allowed, and noted."""

from collections.abc import Mapping
from uuid import UUID

from eventapp.coaches.queries import deeds
from eventapp.coaches.queries.manifests import Load
from eventapp.journal.service import note
from eventapp.programme.models.events import Event


def phones_of(
    event: Event, load: Load, *, by: str, by_id: UUID | None
) -> Mapping[UUID, str]:
    """The phones of those for whom a coach waits; the journal keeps who looked."""
    found = deeds.phones([one.registration_id for one in load.missing])
    if load.missing:
        note(
            "coach.phones_read",
            actor=by,
            actor_id=by_id,
            subject=f"{event.title}: {load.coach.name}",
            subject_id=event.id,
            week_id=event.week_id,
            details={"people": [str(one.registration_id) for one in load.missing]},
        )
    return found
