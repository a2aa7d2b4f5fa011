"""Deciding who may come through which door, when and how often."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from eventapp.checkin import notices
from eventapp.checkin.judging import Rule
from eventapp.checkin.models.desks import Desk, DoorRule
from eventapp.checkin.queries.rules import rule_of
from eventapp.kernel.db import add, db, lock
from eventapp.programme.models.events import Event


@dataclass(frozen=True, slots=True)
class RulePlan(Rule):
    """What an organiser decides about a door; the limits hold for the whole event."""

    most_inside: int | None = None
    warn_inside: int | None = None


def set_rule(
    event: Event,
    desk: Desk | None,
    plan: RulePlan,
    *,
    by: str,
    by_id: UUID | None = None,
) -> DoorRule:
    """Decide about one desk, or about all that have no rule of their own."""
    lock(event)
    rule = rule_of(event.id, desk.id if desk else None)
    before = plan_of(rule) if rule else None
    if before == plan:
        assert rule is not None  # noqa: S101 - for the type checker
        return rule
    if rule is None:
        rule = add(DoorRule(event=event, desk=desk, **asdict(plan)))
    else:
        for name, value in asdict(plan).items():
            setattr(rule, name, value)
        db.session.flush()
    notices.rule_changed(
        rule, by, by_id, before=_facts(before or RulePlan()), after=_facts(plan)
    )
    return rule


def drop_rule(
    event: Event, desk: Desk | None, *, by: str, by_id: UUID | None = None
) -> None:
    """Take a rule away: the general one decides again, or the sign-up alone."""
    lock(event)
    rule = rule_of(event.id, desk.id if desk else None)
    if rule is None:
        return
    notices.rule_changed(rule, by, by_id, before=_facts(plan_of(rule)), after={})
    db.session.delete(rule)
    db.session.flush()


def plan_of(rule: DoorRule) -> RulePlan:
    """What was decided."""
    return RulePlan(**{name: getattr(rule, name) for name in asdict(RulePlan())})


def _facts(plan: RulePlan) -> dict[str, Any]:
    """What the journal tells: what differs from a door without a rule."""
    usual = asdict(RulePlan())
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in asdict(plan).items()
        if value != usual[name]
    }
