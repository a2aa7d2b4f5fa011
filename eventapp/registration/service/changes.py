"""Changes of watched answers: kept back until the office has decided.

What was confirmed stays in effect meanwhile (docs/decisions/0032).
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict, fields
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from eventapp.accounts.models import Account
from eventapp.institutions.models import Institution
from eventapp.kernel import clock
from eventapp.kernel.db import add, db
from eventapp.kernel.names import NameOrder, PersonName
from eventapp.registration import approval
from eventapp.registration.answers import Answers
from eventapp.registration.models.approvals import PendingChange
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service.noting import DELEGATE, note_about
from eventapp.registration.vocabulary import DelegateKind, Watched

COLUMNS = {
    Watched.NAME: ("name",),
    Watched.INSTITUTION: ("institution_id", "proposed_institution", "territory_code"),
    Watched.KIND: ("kind",),
    Watched.POSITION: ("position",),
    Watched.DAYS: ("arrives_on", "departs_on"),
    Watched.VISA_LETTER: ("needs_visa_letter",),
}
Side = Mapping[str, Any]  # answers by column, as JSON keeps them


def hold_back(
    registration: Registration, answers: Answers, left_out: Collection[str] = ()
) -> frozenset[str]:
    """Keep new watched answers as a change that waits, and name their columns.

    Columns that are `left_out` of the week's form were not asked, so never changed.
    The registration is locked. Typing again what is confirmed takes a change back.
    """
    asked = {one.name: getattr(answers, one.name) for one in fields(answers)}
    watched = [
        name
        for group, names in COLUMNS.items()
        if group.value in registration.week.rechecked
        for name in names
        if name in asked and name not in left_out
    ]
    if not registration.is_confirmed or not registration.is_named or not watched:
        return frozenset()
    known = approval.open_change(registration)
    after = dict(known.after) if known else {}
    after.update({name: encoded(asked[name]) for name in watched})
    before = {name: encoded(getattr(registration, name)) for name in after}
    kept = changed_groups(before, after)
    names = [name for group in kept for name in COLUMNS[group] if name in after]
    _keep(
        registration,
        known,
        {name: before[name] for name in names},
        {name: after[name] for name in names},
    )
    return frozenset(watched)


def mark_of(change: PendingChange) -> str:
    """What a press names, so that nobody accepts what they have not seen."""
    return change.asked_at.isoformat()


def changed_groups(before: Side, after: Side) -> list[Watched]:
    """Which watched answers differ."""
    return [
        group
        for group, names in COLUMNS.items()
        if any(before.get(name) != after.get(name) for name in names)
    ]


def encoded(value: Any) -> Any:  # noqa: ANN401 - what JSON can hold
    """One answer as a change keeps it."""
    if isinstance(value, PersonName):
        return asdict(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum | UUID):
        return str(value)
    return value


def decoded(name: str, value: Any) -> Any:  # noqa: ANN401 - of that column
    """The answer that a change keeps under the name of its column."""
    if value is None:
        return None
    if name == "name":
        order = NameOrder(value["order"]) if value["order"] else None
        return PersonName(**(value | {"order": order}))
    if name in {"arrives_on", "departs_on"}:
        return date.fromisoformat(value)
    if name == "institution_id":
        return UUID(value)
    return DelegateKind(value) if name == "kind" else value


def institution_in(side: Side) -> Institution | None:
    """The institution of the register that one side of a change names."""
    key = decoded("institution_id", side.get("institution_id"))
    return db.session.get(Institution, key) if key else None


def note_change(
    registration: Registration,
    action: str,
    change: PendingChange,
    who: Account | str = DELEGATE,
) -> None:
    """Write into the journal which answers a change is about, never what they say."""
    groups = changed_groups(change.before, change.after)
    details = {"fields": [str(group) for group in groups]}
    note_about(registration, action, who=who, details=details)


def _keep(
    registration: Registration, known: PendingChange | None, before: Side, after: Side
) -> None:
    if not after:
        if known is not None:
            db.session.delete(known)
            db.session.flush()
            note_change(registration, "registration.change_withdrawn", known)
        return
    if known is None:
        known = PendingChange(
            registration_id=registration.id, registration=registration
        )
    elif known.after == after and known.before == before:
        return
    known.before, known.after = dict(before), dict(after)
    known.asked_at = clock.now()
    add(known)
    note_change(registration, "registration.change_asked", known)
