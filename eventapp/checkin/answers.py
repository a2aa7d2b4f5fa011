"""What a desk is told: the stored verdict in words, for scripts and for pages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.checkin.models.scans import Scan
from eventapp.checkin.queries.people import Guest
from eventapp.checkin.queries.situations import Earlier, earlier_scan
from eventapp.checkin.service.presenting import Answer
from eventapp.checkin.service.undoing import UNDO_WITHIN
from eventapp.checkin.vocabulary import Verdict
from eventapp.kernel.codes import show_reference
from eventapp.kernel.i18n import Localised, lazy_gettext
from eventapp.kernel.names import PersonName
from eventapp.programme.vocabulary import EventStatus
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import (
    DelegateKind,
    PlaceStatus,
    RegistrationStatus,
)
from eventapp.registration.words import delegate_word
from eventapp.web import filters

SENTENCES = {
    Verdict.NOT_CONFIRMED: lazy_gettext(
        "Not confirmed yet. Send them to the help desk."
    ),
    Verdict.CANCELLED: lazy_gettext(
        "This registration was cancelled. Send them to the help desk."
    ),
    Verdict.REVOKED: lazy_gettext("This badge was replaced. Ask for the new one."),
    Verdict.UNKNOWN: lazy_gettext("Find the person by name."),
    Verdict.MISREAD: lazy_gettext("Hold the code still and scan again."),
}


@dataclass(frozen=True)
class ScanView:
    """One scan as a desk shows it."""

    scan_id: UUID
    verdict: Verdict
    name: PersonName | None
    number: str | None
    reference: str | None
    role: str | None
    institution: Localised | str | None
    institution_native: tuple[str, str | None] | None
    detail: str
    scanned_at: datetime
    admitted_at: datetime | None
    undo_until: datetime | None
    is_undone: bool
    event_id: UUID

    @property
    def can_undo(self) -> bool:
        """Whether a steward may still take it back."""
        return self.undo_until is not None


def fresh_view(answer: Answer, now: datetime) -> ScanView:
    """A scan that was decided just now; reads nothing but an earlier admission."""
    earlier = earlier_scan(answer.earlier_id) if answer.earlier_id else None
    guest = answer.guest
    sentence = _sentence(
        answer.verdict, guest, earlier, answer.event_status, answer.capacity
    )
    return _view(
        answer.scan_id,
        answer.event_id,
        answer.verdict,
        guest,
        sentence,
        answer.received_at,
        is_undone=False,
        now=now,
    )


def stored_view(scan: Scan, now: datetime) -> ScanView:
    """A scan as it was decided before."""
    guest = _guest_of(scan.registration) if scan.registration else None
    event = scan.event
    sentence = _sentence(
        scan.verdict, guest, _as_told(scan.earlier), event.status, event.capacity
    )
    return _view(
        scan.id,
        scan.event_id,
        scan.verdict,
        guest,
        sentence,
        scan.received_at,
        is_undone=scan.undone_at is not None,
        now=now,
    )


def _view(  # noqa: PLR0913, PLR0917 - a scan has these parts
    scan_id: UUID,
    event_id: UUID,
    verdict: Verdict,
    guest: Guest | None,
    sentence: str,
    received_at: datetime,
    *,
    is_undone: bool,
    now: datetime,
) -> ScanView:
    admitted = verdict is Verdict.ADMITTED and not is_undone
    until = received_at + UNDO_WITHIN
    return ScanView(
        scan_id=scan_id,
        verdict=verdict,
        name=guest.name if guest else None,
        number=number_of(guest),
        reference=show_reference(guest.reference) if guest else None,
        role=role_of(guest),
        institution=guest.institution if guest else None,
        institution_native=guest.native_institution if guest else None,
        detail=sentence,
        scanned_at=received_at,
        admitted_at=received_at if admitted else None,
        undo_until=until if admitted and now < until else None,
        is_undone=is_undone,
        event_id=event_id,
    )


def as_json(
    view: ScanView, *, count: int, capacity: int | None, now: datetime
) -> dict[str, Any]:
    """The same for a script; instants in UTC, texts in the desk's language."""
    return {
        "scan_id": str(view.scan_id),
        "event": str(view.event_id),
        "verdict": view.verdict.value,
        "name": name_json(view.name),
        "number": view.number,
        "reference": view.reference,
        "role": view.role,
        "institution": filters.plain(view.institution) or None,
        "institution_native": view.institution_native and view.institution_native[0],
        "institution_language": view.institution_native and view.institution_native[1],
        "detail": view.detail,
        "scanned_at": filters.iso(view.scanned_at),
        "admitted_at": view.admitted_at and filters.iso(view.admitted_at),
        "undo_until": view.undo_until and filters.iso(view.undo_until),
        "undone": view.is_undone,
        "count": count,
        "capacity": capacity,
        "server_time": filters.iso(now),
    }


