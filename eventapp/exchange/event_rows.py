"""Rows of events as proposals: which event is meant, and what would change."""

from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256

from flask_babel import gettext as _

from eventapp.exchange.columns import Subject, folded
from eventapp.exchange.finding import Finder
from eventapp.exchange.naming import NamedPart, parts_in
from eventapp.exchange.proposals import MappedTable, Proposal
from eventapp.exchange.queries import Known
from eventapp.exchange.rows import Cells, plan_in
from eventapp.exchange.values import UnreadableError
from eventapp.programme.errors import NotHeldBack, PublicKeepsItsHour
from eventapp.programme.planned import PlannedEvent
from eventapp.programme.plans import EventPlan, PartPlan
from eventapp.programme.vocabulary import EventStatus
from eventapp.spreadsheets.tables import Row

LONGEST_KEY = 60


def event_rows(table: MappedTable, known: Known, finder: Finder) -> list[Proposal]:
    found: list[Proposal] = []
    seen: dict[object, int] = {}
    for row in table.table.rows:
        cells = table.cells(row, known)
        proposal = _event(table, row, cells, known, finder)
        if cells["problem"]:
            proposal.problems[:0] = cells["problem"].splitlines()
        if cells["note"]:
            proposal.notes.extend(cells["note"].splitlines())
        for mark in _marks(proposal):
            first = seen.setdefault(mark, row.number)
            if first != row.number:
                proposal.same_as = first
                proposal.problems.append(same_row(first))
                break
        found.append(proposal)
    return found


def same_row(number: int) -> str:
    """What is said to a row after the first one about the same event."""
    return _("Row %(row)s is about the same event.", row=number)


def fitting_key(key: str) -> str:
    """A key as we keep it: a long one is shortened, always in the same way."""
    if len(key) <= LONGEST_KEY:
        return key
    return f"{key[:40]}-{sha256(key.encode()).hexdigest()[:19]}"


def _marks(one: Proposal) -> list[object]:
    """By what two rows are about one event."""
    if one.key:
        return [one.key]
    if one.plan is None or not one.plan.is_placed:
        return [one.event.id] if one.event else []
    titles = map(folded, one.plan.title.values())
    return [(title, one.plan.starts_at) for title in titles]


def _event(
    table: MappedTable, row: Row, cells: Cells, known: Known, finder: Finder
) -> Proposal:
    key = fitting_key(cells["key"]) or None
    before = known.events.get(key) if key else None
    if before and table.table.is_ours and key == str(before.id):
        _leave_out_ours(cells, before.plan)
    plan = plan_in(cells, before.plan if before else None, finder)
    if before is None and (twin := _twin(plan, key, known)) is not None:
        before = twin
        cells = table.cells(row, known)
        plan = plan_in(cells, before.plan, finder)
        cells.notes.append(_("Found by its title and hour."))
    if before is not None and before.is_published:
        cells.problems.extend(_hidden(plan))
    proposal = Proposal(
        Subject.EVENTS,
        row.number,
        table.table.name,
        str(plan.title) or cells["key"],
        row.cells,
        cells.problems,
        cells.notes,
        key=key,
        event=before,
        plan=plan,
        parent_key=cells["parent"],
    )
    if before is not None:
        proposal.id = before.id
    if "parent" in cells and not cells["parent"]:
        proposal.plan = replace(plan, parent_id=None)
    if "people" in cells:
        proposal.parts = _parts(cells, proposal, finder)
    return proposal


def _hidden(plan: EventPlan) -> list[str]:
    """Why this plan is refused for an event that is public."""
    if plan.status is EventStatus.DRAFT:
        return [str(NotHeldBack())]
    if not plan.is_placed and plan.status is not EventStatus.CANCELLED:
        return [str(PublicKeepsItsHour(event=plan.title))]
    return []


def _leave_out_ours(cells: Cells, plan: EventPlan) -> None:
    """Our own calendars mark what is cancelled, and describe with many sentences."""
    cells.leave_out("summary")
    if any(cells["title"].endswith(title) for title in plan.title.values()):
        cells.leave_out("title")


def _parts(
    cells: Cells, proposal: Proposal, finder: Finder
) -> tuple[PartPlan, ...] | None:
    try:
        named = parts_in(cells["people"])
    except UnreadableError as error:
        cells.problems.append(str(error))
        return None
    return _found(named, proposal, finder)


def _found(
    named: Iterable[NamedPart], proposal: Proposal, finder: Finder
) -> tuple[PartPlan, ...]:
    """The parts with their persons; offices that a cell cannot say stay."""
    before = list(proposal.event.parts) if proposal.event else []
    plans: list[PartPlan] = []
    for one in named:
        try:
            plan, note = finder.part(one, proposal.event.id if proposal.event else None)
        except UnreadableError as error:
            proposal.problems.append(str(error))
            continue
        alike = [old for old in before if replace(old, office=None) == plan]
        if alike:
            before.remove(alike[0])
            plan = alike[0]
        plans.append(plan)
        if note and note not in proposal.notes:
            proposal.notes.append(note)
    return tuple(plans)


def _twin(plan: EventPlan, key: str | None, known: Known) -> PlannedEvent | None:
    """The event with the same title and hour, unless it has another key."""
    if not plan.is_placed:
        return None
    for title in map(folded, plan.title.values()):
        for one in known.twins.get((title, plan.starts_at), ()):
            if not key or not one.event.key:
                return one
    return None
