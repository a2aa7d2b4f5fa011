"""What delegates answered in their calendars."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select

from eventapp.kernel.db import db
from eventapp.scheduling.models_of_answers import Answered
from eventapp.scheduling.replies import Answer


def answers_at(
    event_id: UUID, registrations: Collection[UUID]
) -> Mapping[UUID, Answer]:
    """The last answers of these registrations about one event."""
    rows = select(Answered.registration_id, Answered.answer).where(
        Answered.event_id == event_id, Answered.registration_id.in_(registrations)
    )
    return {key: answer for key, answer in db.session.execute(rows)}  # noqa: C416 - typed rows
