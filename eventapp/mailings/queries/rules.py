"""Questions about rules that remind: which are on, which moments had a mailing."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from eventapp.checkin.models.scans import Admission
from eventapp.kernel.db import db
from eventapp.mailings.models import Mailing, ReminderRule
from eventapp.mailings.moments import Moment
from eventapp.mailings.vocabulary import RuleKind
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import EventStatus, SignUp
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import RegistrationStatus
from eventapp.selection.choosing import Choice
from eventapp.selection.vocabulary import AtEvent, Lack, Presence

EXPECTED = (RegistrationStatus.SUBMITTED, RegistrationStatus.CONFIRMED)
COME = (RegistrationStatus.CONFIRMED,)


def rules_of(week: Week) -> Sequence[ReminderRule]:
    """The rules of a week, in the order in which they were made."""
    rows = (
        select(ReminderRule)
        .options(joinedload(ReminderRule.event))
        .where(ReminderRule.week_id == week.id)
        .order_by(ReminderRule.created_at, ReminderRule.id)
    )
    return db.session.scalars(rows).all()


def rules_on() -> Sequence[ReminderRule]:
    """All rules that are on, with their weeks."""
    rows = (
        select(ReminderRule)
        .options(joinedload(ReminderRule.week))
        .where(ReminderRule.is_on)
        .order_by(ReminderRule.week_id, ReminderRule.id)
    )
    return db.session.scalars(rows).all()


def events_with_places(week: Week) -> Sequence[Event]:
    """The events of a week at which places are held, by their time."""
    rows = (
        select(Event)
        .options(joinedload(Event.venue))
        .where(
            Event.week_id == week.id,
            Event.status == EventStatus.SCHEDULED,
            Event.signup != SignUp.EVERYONE,
        )
        .order_by(Event.starts_at, Event.id)
    )
    return db.session.scalars(rows).all()


def mailings_by(rule_ids: Sequence[UUID]) -> Mapping[tuple[UUID, str], Mailing]:
    """The mailings that rules have begun, by rule and moment."""
    rows = select(Mailing).where(Mailing.rule_id.in_(rule_ids))
    return {
        (one.rule_id, one.moment or ""): one
        for one in db.session.scalars(rows)
        if one.rule_id is not None
    }


def choice_of(rule: ReminderRule, moment: Moment) -> dict[str, Any]:
    """Whom a rule reminds at a moment, as the table of delegates keeps it."""
    return _choice(rule, moment).kept()


def _choice(rule: ReminderRule, moment: Moment) -> Choice:
    if rule.kind is RuleKind.EVENT:
        keys = (moment.event.id,) if moment.event else ()
        return Choice(statuses=COME, events=keys, at_events=(AtEvent.HELD,))
    if rule.kind is RuleKind.THANKS:
        is_known = _was_anybody_admitted(rule.week_id)
        return Choice(statuses=COME, presence=(Presence.HERE,) if is_known else ())
    lacks = {
        RuleKind.NAMES: (Lack.NAME,),
        RuleKind.ANSWERS: (Lack.OWN_PART, Lack.ANSWER),
        RuleKind.DOCUMENTS: (Lack.DOCUMENT,),
        RuleKind.ARRIVAL: (Lack.ARRIVAL,),
    }
    return Choice(statuses=EXPECTED, lacks=lacks[rule.kind])


def _was_anybody_admitted(week_id: UUID) -> bool:
    """Whether the week has scanned badges; else who was there is not known."""
    admitted = exists().where(
        Admission.registration_id == Registration.id,
        Registration.week_id == week_id,
        Admission.undone_at.is_(None),
    )
    return bool(db.session.scalar(select(admitted)))
