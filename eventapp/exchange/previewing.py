"""All tables of a file as one preview; nothing is written."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from flask_babel import gettext as _

from eventapp.exchange.columns import Subject
from eventapp.exchange.event_rows import event_rows
from eventapp.exchange.finding import Finder
from eventapp.exchange.naming import NamedPart, parts_in
from eventapp.exchange.other_rows import named_in, people_rows, venue_rows
from eventapp.exchange.proposals import MappedTable, Preview, Proposal
from eventapp.exchange.queries import Known, known
from eventapp.exchange.rows import Cells
from eventapp.exchange.values import UnreadableError
from eventapp.kernel.names import PersonName
from eventapp.programme.models.weeks import Week


def preview_of(
    week: Week, tables: Sequence[MappedTable], *, creates_venues: bool = False
) -> Preview:
    """What an import of these tables would do now; nothing is written."""
    names, keys = _people_in(tables, week)
    return propose(known(week, names, keys), tables, creates_venues=creates_venues)


def propose(
    present: Known,
    tables: Iterable[MappedTable],
    *,
    creates_venues: bool = False,
) -> Preview:
    """Read all rows; nothing is written."""
    finder = Finder(present, creates_venues=creates_venues)
    proposals: list[Proposal] = []
    by_subject: dict[Subject, list[MappedTable]] = {one: [] for one in Subject}
    for table in tables:
        by_subject[table.subject].append(table)
    for table in by_subject[Subject.VENUES]:
        proposals += venue_rows(table, present, finder)
    for table in by_subject[Subject.EVENTS]:
        proposals += event_rows(table, present, finder)
    _find_parents(proposals, present)
    for table in by_subject[Subject.PEOPLE]:
        proposals += people_rows(table, present, finder, proposals)
    _spread_problems(proposals)
    return Preview(
        proposals,
        {one.id: one for one in finder.venues.values()},
        {one.id: one for one in finder.persons.values()},
    )


def _find_parents(proposals: Sequence[Proposal], present: Known) -> None:
    rows = {one.key: one for one in proposals if one.key and one.plan}
    for one in proposals:
        if not one.parent_key or one.plan is None:
            continue
        inside = rows.get(one.parent_key)
        planned = present.events.get(one.parent_key)
        parent_id = inside.id if inside else planned.id if planned else None
        if parent_id is None:
            one.problems.append(
                _("There is no event with the key “%(key)s”.", key=one.parent_key)
            )
        elif _holds(one, inside, rows):
            one.problems.append(_("An event cannot be part of itself."))
        else:
            one.plan = replace(one.plan, parent_id=parent_id)


def _holds(
    one: Proposal, parent: Proposal | None, rows: Mapping[str, Proposal]
) -> bool:
    """Whether `one` is found again above its parent."""
    for _step in range(len(rows) + 1):
        if parent is None:
            return False
        if parent is one:
            return True
        parent = rows.get(parent.parent_key) if parent.parent_key else None
    return True


def _spread_problems(proposals: Sequence[Proposal]) -> None:
    """A part of an event that is not imported is not imported either."""
    rows = {one.id: one for one in proposals if one.plan}
    for _step in range(len(rows)):
        added = False
        for one in rows.values():
            whole = (
                rows.get(one.plan.parent_id)
                if one.plan and one.plan.parent_id
                else None
            )
            if whole and whole.event is None and whole.problems and not one.problems:
                one.problems.append(
                    _(
                        "Row %(row)s, of which it is a part, has a problem.",
                        row=whole.number,
                    )
                )
                added = True
        if not added:
            return


def _people_in(
    tables: Iterable[MappedTable], week: Week
) -> tuple[list[PersonName], list[str]]:
    """Everybody whom the tables name, to be looked up together."""
    named: list[NamedPart] = []
    for table in tables:
        for row in table.table.rows:
            cells = Cells(row, table.mapped, week)
            with suppress(UnreadableError):
                if table.subject is Subject.PEOPLE:
                    named.append(named_in(cells))
                elif table.subject is Subject.EVENTS:
                    named += parts_in(cells["people"])
    names = [one.name for one in named if one.name]
    return names, [one.key for one in named if one.key]
