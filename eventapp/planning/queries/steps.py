"""The steps of planning that an organiser may undo."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventapp.accounts.models import Account
from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.programme.models.releases import Step
from eventapp.programme.models.weeks import Week


def latest_steps(week: Week, by: Account) -> Sequence[Step]:
    """What an organiser did last, as one: the steps of one instant."""
    mine = select(Step).where(Step.week_id == week.id, Step.actor_id == by.id)
    last = db.session.scalar(mine.order_by(Step.at.desc()).limit(1))
    if last is None:
        return []
    together = mine.where(Step.at == last.at).options(joinedload(Step.event))
    return db.session.scalars(together.order_by(Step.version.desc())).all()


def present_steps(keys: Sequence[UUID], by: Account) -> Sequence[Step]:
    """The steps of an organiser that made the present versions of these events."""
    rows = (
        select(Step)
        .join(Step.event)
        .where(Step.event_id.in_(keys), Step.actor_id == by.id)
        .where(Step.version == Event.version)
    )
    return db.session.scalars(rows).all()
