"""Rules that remind: making and changing them, and the mailings that they begin."""

import logging
from dataclasses import dataclass, fields
from datetime import date, time
from uuid import UUID

from eventapp.accounts.models import Account
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import add, db, lock, reading, writing
from eventapp.kernel.i18n import Localised
from eventapp.mailings.models import Mailing, ReminderRule
from eventapp.mailings.moments import Moment, moments_of
from eventapp.mailings.placeholders import audience_of
from eventapp.mailings.queries import rules as queries
from eventapp.mailings.vocabulary import MailingStatus, RuleKind
from eventapp.programme.models.weeks import Week

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class RulePlan:
    """What a rule reminds of, when, and in which words."""

    kind: RuleKind
    subject: Localised
    text: Localised
    days: tuple[str, ...]
    hour: time
    day: date | None = None
    event_id: UUID | None = None
    is_essential: bool = False
    is_on: bool = True


def make_rule(week: Week, plan: RulePlan, *, by: Account) -> ReminderRule:
    """Let a week remind by itself; moments that have passed are not made up for."""
    rule = ReminderRule(week_id=week.id, week=week, created_at=clock.now())
    _write(rule, plan)
    add(rule)
    _note("reminder.made", rule, by)
    return rule


def change_rule(rule: ReminderRule, plan: RulePlan, *, by: Account) -> None:
    """Change a rule; a moment at which it has reminded does not come again."""
    lock(rule)
    _write(rule, plan)
    _note("reminder.changed", rule, by)


def end_rule(rule: ReminderRule, *, by: Account) -> None:
    """Let it remind no more; what it sent stays."""
    lock(rule)
    _note("reminder.ended", rule, by)
    db.session.delete(rule)


def keep_reminding() -> None:
    """Begin the mailings of all moments that have come; the worker does so."""
    with reading():
        keys = [rule.id for rule in queries.rules_on()]
    for key in keys:
        try:
            with writing():
                _remind(key)
        except Exception:
            log.exception("reminder %s waits for the next round", key)


def preview_of(rule: ReminderRule, moment: Moment) -> Mailing:
    """The mailing that a moment would begin now; it is not kept."""
    now = clock.now()
    return Mailing(
        audience=audience_of(rule.kind),
        chosen=queries.choice_of(rule, moment),
        subject=rule.subject,
        text=rule.text,
        is_essential=rule.is_essential,
        status=MailingStatus.WAITING,
        rounds=0,
        moment=moment.mark,
        written_by="worker",
        created_at=now,
        changed_at=now,
        send_at=moment.at,
        rule_id=rule.id,
        event_id=moment.event.id if moment.event else None,
        event=moment.event,
        week_id=rule.week_id,
        week=rule.week,
    )


def _remind(key: UUID) -> None:
    rule = db.session.get(ReminderRule, key)
    if rule is None:
        return
    lock(rule)  # so that two workers begin no moment twice; a unique key says it too
    now = clock.now()
    events = (
        queries.events_with_places(rule.week) if rule.kind is RuleKind.EVENT else ()
    )
    due = [one for one in moments_of(rule, rule.week, events) if one.is_due(rule, now)]
    begun = queries.mailings_by([rule.id]) if due else {}
    for moment in due:
        if (rule.id, moment.mark) not in begun:
            add(preview_of(rule, moment))


def _write(rule: ReminderRule, plan: RulePlan) -> None:
    if plan.is_on and not rule.is_on:
        rule.on_since = clock.now()
    for field in fields(plan):
        setattr(rule, field.name, getattr(plan, field.name))


def _note(action: str, rule: ReminderRule, by: Account) -> None:
    note(
        action,
        actor=by.name,
        actor_id=by.id,
        subject=str(rule.subject),
        subject_id=rule.id,
        week_id=rule.week_id,
        details={"after": {"kind": rule.kind.value, "is_on": rule.is_on}},
    )
