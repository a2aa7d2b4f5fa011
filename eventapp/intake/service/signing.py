"""Taking sign-ups over: each asks as a delegate would, who asked first comes first."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select

from eventapp.accounts.models import Account
from eventapp.intake import queries
from eventapp.intake.candidates import visible
from eventapp.intake.errors import ListEnded
from eventapp.intake.findings import Finding
from eventapp.intake.models import PeopleFile
from eventapp.intake.reporting import kept_cells, kept_findings
from eventapp.intake.service.files import check_open
from eventapp.intake.signups import Request, Requests
from eventapp.intake.vocabulary import Outcome, Subject
from eventapp.jobs.service import Progress
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import db, lock, writing
from eventapp.kernel.errors import Refusal
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import OverlapRule
from eventapp.registration.errors import NotConfirmed
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.seating import Tally, tally
from eventapp.registration.service.eligibility import check_selectable
from eventapp.registration.service.lines import settle
from eventapp.registration.service.places import is_free, new_place, reserve_place
from eventapp.registration.vocabulary import PlaceStatus

AT_ONCE = 300  # requests of one transaction


def ask_for_places(
    key: UUID, requests: Requests, *, by_id: UUID, progress: Progress
) -> None:
    """Ask for each place in the order of asking, some at once; then keep the report.

    Raises:
        ListEnded: it was taken over already.
    """
    waiting = requests.in_order
    held: Counter[bool] = Counter()
    for begin in range(0, len(waiting), AT_ONCE):
        some = waiting[begin : begin + AT_ONCE]
        with writing():
            _open(key)
            held.update(_ask(some))
        progress(begin + len(some), len(waiting))
    with writing():
        file = _open(key)
        lock(file)
        check_open(file)
        by = db.session.get_one(Account, by_id)
        file.report = _report(file, requests, held)
        file.content = None
        file.taken_at = clock.now()
        note(
            "signups.imported",
            actor=by.name,
            actor_id=by.id,
            subject=file.name,
            subject_id=file.id,
            week_id=file.week_id,
            details={"held": held[True], "waiting": held[False]},
        )


def _open(key: UUID) -> PeopleFile:
    file = db.session.get(PeopleFile, key)
    if file is None:
        raise ListEnded
    check_open(file)
    return file


def _ask(some: Sequence[Request]) -> list[bool]:
    """Ask for some places; whether each is held. All events are locked first."""
    events = _locked(Event, [one.event_id for one in some])
    people = _locked(Registration, [one.registration_id for one in some])
    week = next(iter(events.values())).week
    is_alone = week.overlap_rule is not OverlapRule.BLOCK
    counted = _Counted(week)
    held: list[bool] = []
    for one in some:
        registration, event = people[one.registration_id], events[one.event_id]
        try:
            if is_alone and not event.whole_delegations:
                place = counted.reserve(registration, event)
            else:
                place = reserve_place(registration, event)
        except Refusal as refusal:
            finding = Finding("refused_by_event", "event", detail=str(refusal))
            one.findings.append(finding)
            continue
        if one.asked_at and one.asked_at < place.asked_at:
            place.asked_at = one.asked_at
        held.append(place.is_held)
    db.session.flush()
    return held


class _Counted:
    """Events that are locked, settled and counted once: many ask after each other.

    The rules are those of `reserve_place`, but for whole delegations and for weeks
    that block overlaps: there each request asks on its own.
    """

    def __init__(self, week: Week) -> None:
        self.now = clock.now()
        self.asked = set(queries.places_asked(week.id))
        self.tallies: dict[UUID, Tally] = {}

    def reserve(self, registration: Registration, event: Event) -> Place:
        """A place, held where there is room; a refusal where nobody may ask."""
        if not registration.is_confirmed:
            raise NotConfirmed
        check_selectable(registration, event)
        if (registration.id, event.id) in self.asked:
            return reserve_place(registration, event)
        if event.id not in self.tallies:
            settle(event)
            self.tallies[event.id] = tally(event)
        present = self.tallies[event.id]
        place = new_place(registration, event, self.now)
        if is_free(event, present, self.now):
            place.status, place.held_at = PlaceStatus.HELD, self.now
            self.tallies[event.id] = replace(present, held=present.held + 1)
        else:
            self.tallies[event.id] = replace(present, waiting=present.waiting + 1)
        self.asked.add((registration.id, event.id))
        db.session.add(place)
        return place


def _locked(kind: Any, keys: Sequence[UUID | None]) -> dict[Any, Any]:  # noqa: ANN401 - a model
    """These rows, locked in one order and read afresh."""
    rows = (
        select(kind)
        .where(kind.id.in_({key for key in keys if key}))
        .order_by(kind.id)
        .with_for_update(of=kind)
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in db.session.scalars(rows)}


def _report(
    file: PeopleFile, requests: Requests, held: Counter[bool]
) -> dict[str, Any]:
    left = [one for one in requests.rows if one.outcome is Outcome.REJECT]
    return {
        "subject": str(Subject.SIGNUPS),
        "held": held[True],
        "waiting": held[False],
        "counts": {str(outcome): count for outcome, count in requests.counts.items()},
        "head": file.choices.get("head", []),
        "failed": [
            {
                "number": one.number,
                "name": visible(one.delegate),
                "findings": kept_findings(one.findings),
                "cells": kept_cells(one.cells),
            }
            for one in left
        ],
        "warned": [],
    }
