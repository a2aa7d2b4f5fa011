"""What the desk writes into the journal: what no badge vouches for."""

from uuid import UUID

from eventapp.checkin.models.scans import Scan
from eventapp.checkin.queries.people import Guest
from eventapp.journal.service import note


def undone(scan: Scan, by: str, by_id: UUID | None) -> None:
    """Tell who took an admission back."""
    guest = scan.registration
    note(
        "admission.undone",
        actor=by,
        actor_id=by_id,
        subject=str(guest.name) if guest else "",
        subject_id=scan.registration_id,
        week_id=scan.event.week_id,
    )


def admitted_by_name(
    guest: Guest, week_id: UUID, steward: tuple[str, UUID | None]
) -> None:
    """Tell who admitted somebody without a badge."""
    name, key = steward
    note(
        "admission.by_name",
        actor=name,
        actor_id=key,
        subject=str(guest.name),
        subject_id=guest.registration_id,
        week_id=week_id,
    )
