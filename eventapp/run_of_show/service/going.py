"""The course of a ceremony: begun, next, back; each press counts once."""

from collections.abc import Sequence
from uuid import UUID

from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import db, lock
from eventapp.programme.planned import planned_event
from eventapp.run_of_show import queries
from eventapp.run_of_show.errors import NoHourYet, NothingToRun
from eventapp.run_of_show.models import Cue, Run

BEFORE, AFTER = "before", "after"  # where a run stands when no cue is running


def stand_of(cues: Sequence[Cue]) -> str:
    """Where a run stands: the key of the running cue, or before, or after all."""
    running = next((cue for cue in cues if cue.is_running), None)
    if running is not None:
        return str(running.id)
    return AFTER if any(cue.has_begun for cue in cues) else BEFORE


def advance(run: Run, *, seen: str, by: str, by_id: UUID | None = None) -> bool:
    """Begin the next cue, or end the last one. False: somebody else has pressed.

    Raises:
        NothingToRun: there is no cue.
        NoHourYet: the event is not placed in the programme.
    """
    now = clock.now()
    if not planned_event(run.event).plan.is_placed:
        raise NoHourYet
    cues = _held(run)
    if not cues:
        raise NothingToRun
    stands = stand_of(cues)
    if stands != seen or stands == AFTER:
        return False
    index = next((at for at, cue in enumerate(cues) if cue.is_running), -1)
    following = next((cue for cue in cues[index + 1 :] if not cue.has_begun), None)
    if index >= 0:
        cues[index].ended_at = max(now, cues[index].began_at or now)
    if following is not None:
        following.began_at = now
    if index < 0:
        _note(run, "run.started", by, by_id)
    elif following is None:
        _note(run, "run.ended", by, by_id)
    _count(run)
    return True


def go_back(run: Run, *, seen: str, by: str, by_id: UUID | None = None) -> bool:
    """Undo the latest press. False: somebody else has pressed, or nothing has begun."""
    cues = _held(run)
    stands = stand_of(cues)
    if stands != seen or stands == BEFORE:
        return False
    begun = [cue for cue in cues if cue.has_begun]
    if stands != AFTER:
        begun.pop().began_at = None
    if begun:
        begun[-1].ended_at = None
    _note(run, "run.went_back", by, by_id)
    _count(run)
    return True


def clear_times(run: Run, *, by: str, by_id: UUID) -> None:
    """Forget all real times: what was run was a rehearsal."""
    for cue in _held(run):
        cue.began_at = cue.ended_at = None
    _note(run, "run.cleared", by, by_id)
    _count(run)


def _held(run: Run) -> Sequence[Cue]:
    lock(run)
    return queries.cues_of(run, fresh=True)


def _count(run: Run) -> None:
    run.presses += 1
    db.session.flush()


def _note(run: Run, action: str, by: str, by_id: UUID | None) -> None:
    event = run.event
    note(
        action,
        actor=by,
        actor_id=by_id,
        subject=str(event.title),
        subject_id=event.id,
        week_id=event.week_id,
    )
