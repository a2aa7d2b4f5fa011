"""To whom we may write, and what: dead addresses, and mails that nobody wants."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, select

from eventapp.kernel import clock
from eventapp.kernel.db import db, insert_unless_there
from eventapp.kernel.tokens import digest
from eventapp.mail.models import Bar, DeadAddress, MailKind, Unsubscribing

AT_ONCE = 500  # addresses in one question


def barred(
    addresses: Collection[str], week_id: UUID | None, kind: MailKind
) -> dict[str, Bar]:
    """Those of `addresses` to which no mail of this kind goes, and why not."""
    marks = {address: mark_of(address) for address in addresses}
    dead: set[bytes] = set()
    unwanted: set[bytes] = set()
    may_refuse = kind is not MailKind.ESSENTIAL and week_id is not None
    wanted = list(set(marks.values()))
    for first in range(0, len(wanted), AT_ONCE):
        some = wanted[first : first + AT_ONCE]
        found = select(DeadAddress.digest).where(DeadAddress.digest.in_(some))
        dead.update(db.session.scalars(found))
        if may_refuse:
            refused = select(Unsubscribing.digest).where(
                Unsubscribing.digest.in_(some),
                Unsubscribing.week_id == week_id,
                Unsubscribing.kind == kind,
            )
            unwanted.update(db.session.scalars(refused))
    return {
        address: Bar.BOUNCED if mark in dead else Bar.UNSUBSCRIBED
        for address, mark in marks.items()
        if mark in dead or mark in unwanted
    }


def mark_of(address: str) -> bytes:
    """By which an address is known that we do not keep."""
    return digest(address.strip().lower())


def note_dead(address: str, code: str) -> None:
    """Write no more to an address until the office clears it."""
    row = {"digest": mark_of(address), "code": code[:20], "found_at": clock.now()}
    db.session.execute(
        insert_unless_there(DeadAddress.__table__),  # type: ignore[arg-type]  # a Table
        [row],
    )


def is_dead(address: str) -> bool:
    """Whether mails to this address came back for good."""
    return db.session.get(DeadAddress, mark_of(address)) is not None


def clear(address: str) -> bool:
    """Write to an address again; tells whether it was dead."""
    found = db.session.get(DeadAddress, mark_of(address))
    if found is not None:
        db.session.delete(found)
    return found is not None


def unwanted_kinds(address: str, week_id: UUID) -> set[MailKind]:
    """What somebody does without."""
    kinds = select(Unsubscribing.kind).where(
        Unsubscribing.digest == mark_of(address), Unsubscribing.week_id == week_id
    )
    return set(db.session.scalars(kinds))


def unsubscribe(address: str, week_id: UUID, *kinds: MailKind) -> None:
    """Send no mails of these kinds there; asking twice changes nothing."""
    now = clock.now()
    rows = [
        {
            "digest": mark_of(address),
            "week_id": week_id,
            "kind": kind,
            "asked_at": now,
        }
        for kind in kinds
        if kind is not MailKind.ESSENTIAL
    ]
    if rows:
        db.session.execute(
            insert_unless_there(Unsubscribing.__table__),  # type: ignore[arg-type]  # a Table
            rows,
        )


def subscribe(address: str, week_id: UUID, *kinds: MailKind) -> None:
    """Send mails of these kinds there again."""
    db.session.execute(
        delete(Unsubscribing).where(
            Unsubscribing.digest == mark_of(address),
            Unsubscribing.week_id == week_id,
            Unsubscribing.kind.in_(kinds),
        )
    )
