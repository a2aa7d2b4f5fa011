"""Setting desks up."""

from dataclasses import dataclass, fields
from uuid import UUID

from eventapp.checkin.models.desks import Desk
from eventapp.checkin.queries.desks import desks_of
from eventapp.checkin.vocabulary import DeskKind, Direction
from eventapp.journal.service import note
from eventapp.kernel.db import add
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.weeks import Week


@dataclass(frozen=True)
class DeskPlan:
    """What an organiser decides about a desk."""

    name: Localised
    venue_id: UUID | None = None
    is_open: bool = True
    kind: DeskKind = DeskKind.DOOR
    direction: Direction | None = None  # None: whoever stands there chooses


def set_up_desk(week: Week, plan: DeskPlan) -> Desk:
    """Add a desk to a week, after the others."""
    position = len(desks_of(week))
    desk = Desk(week_id=week.id, position=position, name=plan.name)
    change_desk(desk, plan)
    return add(desk)


def tell_printer(desk: Desk, *, works: bool, by: str, by_id: UUID | None) -> None:
    """Note that badges come out of the printer of a kiosk, or do not any more."""
    if desk.has_printer == works:
        return
    desk.has_printer = works
    note(
        "desk.printer",
        actor=by,
        actor_id=by_id,
        subject=str(desk.name),
        subject_id=desk.id,
        week_id=desk.week_id,
        details={"works": works},
    )


def change_desk(desk: Desk, plan: DeskPlan) -> None:
    """Rename a desk, move it, open or close it."""
    for field in fields(plan):
        setattr(desk, field.name, getattr(plan, field.name))
