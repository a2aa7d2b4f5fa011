"""What the worker does: announce what will go, let it go, write down who is gone."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from eventapp.config import current
from eventapp.kernel import clock
from eventapp.kernel.db import db, reading, writing
from eventapp.kernel.space import release_space
from eventapp.privacy import notices, queries
from eventapp.privacy.queries import Term
from eventapp.privacy.service import leftovers, purging
from eventapp.programme.models.weeks import Week
from eventapp.programme.timetable import has_passed

NOTICE = timedelta(days=7)  # so long before, the office is told
AGAIN = timedelta(days=1)  # what came late is looked for once a day
LIST = "erased.txt"  # keys alone; outside the database, for after a restore


def keep_house() -> None:
    """Tell the office what will go, and let it go a week later; the worker's upkeep."""
    with writing():
        leftovers.forget_leftovers(clock.now())
    with reading():
        keys = queries.weeks_with_an_end()
    erased = _write_list()
    for key in keys:
        with writing():
            week = db.session.get(Week, key)
            if week is not None:
                erased += _keep(week, clock.now())
    release_space(thoroughly=bool(erased))


def _keep(week: Week, now: datetime) -> int:
    terms = queries.terms_of(week)
    near = [
        term
        for term in terms
        if term.announced_at is None and term.ends_at - NOTICE <= now
    ]
    if near and has_passed(week, now):
        _announce(week, near, now)
    due = [term.purpose for term in terms if _is_due(term, now)]
    return len(purging.purge(week, due)) if due else 0


def _is_due(term: Term, now: datetime) -> bool:
    """Whether it has ended, the office knew in time, and nobody looked today."""
    return (
        term.has_ended(now)
        and term.announced_at is not None
        and term.announced_at + NOTICE <= now
        and (term.purged_at is None or term.purged_at + AGAIN <= now)
    )


def _announce(week: Week, terms: list[Term], now: datetime) -> None:
    for term in terms:
        purging.retention_of(week, term.purpose).announced_at = now
    counts = queries.due_counts(week)
    going = [term for term in terms if counts[term.purpose]]
    if going:
        notices.announce_purge(week, going, earliest=now + NOTICE)


def list_path() -> Path:
    """Where the keys of those who were erased are written."""
    return current().data / LIST


def listed() -> list[UUID]:
    """The keys that were written down."""
    path = list_path()
    lines = path.read_text("ascii").split() if path.exists() else []
    return [UUID(line) for line in lines]


def _write_list() -> int:
    """Write down who is gone, so that a restored backup can forget them again."""
    with reading():
        keys = queries.erased_keys()
    known = set(listed())
    new = [key for key in dict.fromkeys(keys) if key not in known]
    if new:
        with list_path().open("a", encoding="ascii") as file:
            file.writelines(f"{key}\n" for key in new)
    return len(new)
