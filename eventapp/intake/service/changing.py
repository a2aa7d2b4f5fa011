"""Registrations that take other values from a list, where somebody ticked them."""

from flask_babel import gettext as _
from sqlalchemy import insert, select

from eventapp.accounts.models import Account
from eventapp.intake.candidates import Candidate
from eventapp.intake.previewing import Preview
from eventapp.intake.queries import ENDED
from eventapp.intake.service.travelling import keep_travel
from eventapp.intake.writing import Making, numbered
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import Model, db, lock
from eventapp.kernel.names import PersonName
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service.applying import make_findable

NAMES = {
    "name_latin": "latin",
    "name_native": "native",
    "honorific": "honorific",
    "academic_title": "title",
}
INSTITUTION = {"institution_id", "proposed_institution"}
OF_TRAVEL = ("arrival_", "departure_", "needs_hotel", "check_", "room")


def change(preview: Preview, *, by: Account) -> None:
    """Change each registration as its row says; the journal keeps which fields."""
    rows = preview.to_change
    if not rows:
        return
    keys = [one.known_id for one in rows]
    found = {
        one.id: one
        for one in db.session.scalars(
            select(Registration).where(Registration.id.in_(keys))
        )
    }
    travelling = []
    for one in rows:
        registration = found.get(one.known_id) if one.known_id else None
        if registration is None:
            continue
        lock(registration)
        _change(registration, one, preview)
        fields = [each.field for each in one.differences]
        if any(field.startswith(OF_TRAVEL) for field in fields):
            travelling.append(one)
        note(
            "registration.changed",
            actor=by.name,
            actor_id=by.id,
            subject=f"{registration.number or '–'} {registration.name}",
            subject_id=registration.id,
            week_id=registration.week_id,
            details={"fields": fields},
        )
    db.session.flush()
    week = db.session.get_one(Week, preview.known.week.id)
    keep_travel(week, travelling, by=by.name)


def _change(registration: Registration, one: Candidate, preview: Preview) -> None:
    changed = {each.field: each.after for each in one.differences}
    name = {part: getattr(registration.name, part) for part in vars(registration.name)}
    for field, value in changed.items():
        if field in NAMES:
            name[NAMES[field]] = value
        elif field in one.values and field not in INSTITUTION:
            setattr(registration, field, value)
    registration.name = PersonName(**name)
    if INSTITUTION & changed.keys():
        registration.institution_id = one.values["institution_id"]
        registration.proposed_institution = one.values["proposed_institution"]
    registration.changed_at = clock.now()
    make_findable(registration)
    if "companions" in changed and registration.status not in ENDED:
        _bring(registration, one, preview)


def _bring(registration: Registration, one: Candidate, preview: Preview) -> None:
    """Enter those who come along beside the ones who are known."""
    more = (one.companions or 0) - preview.known.companions.get(registration.id, 0)
    table = Model.metadata.tables["registration"]
    row = db.session.execute(
        select(table).where(table.c.id == registration.id)
    ).mappings()
    word = _("Accompanying person")
    making = Making(preview.known, clock.now(), registration.status, word)
    there = row.one()
    delegate = {name: there[name] for name in making.registration(one, "", None)}
    rows = making.companions(delegate, max(more, 0))
    registration.week.next_number = numbered(rows, registration.week.next_number)
    if rows:
        db.session.execute(insert(table), rows)
