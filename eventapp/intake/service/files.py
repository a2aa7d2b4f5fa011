"""Keeping a list between the steps of its import."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import delete

from eventapp.accounts.models import Account
from eventapp.exchange.columns import folded
from eventapp.exchange.models import RememberedColumns
from eventapp.intake.columns import Mapped
from eventapp.intake.deciding import Decisions
from eventapp.intake.errors import ListEnded
from eventapp.intake.models import PeopleFile
from eventapp.intake.vocabulary import Subject
from eventapp.kernel import clock
from eventapp.kernel.db import add, db
from eventapp.kernel.sealing import opened, shut
from eventapp.programme.models.weeks import Week
from eventapp.spreadsheets.tables import Table

KEPT = timedelta(days=1)
SEAL = "list of people"
Facts = Mapping[str, Any]


def keep_list(
    week: Week, name: str, content: bytes, choices: Facts, *, by: Account
) -> PeopleFile:
    """Keep a list for a day, shut: it may hold passports. The worker forgets it."""
    now = clock.now()
    key = uuid4()
    return add(
        PeopleFile(
            id=key,
            name=name[:200],
            content=shut(content, key, SEAL),
            choices=dict(choices),
            decisions={},
            created_at=now,
            expires_at=now + KEPT,
            created_by=by.name,
            week_id=week.id,
        )
    )


def content_of(file: PeopleFile) -> bytes:
    """The octets of a list that waits; none after it was taken over.

    Raises:
        VaultLocked: they were shut with a key that is lost.
    """
    return opened(file.content, file.id, SEAL) if file.content else b""


def choose(file: PeopleFile, choices: Facts, *, encoding: str | None = None) -> None:
    """Note how a list is read; what was decided about its rows is void then.

    Raises:
        ListEnded: it was taken over already.
    """
    check_open(file)
    if dict(choices) != file.choices or encoding != file.encoding:
        file.decisions = {}
    file.choices = dict(choices)
    file.encoding = encoding
    db.session.flush()


def decide(file: PeopleFile, decisions: Decisions) -> None:
    """Note what was decided about rows.

    Raises:
        ListEnded: it was taken over already.
    """
    check_open(file)
    file.decisions = decisions.kept
    db.session.flush()


def remember(week: Week, subject: Subject, table: Table, mapped: Mapped) -> None:
    """Remember which header meant which field, for the next list."""
    row = db.session.get(RememberedColumns, week.id)
    row = row or add(RememberedColumns(week_id=week.id, columns={}))
    row.columns = row.columns | {
        f"{subject}:{folded(table.head[number])}": field
        for number, field in mapped.items()
        if table.head[number]
    }


def discard(file: PeopleFile) -> None:
    """Forget a list and its report."""
    db.session.delete(file)
    db.session.flush()


def forget_expired() -> None:
    """Forget the lists, and the reports, whose day is over."""
    now = clock.now()
    db.session.execute(delete(PeopleFile).where(PeopleFile.expires_at <= now))


def check_open(file: PeopleFile) -> None:
    """Let a list be decided and taken over, or refuse.

    Raises:
        ListEnded: it was taken over, or its day is over.
    """
    if not file.is_open(clock.now()):
        raise ListEnded
