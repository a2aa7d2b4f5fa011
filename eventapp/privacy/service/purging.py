"""Emptying what a week no longer needs, by itself or at the office's word."""

from collections.abc import Collection, Mapping

from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import add, lock
from eventapp.kernel.personal import Purpose
from eventapp.privacy import queries
from eventapp.privacy.errors import WeekNotOver
from eventapp.privacy.models import Purge, Retention
from eventapp.privacy.service import counting
from eventapp.privacy.sweeping import run_all
from eventapp.privacy.vocabulary import BOUNDS
from eventapp.programme.models.weeks import Week
from eventapp.programme.timetable import has_passed


def keep_for(week: Week, days: Mapping[Purpose, int], *, actor: str) -> None:
    """Say how many days after the week each purpose lasts.

    Whoever shortens or lengthens it is told anew before anything goes.
    """
    before = {term.purpose: term.days for term in queries.terms_of(week)}
    changed = {
        purpose: number
        for purpose, number in days.items()
        if purpose in BOUNDS and number != before[purpose]
    }
    for purpose, number in changed.items():
        bounds = BOUNDS[purpose]
        row = retention_of(week, purpose)
        row.days = min(max(number, bounds.least), bounds.most)
        row.announced_at = None
    if changed:
        _note(
            week,
            "week.retention_set",
            actor,
            {
                "before": {one.value: before[one] for one in changed},
                "after": {one.value: number for one, number in changed.items()},
            },
        )


def purge(
    week: Week, purposes: Collection[Purpose], *, actor: str | None = None
) -> list[Purge]:
    """Empty all that served these purposes, and report it in numbers.

    Raises:
        WeekNotOver: somebody still needs it.
    """
    now = clock.now()
    if not has_passed(week, now):
        raise WeekNotOver
    lock(week)
    counting.keep_counts(week, purposes)
    reports = []
    for purpose in purposes:
        rows = run_all(queries.sweeps_of(week, purpose))
        retention = retention_of(week, purpose)
        is_first = retention.purged_at is None
        retention.purged_at = now
        if rows or is_first:
            reports.append(
                add(
                    Purge(
                        week_id=week.id,
                        purpose=purpose,
                        purged_at=now,
                        actor=actor,
                        rows=rows,
                    )
                )
            )
    if reports:
        total = sum(sum(one.rows.values()) for one in reports)
        _note(week, "purge.done", actor or "worker", {"rows": total})
    return reports


def retention_of(week: Week, purpose: Purpose) -> Retention:
    """What was decided about one purpose; made where nothing was yet."""
    return queries.retention(week, purpose) or add(
        Retention(week_id=week.id, purpose=purpose, days=BOUNDS[purpose].usual)
    )


def _note(week: Week, action: str, actor: str, details: dict[str, object]) -> None:
    note(
        action,
        actor=actor,
        subject=str(week.name),
        subject_id=week.id,
        week_id=week.id,
        details=details,
    )