def person_json(guest: Guest) -> dict[str, Any]:
    """Somebody found by name."""
    return {
        "registration": str(guest.registration_id),
        "name": name_json(guest.name),
        "number": number_of(guest),
        "reference": show_reference(guest.reference),
        "role": role_of(guest),
        "institution": filters.plain(guest.institution) or None,
        "state": state_of(guest),
        "admitted_at": guest.admitted_at and filters.iso(guest.admitted_at),
    }


def name_json(name: PersonName | None) -> dict[str, str | None] | None:
    """Both forms of a name, with the language of the native one."""
    if name is None:
        return None
    return {
        "native": name.native,
        "native_language": name.native_language,
        "latin": name.latin,
    }


def number_of(guest: Guest | None) -> str | None:
    """The badge number as it is printed."""
    return f"{guest.number:04d}" if guest and guest.number else None


def role_of(guest: Guest | None) -> str | None:
    """The word for who accompanies a delegate; the roles of delegates open no door."""
    if guest is None or guest.kind is not DelegateKind.COMPANION:
        return None
    return delegate_word(guest.kind)


def state_of(guest: Guest) -> str:
    """What the desk may expect of somebody found by name."""
    if guest.admitted_at:
        return "admitted"
    if guest.status is RegistrationStatus.SUBMITTED:
        return "not_confirmed"
    if guest.status is not RegistrationStatus.CONFIRMED:
        return "cancelled"
    hopes = guest.place in {PlaceStatus.WAITING, PlaceStatus.OFFERED}
    return "waiting" if hopes else "expected"


def _sentence(
    verdict: Verdict,
    guest: Guest | None,
    earlier: Earlier | None,
    event_status: EventStatus,
    capacity: int | None,
) -> str:
    """One sentence: what happened, or what to do next."""
    if verdict is Verdict.ADMITTED:
        return ""
    if earlier is not None and verdict in {Verdict.ALREADY_HERE, Verdict.CONFLICT}:
        return _earlier(earlier)
    if verdict is Verdict.WRONG_EVENT:
        return _wrong_event(guest, event_status)
    if verdict is Verdict.FULL:
        return ngettext(
            "The only seat is taken.", "All %(num)s seats are taken.", capacity or 0
        )
    return str(SENTENCES.get(verdict, ""))


def _wrong_event(guest: Guest | None, event_status: EventStatus) -> str:
    if event_status is EventStatus.CANCELLED:
        return _("This event is cancelled.")
    if guest and guest.place is PlaceStatus.WAITING:
        return _("On the waiting list. Admit when seats are free.")
    if guest and guest.place is PlaceStatus.OFFERED:
        return _("A place was offered and not accepted. Admit when seats are free.")
    return _("No place at this event. Send them to the help desk.")


def _as_told(scan: Scan | None) -> Earlier | None:
    if scan is None:
        return None
    desk, steward = scan.desk, scan.steward
    name = steward.name if steward else None
    return Earlier(scan.received_at, desk.name, name, desk.week.tzinfo)


def _earlier(earlier: Earlier) -> str:
    return _(
        "Admitted at %(clock)s, %(desk)s, by %(steward)s.",
        clock=f"{earlier.received_at.astimezone(earlier.zone):%H:%M}",
        desk=earlier.desk,
        steward=earlier.steward or "\N{EN DASH}",
    )


def _guest_of(person: Registration) -> Guest:
    institution = person.institution
    native = institution.native_name if institution else None
    return Guest(
        registration_id=person.id,
        name=person.name,
        number=person.number,
        reference=person.reference,
        kind=person.kind,
        institution=institution.name if institution else person.proposed_institution,
        native_institution=(
            (native, institution.native_language) if institution and native else None
        ),
        status=person.status,
        place=None,
        admitted_at=None,
    )
