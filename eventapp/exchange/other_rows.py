"""Rows of venues and of people, beside those of events."""

from collections.abc import Sequence
from dataclasses import replace

from flask_babel import gettext as _

from eventapp.exchange import values
from eventapp.exchange.columns import Subject
from eventapp.exchange.finding import LONGEST_KEY, Finder, NewVenue
from eventapp.exchange.naming import NamedPart, name_of
from eventapp.exchange.proposals import MappedTable, Proposal
from eventapp.exchange.queries import Known
from eventapp.exchange.rows import Cells
from eventapp.exchange.synonyms import yes_or_no
from eventapp.exchange.values import UnreadableError
from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import NameOrder
from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import PartPlan, VenuePlan
from eventapp.programme.vocabulary import Part, VenueKind

NATIVE = {"native", "native first", "own script", "本国语", "中文"}


def venue_rows(table: MappedTable, known: Known, finder: Finder) -> list[Proposal]:
    """Venues to be added; one that is known stays as it is."""
    found: list[tuple[Proposal, Cells]] = []
    for row in table.table.rows:
        cells = table.cells(row, known)
        name = cells.texts("name", None, 300)
        proposal = Proposal(
            Subject.VENUES,
            row.number,
            table.table.name,
            str(name) or cells["key"],
            row.cells,
            cells.problems,
            cells.notes,
        )
        if not name:
            cells.problems.append(_("This row has no name."))
        elif not _is_known(cells, name, finder):
            plan = _venue_plan(cells, name)
            if not cells.problems:
                key = cells["key"][:LONGEST_KEY] or None
                proposal.venue = finder.add_venue(key, plan)
        found.append((proposal, cells))
    for proposal, cells in found:
        if proposal.venue and cells["parent"]:
            _put_inside(proposal.venue, cells, finder)
    return [proposal for proposal, _cells in found]


def people_rows(
    table: MappedTable,
    known: Known,
    finder: Finder,
    proposals: Sequence[Proposal],
) -> list[Proposal]:
    """The parts in each event; only rows with a problem stand for themselves."""
    rows = {one.key: one for one in proposals if one.key and one.plan}
    rows |= {str(one.id): one for one in rows.values()}
    made: dict[str, Proposal] = {}
    wrong: list[Proposal] = []
    parts: dict[str, list[PartPlan]] = {}
    for row in table.table.rows:
        cells = table.cells(row, known)
        key = cells["event"]
        proposal = rows.get(key) or made.get(key) or _of_known(key, known, table)
        if proposal is not None and key not in rows:
            made[key] = proposal
        part = _part(cells, proposal, finder)
        if part is None or cells.problems or proposal is None:
            problem = Proposal(
                Subject.PEOPLE,
                row.number,
                table.table.name,
                cells["latin"] or cells["native"] or key,
                row.cells,
                cells.problems,
            )
            wrong.append(problem)
            if proposal is not None:
                note = _("Its people stay: row %(row)s has a problem.", row=row.number)
                proposal.notes.append(note)
                parts.pop(key, None)
                rows[key] = made[key] = _closed(proposal)
            continue
        if not proposal.is_closed:
            parts.setdefault(key, []).append(part)
            proposal.parts = tuple(parts[key])
    for one in proposals:
        if one.subject is Subject.EVENTS and one.parts is None and not one.is_closed:
            one.parts = ()
    own = [one for key, one in made.items() if one not in proposals]
    return [*own, *wrong]


def _closed(proposal: Proposal) -> Proposal:
    proposal.is_closed, proposal.parts = True, None
    return proposal


def _of_known(key: str, known: Known, table: MappedTable) -> Proposal | None:
    """An event of which the file says its people alone."""
    event = known.events.get(key)
    if event is None:
        return None
    return Proposal(
        Subject.EVENTS,
        0,
        table.table.name,
        str(event.plan.title),
        (),
        [],
        key=key,
        id=event.id,
        event=event,
        plan=event.plan,
    )


def _part(cells: Cells, proposal: Proposal | None, finder: Finder) -> PartPlan | None:
    if proposal is None:
        cells.problems.append(
            _("There is no event with the key “%(key)s”.", key=cells["event"])
        )
        return None
    try:
        named = named_in(cells)
        event_id = proposal.event.id if proposal.event else None
        plan, note = finder.part(named, event_id)
    except UnreadableError as error:
        cells.problems.append(str(error))
        return None
    if note and note not in proposal.notes:
        proposal.notes.append(note)
    return plan


def named_in(cells: Cells) -> NamedPart:
    """The part in a row of people.

    Raises:
        UnreadableError: a cell says nothing that we understand.
    """
    week = cells.week
    part = values.member(Part, cells["part"] or Part.SPEAKER.value)
    name = None
    if cells["latin"] or cells["native"]:
        language = cells["native_language"]
        name = name_of(
            cells["latin"],
            cells["native"],
            values.language(language, week) if language else None,
        )
        name = replace(
            name,
            order=_order(cells, name.order),
            honorific=cells["honorific"][:60] or None,
            title=cells["academic_title"][:60] or None,
        )
    return NamedPart(
        part,
        name,
        key=cells["person"] or None,
        institution=cells["institution"] or None,
        office=cells.texts("office", None, 300) or None,
        office_there=cells.texts("office_there", None, 300) or None,
        spoken=values.languages(cells["spoken"], week),
        from_language=_language(cells["from"], week),
        into_language=_language(cells["into"], week),
    )


def _order(cells: Cells, usual: NameOrder | None) -> NameOrder | None:
    if "order" not in cells:
        return usual
    if not cells["order"]:
        return None
    is_native = cells["order"].casefold() in NATIVE
    return NameOrder.NATIVE_FIRST if is_native else NameOrder.LATIN_FIRST


def _language(word: str, week: Week) -> str | None:
    return values.language(word, week) if word else None


def _is_known(cells: Cells, name: Localised, finder: Finder) -> bool:
    words = [cells["key"]] if cells["key"] else [*name.values()]
    return any(finder.knows_venue(word) for word in words)


def _venue_plan(cells: Cells, name: Localised) -> VenuePlan:
    capacity = cells.read("capacity", values.count, None)
    if capacity == 0:
        cells.problems.append(_("A venue holds one person at least."))
    return VenuePlan(
        name=name,
        kind=cells.read(
            "kind",
            lambda text: values.member(VenueKind, text),
            VenueKind.ROOM,
        ),
        capacity=capacity,
        address=cells.texts("address", None, 1000) or None,
        directions=cells.texts("directions", None, 4000) or None,
        is_step_free=yes_or_no(cells["step_free"]),
        opens=cells.read("opens", values.hour, None),
        closes=cells.read("closes", values.hour, None),
    )


def _put_inside(venue: NewVenue, cells: Cells, finder: Finder) -> None:
    try:
        parent = finder.venue(cells["parent"])
    except UnreadableError as error:
        cells.problems.append(str(error))
        return
    if parent is venue:
        cells.problems.append(_("A venue cannot lie in itself."))
        return
    venue.plan = replace(venue.plan, parent_id=parent.id)
