"""A change that waits in words: each watched answer before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from flask_babel import gettext as _

from eventapp.institutions.models import Territory
from eventapp.kernel.db import db
from eventapp.kernel.i18n import day_in_words, lazy_gettext
from eventapp.kernel.names import PersonName
from eventapp.registration import approval
from eventapp.registration.models.approvals import Inquiry, PendingChange
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service.changes import (
    Side,
    changed_groups,
    decoded,
    institution_in,
)
from eventapp.registration.vocabulary import DelegateKind, Watched
from eventapp.registration.words import delegate_word

WATCHED = {
    Watched.NAME: lazy_gettext("Name"),
    Watched.INSTITUTION: lazy_gettext("Institution"),
    Watched.KIND: lazy_gettext("Role"),
    Watched.POSITION: lazy_gettext("Position"),
    Watched.DAYS: lazy_gettext("Days"),
    Watched.VISA_LETTER: lazy_gettext("Visa letter"),
}


@dataclass(frozen=True)
class Difference:
    """One answer, as it is confirmed and as its delegate wants it."""

    word: str
    before: str
    after: str


def differences(change: PendingChange) -> list[Difference]:
    """What a change is about, answer by answer."""
    return [
        Difference(
            str(WATCHED[group]), _said(group, change.before), _said(group, change.after)
        )
        for group in changed_groups(change.before, change.after)
    ]


def changed_words(change: PendingChange) -> list[str]:
    """Which answers a change is about, without what they say; asks no database."""
    return [
        str(WATCHED[group]) for group in changed_groups(change.before, change.after)
    ]


@dataclass(frozen=True)
class Approval:
    """What waits for the office, what it declined last, and what it needs."""

    differences: Sequence[Difference]
    decided: PendingChange | None  # declined, and nothing was asked since
    inquiries: Sequence[Inquiry]


def approval_of(registration: Registration) -> Approval:
    """What a delegate's own page tells of approval."""
    if not registration.is_submitted:
        return Approval((), None, ())
    change = approval.latest_change(registration) if registration.is_confirmed else None
    is_open = change is not None and change.decided_at is None
    return Approval(
        differences(change) if change and is_open else (),
        change if change and change.is_accepted is False else None,
        approval.open_inquiries(registration),
    )


class _Typed:
    """A registration with the answers that wait over those that are confirmed."""

    def __init__(self, registration: Registration, after: Side) -> None:
        self._registration = registration
        self._after = after
        if "institution_id" in after:
            self.institution = known = institution_in(after)
            self.institution_name = (
                str(known.name) if known else after.get("proposed_institution") or ""
            )

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - of a registration
        if name in self._after:
            return decoded(name, self._after[name])
        return getattr(self._registration, name)


def as_typed(registration: Registration) -> Registration:
    """What a form shows: answers that wait for the office as they were typed.

    Otherwise saving a step once more would take the change back.
    """
    change = approval.open_change(registration) if registration.is_confirmed else None
    if change is None:
        return registration
    return cast("Registration", _Typed(registration, change.after))


def _said(group: Watched, side: Side) -> str:
    if group is Watched.INSTITUTION:
        return _institution(side)
    if group is Watched.DAYS:
        days = (decoded(name, side.get(name)) for name in ("arrives_on", "departs_on"))
        return " – ".join(_day(one) for one in days)
    name = "needs_visa_letter" if group is Watched.VISA_LETTER else group.value
    return _one(decoded(name, side.get(name)))


def _one(value: Any) -> str:  # noqa: ANN401 - of any watched column
    if value is None:
        return _("Not given")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, DelegateKind):
        return delegate_word(value)
    if isinstance(value, PersonName):
        parts = (value.honorific, value.title, str(value))
        shown = " ".join(part for part in parts if part)
        badge = value.on_badge
        if not badge:
            return shown
        return _("%(name)s, on the badge: %(badge)s", name=shown, badge=badge)
    return str(value)


def _institution(side: Side) -> str:
    known = institution_in(side)
    name = str(known.name) if known else side.get("proposed_institution")
    code = side.get("territory_code")
    territory = db.session.get(Territory, code) if code else None
    if name and territory:
        return _("%(name)s, %(place)s", name=name, place=territory.label)
    return name or _("Not given")


def _day(day: date | None) -> str:
    return day_in_words(day) if day else "?"
