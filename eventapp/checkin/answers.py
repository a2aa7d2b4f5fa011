"""What a desk is told: the stored verdict in words, for scripts and for pages."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from eventapp.checkin import interpreting
from eventapp.checkin.judging import Delegated, Room, happened
from eventapp.checkin.models.scans import Scan
from eventapp.checkin.queries.earlier import Earlier, earlier_scan, zone_at
from eventapp.checkin.queries.people import Guest
from eventapp.checkin.sentences import Told, matter, what_next
from eventapp.checkin.service.keeping import Answer
from eventapp.checkin.service.undoing import UNDO_WITHIN
from eventapp.checkin.vocabulary import ConflictKind, Direction, Verdict
from eventapp.kernel.codes import show_number, show_reference
from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import PersonName
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import (
    DelegateKind,
    PlaceStatus,
    RegistrationStatus,
)
from eventapp.registration.words import delegate_word
from eventapp.web import filters


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
    direction: Direction = Direction.IN
    next: str | None = None
    told: Verdict | None = None
    reason: str = ""
    entries: int = 0
    is_in: bool = False
    waits: bool = False
    conflict: ConflictKind | None = None
    delegation: Delegated | None = None
    hosts_told: tuple[str, ...] = ()
    interpreter: interpreting.InterpreterView | None = None
    may_overrule: bool = False

    @property
    def can_undo(self) -> bool:
        """Whether a steward may still take it back."""
        return self.undo_until is not None


def earlier_of(answer: Answer) -> Earlier | None:
    """Where whoever is here already was let in, or went out."""
    return earlier_scan(answer.earlier_id) if answer.earlier_id else None


def view_of(
    answer: Answer, earlier: Earlier | None, desk_id: UUID, now: datetime
) -> ScanView:
    """A scan that was decided just now, or is told again."""
    needs_zone = answer.verdict in {Verdict.TOO_EARLY, Verdict.LATE}
    said = Told(
        verdict=answer.verdict,
        guest=answer.guest,
        event_status=answer.event_status,
        rule=answer.rule,
        room=answer.room,
        earlier=earlier,
        zone=zone_at(desk_id) if needs_zone else None,
        reason=answer.reason,
        waits=answer.waits,
        is_in=answer.is_in,
        has_conflict=answer.conflict is not None,
    )
    is_passage = answer.verdict.moves or (answer.is_in and answer.conflict is not None)
    return replace(
        _view(answer.scan_id, answer.event_id, said, answer.passed_at),
        undo_until=_undo_until(answer.received_at, now) if is_passage else None,
        direction=answer.direction,
        told=answer.told,
        reason=answer.reason,
        entries=answer.entries,
        is_in=answer.is_in,
        waits=answer.waits,
        conflict=answer.conflict,
        delegation=answer.delegated,
        hosts_told=answer.hosts_told,
        interpreter=interpreting.interpreter_for(answer.guest, answer.event_id, now)
        if answer.is_in
        else None,
    )


def stored_view(scan: Scan, now: datetime) -> ScanView:
    """A scan as a list shows it: what was said, without what has become of it."""
    said = Told(
        verdict=scan.verdict,
        guest=_guest_of(scan.registration) if scan.registration else None,
        event_status=scan.event.status,
        room=Room(0, scan.event.capacity),
        earlier=_as_told(scan.earlier),
        reason=scan.reason or "",
    )
    is_undone = scan.undone_at is not None
    was_let_in = scan.was_offline and scan.told is Verdict.ADMITTED
    is_passage = scan.verdict.moves or (
        was_let_in and scan.verdict not in {Verdict.CONFLICT, Verdict.ALREADY_HERE}
    )
    at = happened(scan.scanned_at, scan.received_at, was_offline=scan.was_offline)
    view = _view(scan.id, scan.event_id, said, at)
    return replace(
        view,
        admitted_at=None if is_undone else view.admitted_at,
        undo_until=_undo_until(scan.received_at, now)
        if is_passage and not is_undone
        else None,
        is_undone=is_undone,
        direction=scan.direction,
        told=scan.told,
        reason=scan.reason or "",
    )


def undone(view: ScanView) -> ScanView:
    """The same, taken back."""
    return replace(view, admitted_at=None, undo_until=None, is_undone=True)


def _view(scan_id: UUID, event_id: UUID, said: Told, at: datetime) -> ScanView:
    guest = said.guest
    return ScanView(
        scan_id=scan_id,
        verdict=said.verdict,
        name=guest.name if guest else None,
        number=number_of(guest),
        reference=show_reference(guest.reference) if guest else None,
        role=role_of(guest),
        institution=guest.institution if guest else None,
        institution_native=guest.native_institution if guest else None,
        detail=matter(said),
        scanned_at=at,
        admitted_at=at if said.verdict is Verdict.ADMITTED else None,
        undo_until=None,
        is_undone=False,
        event_id=event_id,
        next=what_next(said),
    )


def _undo_until(received_at: datetime, now: datetime) -> datetime | None:
    until = received_at + UNDO_WITHIN
    return until if now < until else None


def as_json(  # noqa: PLR0913 - the room has these numbers
    view: ScanView,
    *,
    count: int,
    capacity: int | None,
    now: datetime,
    limit: int | None = None,
    warn: int | None = None,
) -> dict[str, Any]:
    """The same for a script; instants in UTC, texts in the desk's language."""
    return {
        "scan_id": str(view.scan_id),
        "event": str(view.event_id),
        "verdict": view.verdict.value,
        "direction": view.direction.value,
        "told": view.told and view.told.value,
        "reason": view.reason or None,
        "name": view.name and view.name.forms(),
        "number": view.number,
        "reference": view.reference,
        "role": view.role,
        "institution": filters.plain(view.institution) or None,
        "institution_native": view.institution_native and view.institution_native[0],
        "institution_language": view.institution_native and view.institution_native[1],
        "detail": view.detail,
        "next": view.next,
        "scanned_at": filters.iso(view.scanned_at),
        "admitted_at": view.admitted_at and filters.iso(view.admitted_at),
        "undo_until": view.undo_until and filters.iso(view.undo_until),
        "undone": view.is_undone,
        "entries": view.entries,
        "is_in": view.is_in,
        "waits": view.waits,
        "conflict": view.conflict and view.conflict.value,
        "is_new_conflict": view.conflict is not None,
        "may_overrule": view.may_overrule,
        "delegation": _delegation_json(view.delegation),
        "group": None,
        "interpreter": interpreting.interpreter_json(view.interpreter),
        "hosts_told": list(view.hosts_told),
        "count": count,
        "inside": count,
        "capacity": capacity,
        "limit": limit,
        "warn": warn,
        "server_time": filters.iso(now),
    }


