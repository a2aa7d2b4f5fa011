"""Deeds and their undoing as jobs: in steps, each in a transaction, safe to repeat."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from eventapp.accounts.models import Account
from eventapp.jobs.service import Product, Progress
from eventapp.kernel.codes import show_reference
from eventapp.kernel.db import db, reading, writing
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration
from eventapp.selection.models import Deed, DeedRow
from eventapp.selection.plans import Plan
from eventapp.selection.queries.counting import registrations_with
from eventapp.selection.service import doing, undoing
from eventapp.selection.vocabulary import Work
from eventapp.web.tables import CSV, csv_of

DO, UNDO = Work.DO.value, Work.UNDO.value
AT_ONCE = 200  # one transaction: a second in which nobody else writes
STEP = 50


def do_deed(arguments: dict[str, Any], progress: Progress) -> Product:
    """Do a deed to many; its file names those whom it left out, and why."""
    plan = Plan.of_kept(arguments["plan"])
    deed_id, by_id = UUID(arguments["deed"]), UUID(arguments["by"])
    keys = [UUID(key) for key in arguments["keys"]]
    with reading():
        done = set(
            db.session.scalars(
                select(DeedRow.registration_id).where(DeedRow.deed_id == deed_id)
            )
        )
    waiting = [key for key in keys if key not in done]
    rows: list[list[str]] = []
    for first in range(0, len(waiting), STEP):
        progress(len(keys) - len(waiting) + first, len(keys))
        with writing():
            deed, by = _both(deed_id, by_id)
            chosen = registrations_with(deed.week, waiting[first : first + STEP])
            why = doing.carry_out(deed, plan, chosen, by=by)
            rows += _left_out(chosen, why)
    with writing():
        deed, by = _both(deed_id, by_id)
        if deed.ended_at is None:
            deed.left_out = len(rows)  # a step that was repeated counted twice
            doing.end_deed(deed, by=by)
        slug = db.session.get_one(Week, deed.week_id).slug
    progress(len(keys), len(keys))
    return _product(f"left-out-{slug}.csv", rows)


def undo_deed(arguments: dict[str, Any], progress: Progress) -> Product:
    """Undo a deed to many; its file names those who changed since, and stay."""
    deed_id, by_id = UUID(arguments["deed"]), UUID(arguments["by"])
    with reading():
        deed, _by = _both(deed_id, by_id)
        total, slug = deed.count, deed.week.slug
    done, rows = 0, []
    while True:
        with writing():
            deed, by = _both(deed_id, by_id)
            step = undoing.rows_left(deed, STEP)
            if not step:
                break
            why = undoing.undo_rows(deed, step, tells=arguments["tells"], by=by)
            keys = [one.registration_id for one in step]
            rows += _left_out(registrations_with(deed.week, keys), why)
            done += len(step)
        progress(min(done, total), total)
    return _product(f"not-undone-{slug}.csv", rows)


def tidy() -> None:
    """Forget how registrations were before old deeds: the upkeep."""
    with writing():
        doing.forget_deeds()


def _both(deed_id: UUID, by_id: UUID) -> tuple[Deed, Account]:
    return db.session.get_one(Deed, deed_id), db.session.get_one(Account, by_id)


def _left_out(
    people: Sequence[Registration], why: Mapping[UUID, str]
) -> list[list[str]]:
    return [
        [show_reference(one.reference), str(one.name), why[one.id]]
        for one in people
        if one.id in why
    ]


def _product(name: str, rows: Sequence[Sequence[str]]) -> Product:
    return Product(name, CSV, csv_of([[_("Reference"), _("Name"), _("Why")], *rows]))
