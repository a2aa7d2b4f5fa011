"""Keeping a file between the steps of an import, and taking over its good rows."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete

from eventapp.accounts.models import Account
from eventapp.exchange.columns import Subject, folded
from eventapp.exchange.errors import ImportEnded, PlanMovedOn
from eventapp.exchange.files import Content
from eventapp.exchange.models import ImportFile, RememberedColumns
from eventapp.exchange.proposals import MappedTable, Preview, Proposal, State
from eventapp.exchange.service.sources import note_taken
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import add, db, lock
from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import EventPlan, PartPlan
from eventapp.programme.service.drafts import begin_event, save_plan
from eventapp.programme.service.people import enter_person
from eventapp.programme.service.venues import plan_venue
from eventapp.spreadsheets.tables import Table

KEPT = timedelta(days=1)
Facts = dict[str, Any]


def keep_file(
    week: Week, name: str, content: bytes, choices: Facts, *, by: Account
) -> ImportFile:
    """Keep a file for a day; the worker forgets it then."""
    now = clock.now()
    return add(
        ImportFile(
            name=name[:200],
            content=content,
            choices=choices,
            created_at=now,
            expires_at=now + KEPT,
            created_by=by.name,
            week_id=week.id,
        )
    )


def choose(file: ImportFile, choices: Facts, *, encoding: str | None = None) -> None:
    """Note what the columns of a file hold, and in which encoding it is.

    Raises:
        ImportEnded: it was taken over already.
    """
    _check_open(file)
    file.choices = choices
    file.encoding = encoding
    db.session.flush()


def remember(week: Week, tables: list[MappedTable]) -> None:
    """Remember which header meant which field, for the next file of this week."""
    row = db.session.get(RememberedColumns, week.id)
    row = row or add(RememberedColumns(week_id=week.id, columns={}))
    row.columns = row.columns | {
        f"{one.subject}:{folded(one.table.head[number])}": field
        for one in tables
        for number, field in one.mapped.items()
        if one.table.head[number]
    }


def take_over(
    file: ImportFile,
    preview: Preview,
    *,
    seen_plan: int,
    by: Account,
) -> None:
    """Plan all good rows together, as drafts; the others go into the report.

    Raises:
        ImportEnded: it was taken over already.
        PlanMovedOn: something was planned since the preview was read.
    """
    week = file.week
    lock(week)
    lock(file)
    _check_open(file)
    if week.plan_revision != seen_plan:
        raise PlanMovedOn
    real = _add_venues(week, preview) | _enter_persons(preview)
    for one in _wholes_first(preview):
        _plan(week, one, real, by)
    counts = {str(state): preview.count(state) for state in State}
    heads = file.choices.get("heads") or []
    note_taken(file, preview)
    file.report = {"counts": counts, "failed": _failed(preview), "head": heads}
    file.content = None
    file.taken_at = clock.now()
    note(
        "programme.imported",
        actor=by.name,
        actor_id=by.id,
        subject=file.name,
        subject_id=file.id,
        week_id=week.id,
        details=counts,
    )
    db.session.flush()


def discard(file: ImportFile) -> None:
    """Forget a file and its report."""
    db.session.delete(file)
    db.session.flush()


def forget_expired(at: datetime) -> None:
    """Forget the files, and the reports, whose day is over."""
    db.session.execute(delete(ImportFile).where(ImportFile.expires_at <= at))


def note_export(week: Week, name: str, count: int, *, by: Account) -> None:
    """Note who took the plan out of the house."""
    note(
        "programme.exported",
        actor=by.name,
        actor_id=by.id,
        subject=name,
        subject_id=week.id,
        week_id=week.id,
        details={"events": count},
    )


def is_open(file: ImportFile) -> bool:
    """Whether it still waits to be taken over."""
    return file.is_open(clock.now())


def mapped_tables(content: Content, choices: Mapping[str, Any]) -> list[MappedTable]:
    """The tables of a file with what was chosen for their columns."""
    found: list[MappedTable] = []
    for table, chosen in zip(content.tables, choices["tables"], strict=True):
        mapped = {
            int(number): str(field)
            for number, field in chosen["columns"].items()
            if int(number) < len(table.head)
        }
        chosen_rows = _chosen(table, choices.get("rows"))
        found.append(MappedTable(chosen_rows, Subject(chosen["subject"]), mapped))
    return found


def _chosen(table: Table, numbers: list[int] | None) -> Table:
    """The rows that somebody chose; all of them where nobody was asked."""
    if numbers is None:
        return table
    rows = tuple(row for row in table.rows if row.number in numbers)
    return replace(table, rows=rows)


def _check_open(file: ImportFile) -> None:
    if not is_open(file):
        raise ImportEnded


def _add_venues(week: Week, preview: Preview) -> dict[UUID, UUID]:
    """Add the new venues that good rows need, with those in which they lie."""
    wanted: set[UUID | None] = {one.venue.id for one in preview.good if one.venue}
    for one in preview.good:
        if one.plan:
            coaches = (UUID(key) for key in one.plan.coaches)
            wanted |= {one.plan.venue_id, one.plan.meeting_point_id, *coaches}
    real: dict[UUID, UUID] = {}

    def plan(key: UUID) -> None:
        new = preview.venues[key]
        parent = new.plan.parent_id
        if parent and parent in preview.venues and parent not in real:
            real[key] = key  # a circle ends here
            plan(parent)
        inside = real.get(parent, parent) if parent else None
        venue = plan_venue(week, replace(new.plan, parent_id=inside), key=new.key)
        real[key] = venue.id

    for key in preview.venues:
        if key in wanted and key not in real:
            plan(key)
    return real


def _enter_persons(preview: Preview) -> dict[UUID, UUID]:
    wanted = {part.person_id for one in preview.good for part in one.parts or ()}
    return {
        key: enter_person(new.entry, key=new.key).id
        for key, new in preview.persons.items()
        if key in wanted
    }


def _wholes_first(preview: Preview) -> list[Proposal]:
    """The good rows of events, each after the new one of which it is a part."""
    rows = {one.id: one for one in preview.good if one.plan}
    ordered: dict[UUID, Proposal] = {}

    def place(one: Proposal) -> None:
        parent = (
            rows.get(one.plan.parent_id) if one.plan and one.plan.parent_id else None
        )
        if parent is not None and parent.id not in ordered:
            place(parent)
        ordered[one.id] = one

    for one in rows.values():
        if one.id not in ordered:
            place(one)
    return list(ordered.values())


def _plan(week: Week, one: Proposal, real: dict[UUID, UUID], by: Account) -> None:
    if one.plan is None:
        return
    plan = _with_real_keys(one.plan, real)
    parts = (
        None if one.parts is None else [_real_part(part, real) for part in one.parts]
    )
    if one.event is None:
        event = begin_event(week, plan, parts or (), by=by, key=one.key)
        real[one.id] = event.id
        return
    event = one.event.event
    if one.key and event.key is None and one.key != str(event.id):
        event.key = one.key
    save_plan(event, plan, parts, seen_version=event.version, by=by)


def _with_real_keys(plan: EventPlan, real: Mapping[UUID, UUID]) -> EventPlan:
    def known(key: UUID | None) -> UUID | None:
        return real.get(key, key) if key else None

    return replace(
        plan,
        venue_id=known(plan.venue_id),
        meeting_point_id=known(plan.meeting_point_id),
        parent_id=known(plan.parent_id),
        coaches=tuple(str(known(UUID(key))) for key in plan.coaches),
    )


def _real_part(part: PartPlan, real: Mapping[UUID, UUID]) -> PartPlan:
    key = part.person_id
    return replace(part, person_id=real.get(key, key) if key else None)


def _failed(preview: Preview) -> list[Facts]:
    return [
        {
            "row": one.number,
            "sheet": one.sheet,
            "title": one.title,
            "problems": one.problems,
            "cells": list(one.cells),
        }
        for one in preview.proposals
        if one.state is State.PROBLEM
    ]