def _delegation_json(one: Delegated | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {"id": str(one.id), "title": one.title, "here": one.here, "of": one.of}


def person_json(guest: Guest) -> dict[str, Any]:
    """Somebody found by name."""
    return {
        "registration": str(guest.registration_id),
        "name": guest.name.forms(),
        "number": number_of(guest),
        "reference": show_reference(guest.reference),
        "role": role_of(guest),
        "institution": filters.plain(guest.institution) or None,
        "state": state_of(guest),
        "admitted_at": guest.admitted_at and filters.iso(guest.admitted_at),
    }


def number_of(guest: Guest | None) -> str | None:
    """The badge number as it is printed."""
    return (show_number(guest.number) if guest else "") or None


def role_of(guest: Guest | None) -> str | None:
    """The word for who accompanies a delegate; the roles of delegates open no door."""
    if guest is None or guest.kind is not DelegateKind.COMPANION:
        return None
    return delegate_word(guest.kind)


def state_of(guest: Guest) -> str:
    """What the desk may expect of somebody found by name."""
    if guest.left_at:
        return "left"
    if guest.admitted_at:
        return "admitted"
    if guest.status is RegistrationStatus.SUBMITTED:
        return "not_confirmed"
    if guest.status is not RegistrationStatus.CONFIRMED:
        return "cancelled"
    hopes = guest.place in {PlaceStatus.WAITING, PlaceStatus.OFFERED}
    return "waiting" if hopes else "expected"


def _as_told(scan: Scan | None) -> Earlier | None:
    if scan is None:
        return None
    steward = scan.steward.name if scan.steward else scan.steward_name
    return Earlier(
        scan.received_at,
        scan.desk.name,
        steward or None,
        scan.desk.week.tzinfo,
        has_left=scan.direction is Direction.OUT,
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
