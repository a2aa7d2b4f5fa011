"""Whom and what an organiser can name: few are offered, all can be found."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from eventapp.institutions.models import Institution
from eventapp.kernel.db import db
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Assignment, Person
from eventapp.programme.models.weeks import Participation, Week

MOST_OFFERED = 300
MOST_FOUND = 50

Namesake = tuple[str, UUID | None]  # a folded name, and an institution


def recent_persons(most: int = MOST_OFFERED) -> Sequence[Person]:
    """The persons who had parts last, or were entered last."""
    latest = (
        select(Assignment.person_id, func.max(Event.starts_at).label("at"))
        .join(Event, Event.id == Assignment.event_id)
        .group_by(Assignment.person_id)
        .subquery()
    )
    rows = (
        select(Person)
        .options(joinedload(Person.institution))
        .outerjoin(latest, latest.c.person_id == Person.id)
        .order_by(func.coalesce(latest.c.at, Person.created_at).desc(), Person.id)
    )
    return db.session.scalars(rows.limit(most)).all()


def namesakes() -> frozenset[Namesake]:
    """The names that several persons of one institution share."""
    rows = (
        select(Person.sort_name, Person.institution_id)
        .group_by(Person.sort_name, Person.institution_id)
        .having(func.count() > 1)
    )
    return frozenset((name, key) for name, key in db.session.execute(rows))


def persons_with(words: Sequence[str]) -> Sequence[Person]:
    """The persons whose name or institution holds every one of these folded words."""
    rows = select(Person).options(joinedload(Person.institution))
    for word in words:
        of_institution = exists().where(
            Institution.id == Person.institution_id,
            Institution.search_text.contains(word, autoescape=True),
        )
        of_person = Person.sort_name.contains(word, autoescape=True)
        rows = rows.where(or_(of_person, of_institution))
    rows = rows.order_by(Person.sort_name, Person.id).limit(MOST_FOUND)
    return db.session.scalars(rows).all()


def offered_institutions(week: Week, most: int = MOST_OFFERED) -> Sequence[Institution]:
    """The institutions that take part in a week, then others of the directory."""
    takes_part = and_(
        Participation.institution_id == Institution.id,
        Participation.week_id == week.id,
    )
    rows = (
        select(Institution)
        .outerjoin(Participation, takes_part)
        .where(Institution.is_proposed.is_(False))
        .order_by(Participation.id.is_(None), Institution.sort_name, Institution.id)
    )
    return db.session.scalars(rows.limit(most)).all()
