"""Writing down who came and went: past the session, one short statement each."""

from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Table, bindparam, exists, select, update
from sqlalchemy.dialects import postgresql

from eventapp.checkin.judging import Situation, Standing
from eventapp.checkin.models.scans import Admission, Conflict, Hold, Scan
from eventapp.checkin.service.deciding import Decision, Presentation
from eventapp.kernel.db import Model, db, insert_unless_there


def keep_scan(values: dict[str, Any]) -> bool:
    """Keep one scan; False where its identifier is taken."""
    connection = db.session.connection()
    statement = _insert(connection.dialect.name, Scan)
    return connection.execute(statement, values).rowcount == 1


def change_scan(scan_id: UUID, **values: Any) -> None:
    """Correct a scan within the transaction that made it."""
    statement = update(Scan.__table__).where(Scan.id == scan_id).values(**values)  # type: ignore[arg-type]  # a table
    db.session.connection().execute(statement)


def keep_and_enter(
    scan: dict[str, Any],
    shown: Presentation,
    found: Situation,
    at: datetime,
    gone_by: UUID | None = None,
) -> tuple[bool, bool]:
    """Keep a scan and count its bearer as inside: whether each of the two was new.

    Where another desk was quicker, nobody is counted. Whose way out arrived before
    their way in has come, and gone by that scan. PostgreSQL does both in one go.
    """
    if found.standing is not None:
        is_new = keep_scan(scan)
        return is_new, is_new and _come_again(found.standing, shown.scan_id)
    guest = found.guest
    admission = {
        "id": uuid4(),
        "admitted_at": at,
        "entries": 1,
        "left_at": at if gone_by else None,
        "undone_at": None,
        "registration_id": guest.registration_id if guest else None,
        "event_id": shown.event_id,
        "scan_id": shown.scan_id,
        "last_scan_id": gone_by or shown.scan_id,
    }
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        values = scan | {f"its_{name}": value for name, value in admission.items()}
        kept, counted = connection.execute(_IN_ONE_GO, values).one()
        return kept, counted
    if not keep_scan(scan):
        return False, False
    statement = _insert(connection.dialect.name, Admission)
    return True, connection.execute(statement, admission).rowcount == 1


def leave(standing: Standing, scan_id: UUID, at: datetime) -> bool:
    """Count somebody as gone; False where another door was quicker."""
    left = {"admission": standing.admission_id, "scan": scan_id, "left": at}
    return db.session.connection().execute(_LEAVE, left).rowcount == 1


def raise_conflict(
    shown: Presentation, found: Situation, decision: Decision, now: datetime
) -> None:
    """Let a supervisor look at this scan."""
    assert decision.conflict is not None  # noqa: S101 - for the type checker
    conflict = {
        "id": uuid4(),
        "kind": decision.conflict,
        "raised_at": now,
        "scan_id": shown.scan_id,
        "week_id": found.week_id,
    }
    connection = db.session.connection()
    connection.execute(_insert(connection.dialect.name, Conflict), conflict)


def let_wait(shown: Presentation, registration_id: UUID, now: datetime) -> None:
    """Put somebody on the list of those who wait outside, once."""
    hold = {
        "id": uuid4(),
        "held_at": now,
        "registration_id": registration_id,
        "event_id": shown.event_id,
        "desk_id": shown.desk_id,
        "scan_id": shown.scan_id,
    }
    connection = db.session.connection()
    connection.execute(_insert(connection.dialect.name, Hold), hold)


def end_waiting(registration_id: UUID, event_id: UUID, now: datetime) -> None:
    """Take somebody who came in off the list."""
    statement = (
        update(Hold)
        .where(
            Hold.registration_id == registration_id,
            Hold.event_id == event_id,
            Hold.released_at.is_(None),
        )
        .values(released_at=now)
    )
    db.session.execute(statement)


def standing_of(registration_id: UUID, event_id: UUID) -> Standing | None:
    """The admission that stands, as it is now."""
    return _standing(
        Admission.registration_id == registration_id, Admission.event_id == event_id
    )


def standing_of_stranger(presented: bytes, event_id: UUID) -> Standing | None:
    """The same for whom nobody knows, by what they showed."""
    return _standing(
        Admission.registration_id.is_(None),
        Admission.event_id == event_id,
        Admission.scan_id.in_(select(Scan.id).where(Scan.presented == presented)),
    )


def _standing(*wanted: Any) -> Standing | None:
    row = db.session.execute(
        select(
            Admission.id,
            Admission.entries,
            Admission.left_at,
            Admission.last_scan_id,
        )
        .where(*wanted, Admission.undone_at.is_(None))
        .order_by(Admission.left_at.is_not(None))
        .limit(1)
    ).first()
    return Standing(*row) if row else None


def _come_again(standing: Standing, scan_id: UUID) -> bool:
    again = {"admission": standing.admission_id, "scan": scan_id}
    known = {"last": standing.last_scan}
    return db.session.connection().execute(_AGAIN, again | known).rowcount == 1


_admission: Any = Admission.__table__
_of_admission = (
    Admission.id == bindparam("admission"),
    Admission.undone_at.is_(None),
)
_LEAVE = (
    update(_admission)
    .where(*_of_admission, Admission.left_at.is_(None))
    .values(left_at=bindparam("left"), last_scan_id=bindparam("scan"))
)
_AGAIN = (
    update(_admission)
    .where(*_of_admission, Admission.last_scan_id == bindparam("last"))
    .values(
        left_at=None,
        entries=Admission.entries + 1,
        last_scan_id=bindparam("scan"),
    )
)


def _in_one_go() -> Any:  # noqa: ANN401 - a statement
    """A scan, and the admission that follows from it where the scan is new."""
    scans, admissions = _table(Scan), _table(Admission)
    its = {
        name: bindparam(f"its_{name}", type_=column.type)
        for name, column in admissions.c.items()
    }
    kept = (
        postgresql.insert(scans)
        .values(
            {
                name: bindparam(name, type_=column.type)
                for name, column in scans.c.items()
            }
        )
        .on_conflict_do_nothing()
        .returning(scans.c.id)
        .cte("kept")
    )
    counted = (
        postgresql.insert(admissions)
        .from_select(list(its), select(*its.values()).select_from(kept))
        .on_conflict_do_nothing()
        .returning(admissions.c.id)
        .cte("counted")
    )
    return select(exists().select_from(kept), exists().select_from(counted))


def _table(kind: type[Model]) -> Table:
    table = kind.__table__
    assert isinstance(table, Table)  # noqa: S101 - for the type checker
    return table


_IN_ONE_GO = _in_one_go()


@cache
def _insert(_dialect: str, kind: type[Model]) -> Any:  # noqa: ANN401 - of two dialects
    statement = insert_unless_there(_table(kind))
    # It tells how many rows it made: 1, or 0 where one was there.
    return statement.inline().execution_options(preserve_rowcount=True)
