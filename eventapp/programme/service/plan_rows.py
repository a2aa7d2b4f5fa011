"""The rows in which a plan is kept until it is published: drafts with their people."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select

from eventapp.accounts.models import Account
from eventapp.kernel import clock
from eventapp.kernel.db import db
from eventapp.programme.errors import PartOfItself, StillInside
from eventapp.programme.models.events import Draft, Event
from eventapp.programme.models.people import Assigned, Assignment, DraftAssignment
from eventapp.programme.models.releases import Step
from eventapp.programme.plans import EventPlan, PartPlan, part_of, plan_of
from eventapp.programme.service.events import write, write_parts
from eventapp.programme.vocabulary import EventStatus


def draft_of(event: Event) -> Draft | None:
    """What is planned about an event, if it differs from what is published."""
    return db.session.get(Draft, event.id)


def new_draft(event: Event, by: Account) -> Draft:
    """A draft that says what is published."""
    draft = Draft(
        event_id=event.id,
        has_people=False,
        changed_at=clock.now(),
        changed_by=by.name,
    )
    write(draft, plan_of(event))
    db.session.add(draft)
    return draft


def put_plan(event: Event, draft: Draft, plan: EventPlan) -> None:
    """Plan this; the row of an event that nobody outside knows says the same."""
    write(draft, plan)
    if event.status is EventStatus.DRAFT:
        write(event, plan)
        event.status = EventStatus.DRAFT


def planned_parts(event: Event, draft: Draft | None) -> tuple[PartPlan, ...]:
    """Who has a part as planned."""
    has_own = draft is not None and draft.has_people
    kind: type[Assigned] = DraftAssignment if has_own else Assignment
    rows = select(kind).where(kind.event_id == event.id).order_by(kind.position)
    return tuple(part_of(row) for row in db.session.scalars(rows))


def put_parts(event: Event, draft: Draft, parts: Sequence[PartPlan] | None) -> None:
    """Plan these people; None: those who are published."""
    _clear_parts(draft)
    draft.has_people = parts is not None
    if parts is not None:
        write_parts(DraftAssignment, event, parts)


def drop_if_equal(event: Event, draft: Draft) -> None:
    """A draft that says what is published says nothing."""
    db.session.flush()
    if event.status is EventStatus.DRAFT or plan_of(draft) != plan_of(event):
        return
    if planned_parts(event, draft) == planned_parts(event, None):
        drop(draft)


def drop(draft: Draft) -> None:
    """Plan nothing else than what is published."""
    _clear_parts(draft)
    db.session.delete(draft)
    db.session.flush()


def remove(event: Event) -> None:
    """Forget an event that was never published.

    Raises:
        StillInside: other events are part of it.
    """
    for kind in (Event, Draft):
        inside = select(kind.title).where(kind.parent_id == event.id).limit(1)
        if db.session.scalar(inside) is not None:
            raise StillInside
    db.session.execute(delete(Step).where(Step.event_id == event.id))
    draft = draft_of(event)
    if draft is not None:
        drop(draft)
    db.session.delete(event)
    db.session.flush()


def check_planned_parent(event: Event, parent_id: UUID | None) -> None:
    """Refuse a circle among the plans of a week, in one statement.

    Raises:
        PartOfItself: the parent lies inside the event.
    """
    if parent_id is None:
        return
    rows = db.session.execute(
        select(Event.id, Event.parent_id, Draft.event_id, Draft.parent_id)
        .outerjoin(Draft, Draft.event_id == Event.id)
        .where(Event.week_id == event.week_id)
    )
    parents = {
        key: planned if draft is not None else published
        for key, published, draft, planned in rows
    }
    refuse_circles({**parents, event.id: parent_id}, [event.id])


def refuse_circles(parents: dict[UUID, UUID | None], keys: Sequence[UUID]) -> None:
    """Refuse that one of `keys` lies inside itself.

    Raises:
        PartOfItself: it does.
    """
    for key in keys:
        seen, outer = {key}, parents.get(key)
        while outer is not None:
            if outer in seen:
                raise PartOfItself
            seen.add(outer)
            outer = parents.get(outer)


def _clear_parts(draft: Draft) -> None:
    if draft.has_people:  # else it has none of its own
        gone = delete(DraftAssignment).where(DraftAssignment.event_id == draft.event_id)
        db.session.execute(gone.execution_options(synchronize_session=False))
