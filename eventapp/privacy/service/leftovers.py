"""What serves nobody any more, whatever the week: old codes, our last words."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from eventapp.kernel.db import db
from eventapp.mail.models import Message, MessageStatus
from eventapp.privacy.notices import LAST_WORD
from eventapp.registration.models.entering import Confirmation

CODES_KEPT = timedelta(days=7)  # after their hour


def forget_leftovers(now: datetime) -> None:
    """Forget codes that ended, and the message that said that all was erased."""
    db.session.execute(
        delete(Confirmation).where(Confirmation.expires_at < now - CODES_KEPT)
    )
    db.session.execute(
        delete(Message).where(
            Message.occasion == LAST_WORD,
            Message.status.not_in([MessageStatus.QUEUED, MessageStatus.SENDING]),
        )
    )
