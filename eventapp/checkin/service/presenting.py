"""What happens at a desk: one transaction decides, the database keeps the promise."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select

from eventapp.checkin.errors import BadgeOnly, UnknownEvent
from eventapp.checkin.judging import Situation, happened, is_counted, judge
from eventapp.checkin.models.scans import Scan
from eventapp.checkin.queries import groups
from eventapp.checkin.queries import scans as kept
from eventapp.checkin.queries.situations import situation, situations
from eventapp.checkin.service import moving
from eventapp.checkin.service.deciding import Decision, Presentation, decide
from eventapp.checkin.service.grouping import judge_card
from eventapp.checkin.service.keeping import Answer, Read, check_same, keep
from eventapp.checkin.vocabulary import ConflictKind, Direction, Verdict
from eventapp.kernel import clock, codes
from eventapp.kernel.codes import CodeKind, Outcome
from eventapp.kernel.db import db, holds_all
from eventapp.kernel.tokens import digest
from eventapp.programme.models.events import Event

__all__ = ("Answer", "Presentation", "foresee", "present")


def present(shown: Presentation) -> Answer | None:
    """Decide about one presentation, and keep it as a scan.

    Returns:
        The answer; None where this scan was answered before: read it again.

    Raises:
        UnknownEvent: the desk does not serve this event.
        ScanIdReused: the identifier stands for another code.
        BadgeOnly: a steward at a door named somebody.
        CannotOverrule: nobody was recognised whom one could admit all the same.
    """
    read = _read(shown)
    found = situation(_parameters(shown, read))
    if found is None or shown.week_id not in {None, found.week_id}:
        raise UnknownEvent
    if found.known_scan is not None:
        check_same(shown.scan_id, read.presented)
        return None
    now = clock.now()
    if read.kind is CodeKind.DELEGATION and read.outcome is Outcome.CODE:
        verdict, delegation_id = judge_card(read.presented, found.week_id)
        card = replace(found, guest=None, standing=None)
        answer = keep(shown, read, card, Decision(verdict), now)
        return answer and replace(answer, delegation_id=delegation_id)
    if found.guest is None and read.outcome is not Outcome.MISREAD:
        standing = moving.standing_of_stranger(read.presented, shown.event_id)
        found = replace(found, standing=standing)
    at = happened(shown.scanned_at, now, was_offline=shown.was_offline)
    if is_counted(found, at):
        found = _count_again(found, shown.event_id)
    decision = decide(shown, found, read.outcome, at)
    decision = _check_named(shown, read, decision)
    return keep(shown, read, found, decision, now)


def foresee(
    desk_id: UUID,
    event_id: UUID,
    registration_ids: Sequence[UUID],
    way: Direction = Direction.IN,
) -> dict[UUID, Verdict]:
    """What a desk would say to each of them now; nothing is kept."""
    now = clock.now()
    return {
        found.guest.registration_id: judge(found, found.direction or way, now)
        for found in situations(desk_id, event_id, registration_ids)
        if found.guest
    }


def _read(shown: Presentation) -> Read:
    refused = _overruled(shown) if shown.overrules_id else None
    if shown.code:
        reading = codes.parse(shown.code)
        presented = codes.digest(reading.code) if reading.code else digest(shown.code)
        read = Read(presented, reading.outcome, reading.kind, None)
    elif shown.registration_id is not None:
        presented = digest(str(shown.registration_id))
        read = Read(presented, Outcome.CODE, None, shown.registration_id)
    elif refused is not None:
        is_misread = refused.verdict is Verdict.MISREAD
        outcome = Outcome.MISREAD if is_misread else Outcome.CODE
        read = Read(refused.presented, outcome, None, refused.registration_id)
    else:
        raise UnknownEvent
    is_same = refused is not None and refused.presented == read.presented
    return replace(read, overrules_id=shown.overrules_id) if is_same else read


def _overruled(shown: Presentation) -> Any:  # noqa: ANN401 - a row
    """The refusal in spite of which somebody is admitted, if it has arrived."""
    return db.session.execute(
        select(Scan.presented, Scan.verdict, Scan.registration_id).where(
            Scan.id == shown.overrules_id,
            Scan.event_id == shown.event_id,
            Scan.desk_id == shown.desk_id,
        )
    ).first()


def _parameters(shown: Presentation, read: Read) -> dict[str, Any]:
    parameters: dict[str, Any] = {
        "scan": shown.scan_id,
        "desk": shown.desk_id,
        "event": shown.event_id,
    }
    if read.registration_id is not None:
        return parameters | {"registration": read.registration_id}
    return parameters | {"digest": read.presented}


def _count_again(found: Situation, event_id: UUID) -> Situation:
    """Count who is inside while no other door can let anybody in."""
    if holds_all():  # SQLite has one writer at a time
        return found
    # Scans refer to the event; none of them waits for this lock but those that count.
    db.session.execute(
        select(Event.id).where(Event.id == event_id).with_for_update(key_share=True)
    )
    return replace(found, room=replace(found.room, inside=kept.inside(event_id)))


def _check_named(shown: Presentation, read: Read, decision: Decision) -> Decision:
    """A steward at a door may name those alone whose delegation was scanned there."""
    if shown.may_name or shown.registration_id is None or not decision.comes:
        return decision
    if shown.group_id is not None:
        assert read.registration_id is not None  # noqa: S101 - it was named
        if groups.belongs(shown.group_id, read.registration_id, shown.desk_id):
            return decision
    if not shown.was_offline:
        raise BadgeOnly
    conflict = decision.conflict or ConflictKind.AGAINST_RULES
    return replace(decision, conflict=conflict)
