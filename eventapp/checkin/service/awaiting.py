"""Noting whom a host awaits."""

from dataclasses import dataclass, fields
from uuid import UUID, uuid4

from eventapp.checkin.models.awaiting import Awaited
from eventapp.checkin.notices_of_alerts import link_token
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import add
from eventapp.kernel.tokens import digest
from eventapp.programme.models.people import Person
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.delegations import Delegation

ESCALATED_AFTER = 10  # minutes, where an organiser says nothing else


@dataclass(frozen=True)
class AwaitedEntry:
    """Who awaits whom, where, and who else hears of it when nobody looks."""

    host_name: str
    language: str
    host_address: str | None = None
    host_id: UUID | None = None
    registration_id: UUID | None = None  # one person, or
    delegation_id: UUID | None = None
    event_id: UUID | None = None  # None: wherever they come first
    escalate_minutes: int | None = None
    escalate_address: str | None = None


def await_guest(week: Week, entry: AwaitedEntry, *, actor: str) -> Awaited:
    """Let a host be told when somebody comes."""
    key = uuid4()
    awaited = Awaited(
        id=key,
        link_digest=digest(link_token(key)),
        created_at=clock.now(),
        week_id=week.id,
        week=week,
    )
    _describe(awaited, entry)
    add(awaited)
    _note("added", awaited, actor)
    return awaited


def change_awaited(awaited: Awaited, entry: AwaitedEntry, *, actor: str) -> None:
    """Describe it anew; what the host was told stays."""
    _describe(awaited, entry)
    _note("changed", awaited, actor)


def end_awaited(awaited: Awaited, *, actor: str) -> None:
    """Tell the host nothing more; the private address ends, too."""
    if awaited.ended_at is None:
        awaited.ended_at = clock.now()
        _note("ended", awaited, actor)


def proposed(delegation: Delegation) -> AwaitedEntry | None:
    """What a delegation's greeter, else its counterpart, would be told."""
    greeter, counterpart = delegation.greeter, delegation.counterpart
    host = greeter or counterpart
    if host is None:
        return None
    other = counterpart if greeter and counterpart and counterpart != greeter else None
    address = other.address if other else None
    return AwaitedEntry(
        host_name=str(host.name),
        language=host.language,
        host_address=host.address,
        host_id=host.id,
        delegation_id=delegation.id,
        escalate_minutes=ESCALATED_AFTER if address else None,
        escalate_address=address,
    )


def named_host(host: Person, entry: AwaitedEntry) -> AwaitedEntry:
    """`entry` with the name, and what is missing, of a person of the programme."""
    values = {field.name: getattr(entry, field.name) for field in fields(entry)}
    values |= {
        "host_id": host.id,
        "host_name": str(host.name),
        "host_address": entry.host_address or host.address,
        "language": host.language,
    }
    return AwaitedEntry(**values)


def _describe(awaited: Awaited, entry: AwaitedEntry) -> None:
    for field in fields(entry):
        setattr(awaited, field.name, getattr(entry, field.name))


def _note(what: str, awaited: Awaited, actor: str) -> None:
    note(
        f"awaited.{what}",
        actor=actor,
        subject=awaited.host_name,
        subject_id=awaited.id,
        week_id=awaited.week_id,
    )
