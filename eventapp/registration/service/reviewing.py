"""After a change: which answers still belong to questions that are asked."""

from sqlalchemy import select

from eventapp.kernel.db import db
from eventapp.registration.models.answers import Answer
from eventapp.registration.models.registrations import Registration
from eventapp.registration.steps import Walk, walk_of


def review_answers(registration: Registration) -> Walk:
    """Set aside answers to what is no longer asked, and take back what is again.

    They are kept: who changes an answer by mistake and changes it back loses nothing.
    Nobody is shown what is set aside.
    """
    db.session.flush()
    db.session.expire(registration, ["institution"])  # conditions look at its type
    walk = walk_of(registration)
    if walk.given:
        rows = select(Answer).where(Answer.registration_id == registration.id)
        for answer in db.session.scalars(rows):
            answer.is_asked = answer.question_id in walk.asked
    return walk
