"""What the filters of a week offer: only what occurs in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from eventapp.institutions.models import Institution, Territory
from eventapp.kernel.db import db
from eventapp.kernel.names import alphabetic
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import EventStatus
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.registrations import Registration
from eventapp.selection.models import Tag
from eventapp.selection.queries.counting import territory_code
from eventapp.selection.queries.tags import tags_of


@dataclass(frozen=True)
class Offered:
    """The rows among which a filter lets choose."""

    territories: Sequence[Territory]
    institutions: Sequence[Institution]
    delegations: Sequence[Delegation]
    events: Sequence[Event]
    arrivals: Sequence[date]
    tags: Sequence[Tag]


def offered(week: Week) -> Offered:
    """What occurs among the registrations of a week; six statements."""
    own = Registration.week_id == week.id
    codes = select(territory_code).select_from(Registration)
    codes = codes.outerjoin(Registration.institution).where(own)
    territories = db.session.scalars(select(Territory).where(Territory.code.in_(codes)))
    institutions = db.session.scalars(
        select(Institution).where(
            Institution.id.in_(select(Registration.institution_id).where(own))
        )
    )
    delegations = db.session.scalars(
        select(Delegation)
        .options(joinedload(Delegation.institution))
        .where(Delegation.week_id == week.id)
    )
    days = select(Registration.arrives_on).where(
        own, Registration.arrives_on.isnot(None)
    )
    return Offered(
        territories=sorted(territories, key=lambda one: alphabetic(str(one.label))),
        institutions=sorted(institutions, key=lambda one: alphabetic(str(one.name))),
        delegations=sorted(delegations, key=lambda one: alphabetic(one.title)),
        events=events_of(week),
        arrivals=[
            day
            for day in db.session.scalars(
                days.group_by(Registration.arrives_on).order_by(
                    func.min(Registration.arrives_on)
                )
            )
            if day is not None
        ],
        tags=tags_of(week),
    )


def events_of(week: Week) -> Sequence[Event]:
    """The events of a week at which people can have places, in order."""
    rows = select(Event).where(
        Event.week_id == week.id, Event.status != EventStatus.DRAFT
    )
    return db.session.scalars(rows.order_by(Event.starts_at, Event.id)).all()
