"""Writing the run of show: its cues saved, proposed, copied."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from uuid import UUID

from sqlalchemy import delete, select

from eventapp.accounts.models import Account
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import add, db, lock
from eventapp.programme.models.events import Event
from eventapp.run_of_show import queries
from eventapp.run_of_show.errors import (
    BegunStandsFirst,
    CueHasBegun,
    RunChangedMeanwhile,
)
from eventapp.run_of_show.models import Cue, CuePerson, Run
from eventapp.run_of_show.plans import TEXTS, CuePlan


def save_run(
    event: Event, plans: Sequence[CuePlan], *, seen_version: int, by: Account
) -> Run:
    """Make these the cues of an event, in this order; real times stay.

    Raises:
        RunChangedMeanwhile: somebody saved another version since it was read.
        CueHasBegun: a cue that has begun would be gone.
        BegunStandsFirst: a cue that has begun would follow one that began later.
    """
    lock(event)
    run = queries.run_of(event)
    if run is None:
        if seen_version:
            raise RunChangedMeanwhile
        run = _begin(event)
    else:
        lock(run)
        if run.version != seen_version:
            raise RunChangedMeanwhile
        run.version += 1
    run.changed_at = clock.now()
    write_cues(run, plans)
    note(
        "run.saved",
        actor=by.name,
        actor_id=by.id,
        subject=str(event.title),
        subject_id=event.id,
        week_id=event.week_id,
        details={"cues": len(plans)},
    )
    return run


def write_cues(run: Run, plans: Sequence[CuePlan]) -> None:
    """Replace the cues of a run that is held; known ones keep their real times.

    Raises:
        CueHasBegun: a cue that has begun would be gone.
        BegunStandsFirst: a cue that has begun would follow one that began later.
    """
    known = {cue.id: cue for cue in queries.cues_of(run, fresh=True)}
    plans = _each_once(plans)
    kept = {plan.id for plan in plans if plan.id in known}
    gone = [cue for key, cue in known.items() if key not in kept]
    for one in gone:
        if one.has_begun:
            raise CueHasBegun(cue=one.what)
    _check_order([known.get(plan.id) if plan.id else None for plan in plans])
    for one in gone:
        db.session.delete(one)
    if kept:
        db.session.execute(delete(CuePerson).where(CuePerson.cue_id.in_(kept)))
    for position, plan in enumerate(plans, start=1):
        before = known.get(plan.id) if plan.id else None
        cue = before or Cue(event_id=run.event_id)
        cue.position = position
        for name in TEXTS:
            setattr(cue, name, getattr(plan, name))
        add(cue)
        db.session.add_all(
            CuePerson(
                cue_id=cue.id, position=order, part=who.part, person_id=who.person_id
            )
            for order, who in enumerate(plan.cast, start=1)
        )
    db.session.flush()


def copy_runs(copies: Mapping[UUID, Event]) -> int:
    """Write the runs of these events for their copies; tells how many there were.

    Texts, minutes and things are taken; people and real times never.
    """
    rows = (
        select(Cue)
        .where(Cue.event_id.in_(copies))
        .order_by(Cue.event_id, Cue.position, Cue.id)
    )
    count = 0
    for key, cues in groupby(
        db.session.scalars(rows).all(), key=lambda cue: cue.event_id
    ):
        plans = [
            CuePlan(**{name: getattr(cue, name) for name in TEXTS}) for cue in cues
        ]
        write_cues(_begin(copies[key]), plans)
        count += 1
    return count


def _check_order(cues: Sequence[Cue | None]) -> None:
    """Refuse what began after something that has not, or that began later."""
    for earlier, later in pairwise(cues):
        if later is None or later.began_at is None:
            continue
        if (
            earlier is None
            or earlier.began_at is None
            or earlier.began_at > later.began_at
        ):
            raise BegunStandsFirst(cue=later.what)


def _each_once(plans: Sequence[CuePlan]) -> list[CuePlan]:
    """The plans; one that names a cue of an earlier plan writes a new one."""
    seen: set[UUID | None] = set()
    left = []
    for plan in plans:
        left.append(replace(plan, id=None) if plan.id in seen else plan)
        seen.add(plan.id)
    return left


def _begin(event: Event) -> Run:
    return add(Run(event_id=event.id, version=1, changed_at=clock.now()))
