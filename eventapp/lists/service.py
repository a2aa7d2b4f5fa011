"""Remembering columns, freezing reports."""

from collections.abc import Sequence

from eventapp.accounts.models import Account
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import add, db
from eventapp.lists.figures import Rule
from eventapp.lists.models import ListLayout, Report
from eventapp.lists.queries.counting import figures_of
from eventapp.lists.vocabulary import ListKind
from eventapp.programme.models.weeks import Week


def remember(account: Account, kind: ListKind, columns: Sequence[str]) -> None:
    """Keep which columns somebody chose for a list; none: the usual ones again."""
    known = db.session.get(ListLayout, (account.id, kind))
    if known and not columns:
        db.session.delete(known)
    elif known:
        known.columns = tuple(columns)
    elif columns:
        add(ListLayout(account_id=account.id, kind=kind, columns=tuple(columns)))


def freeze(week: Week, rule: Rule, purpose: str, *, by: Account) -> Report:
    """Count now, and keep the figures under this date for ever."""
    figures = figures_of(week, rule)
    report = add(
        Report(
            counted=rule.counted,
            with_others=rule.with_others,
            with_host=rule.with_host,
            figures=figures.kept(),
            purpose=purpose or None,
            counted_at=clock.now(),
            by=by.name,
            week=week,
        )
    )
    numbers = {
        "institutions": figures.institutions,
        "territories": figures.territories,
        "people": figures.people,
    }
    note(
        "report.frozen",
        actor=by.name,
        actor_id=by.id,
        subject=str(week.name),
        subject_id=report.id,
        week_id=week.id,
        details={"after": numbers},
    )
    return report
