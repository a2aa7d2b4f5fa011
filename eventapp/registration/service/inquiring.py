"""Asking back: what the office needs from a delegate before, or after, it decides."""

from datetime import date

from sqlalchemy import update

from eventapp.accounts.models import Account
from eventapp.kernel import clock
from eventapp.kernel.db import add, db, lock
from eventapp.registration import notices
from eventapp.registration.errors import NotDecidable
from eventapp.registration.models.approvals import Inquiry
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service.noting import note_about


def ask_back(
    registration: Registration, sentence: str, due_on: date, *, by: Account
) -> Inquiry:
    """Ask a delegate for something by a day; they read it on their page and by mail.

    Raises:
        NotDecidable: the registration is not finished, or has ended.
    """
    lock(registration)
    if not registration.is_submitted:
        raise NotDecidable
    inquiry = add(
        Inquiry(
            sentence=sentence,
            due_on=due_on,
            asked_by=by.name,
            asked_at=clock.now(),
            registration_id=registration.id,
            registration=registration,
        )
    )
    notices.tell_inquiry(registration, inquiry)
    note_about(registration, "registration.asked_back", who=by)
    return inquiry


def settle_inquiries(registration: Registration) -> None:
    """Take what a delegate just saved as the answer to all that was asked."""
    db.session.execute(
        update(Inquiry)
        .where(
            Inquiry.registration_id == registration.id, Inquiry.answered_at.is_(None)
        )
        .values(answered_at=clock.now())
    )
