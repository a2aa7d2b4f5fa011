"""The job that prints many badges: chosen, in order, and kept in the journal."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from eventapp.badges import printing, queries, sheets
from eventapp.badges.formats import Format
from eventapp.badges.models import Badge
from eventapp.badges.printing import PDF, NothingToPrint, mark_for, mark_of
from eventapp.badges.prints import record_prints
from eventapp.badges.queries import Selection
from eventapp.badges.vocabulary import Order, Wanted
from eventapp.jobs.service import Product, Progress
from eventapp.kernel.db import db, writing
from eventapp.kernel.names import alphabetic
from eventapp.programme.models.weeks import Week
from eventapp.registration.vocabulary import DelegateKind


@dataclass(frozen=True)
class Printing:
    """What one job prints, and on what."""

    selection: Selection = queries.EVERYBODY
    wanted: Wanted = Wanted.ALL
    order: Order = Order.NUMBER
    format: Format = Format.A4

    def arguments(self, week: Week, by: str) -> dict[str, Any]:
        """The same for the row of the job."""
        chosen = self.selection
        return {
            "week": str(week.id),
            "by": by,
            "kinds": [str(kind) for kind in chosen.kinds],
            "delegation": str(chosen.delegation_id) if chosen.delegation_id else None,
            "first": chosen.first,
            "last": chosen.last,
            "keys": [str(key) for key in chosen.keys],
            "wanted": str(self.wanted),
            "order": str(self.order),
            "format": str(self.format),
        }


def print_sheets(arguments: dict[str, Any], progress: Progress) -> Product:
    """Badges of a week as one PDF: the job "badges.sheets".

    Raises:
        NothingToPrint: nobody is meant.
    """
    week = db.session.get_one(Week, UUID(arguments["week"]))
    printing_ = _printing(arguments)
    badges = chosen(week, printing_)
    if not badges:
        raise NothingToPrint
    design, name = queries.design_of(week.id), f"badges-{week.slug}.pdf"
    marks = [(badge.id, mark_of(badge)) for badge in badges]
    pdf = sheets.sheet_pdf(
        printing.faces_of(badges, design),
        layout=printing_.format,
        back=printing.back_of(week, design),
        progress=progress,
    )
    with writing():
        record_prints(marks, printing_.format, by=arguments.get("by", ""))
    return Product(name, PDF, pdf)


def chosen(week: Week, printing_: Printing) -> list[Badge]:
    """The badges that are meant, in the order in which they are printed."""
    badges = queries.badges_of_week(week.id, printing_.selection)
    return sorted(_by_prints(week, badges, printing_.wanted), key=_key(printing_.order))


def counts_of(week: Week) -> dict[Wanted, int]:
    """How many badges of a week there are of each sort."""
    marks, homes = queries.last_marks(week.id), queries.homes_of_week(week.id)
    printed = queries.printed_bearers(week.id)
    never = queries.count_badges(week.id) - len(printed)
    changed = sum(
        mark_for(one.badge_id, one, homes.get(one.institution_id))
        != marks[one.badge_id]
        for one in printed
    )
    counts = {
        Wanted.ALL: never + len(printed),
        Wanted.NEVER_PRINTED: never,
        Wanted.PRINTED: len(printed),
        Wanted.CHANGED: never + changed,
    }
    return {wanted: counts[wanted] for wanted in Wanted}


def _by_prints(week: Week, badges: Sequence[Badge], wanted: Wanted) -> list[Badge]:
    if wanted is Wanted.ALL:
        return list(badges)
    marks = queries.last_marks(week.id)
    return [one for one in badges if _is_wanted(one, wanted, marks)]


def _is_wanted(badge: Badge, wanted: Wanted, marks: Mapping[UUID, bytes]) -> bool:
    match wanted:
        case Wanted.ALL:
            return True
        case Wanted.NEVER_PRINTED:
            return badge.id not in marks
        case Wanted.PRINTED:
            return badge.id in marks
        case Wanted.CHANGED:
            return marks.get(badge.id) != mark_of(badge)


def _key(order: Order) -> Callable[[Badge], Any]:
    """By what badges are sorted; equal ones stay in the order of their numbers."""

    def name(badge: Badge) -> Any:  # noqa: ANN401 - a key of several parts
        person = badge.registration.name
        return alphabetic(person.latin or person.native or "")

    def delegation(badge: Badge) -> Any:  # noqa: ANN401 - a key of several parts
        person = badge.registration
        together = person.delegation_id or person.institution_id
        return (
            alphabetic(person.institution_name),
            str(together or ""),
            not person.is_head,
        )

    return {
        Order.NUMBER: lambda badge: badge.registration.number or 0,
        Order.NAME: name,
        Order.DELEGATION: delegation,
    }[order]


def _printing(arguments: dict[str, Any]) -> Printing:
    delegation = arguments.get("delegation")
    selection = Selection(
        kinds=tuple(map(DelegateKind, arguments.get("kinds", ()))),
        delegation_id=UUID(delegation) if delegation else None,
        first=arguments.get("first"),
        last=arguments.get("last"),
        keys=tuple(UUID(key) for key in arguments.get("keys", ())),
    )
    return Printing(
        selection,
        Wanted(arguments.get("wanted", Wanted.ALL)),
        Order(arguments.get("order", Order.NUMBER)),
        Format(arguments.get("format", Format.A4)),
    )
