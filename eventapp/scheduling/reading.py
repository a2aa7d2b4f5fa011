"""Reading the mailbox: what calendars answer, and mails that came back."""

import logging
import time
from collections import Counter
from email import message_from_bytes

from sqlalchemy.exc import SQLAlchemyError

from eventapp.config import current
from eventapp.kernel import clock
from eventapp.kernel.db import DatabaseLost, db, reading, writing
from eventapp.mail import bounces
from eventapp.mail.bounces import Bounce
from eventapp.mail.mailbox import Letter, MailboxAwayError, Place, letters_after
from eventapp.scheduling.models import MailboxMark
from eventapp.scheduling.replies import Reply, reply_in
from eventapp.scheduling.service.answering import Outcome, take
from eventapp.variables import Mailbox

log = logging.getLogger(__name__)

PAUSE_SECONDS = 600.0  # after a server did not answer
NOT_BEFORE = {"at": 0.0}
CAME_BACK = "a mail that came back"


def read_mailbox() -> None:
    """Take what arrived since and means us; other letters are left as they are."""
    mailbox = current().mailbox
    if mailbox is None or time.monotonic() < NOT_BEFORE["at"]:
        return
    with reading():
        mark = db.session.get(MailboxMark, mailbox.address)
        before = Place(mark.validity, mark.last) if mark else None
    try:
        letters = letters_after(mailbox, before, clock.now().date())
    except MailboxAwayError as error:
        log.warning("the mailbox could not be read (%s); we try again later", error)
        NOT_BEFORE["at"] = time.monotonic() + PAUSE_SECONDS
        return
    counts = Counter(_take(mailbox, letter) for letter in letters)
    told = {str(one): number for one, number in counts.items() if one is not None}
    if told:
        log.info("letters in the mailbox: %s", told)


def _take(mailbox: Mailbox, letter: Letter) -> Outcome | str | None:
    """One letter in one transaction, with the note that it was read."""
    try:
        found = _understood(letter)
        with writing():
            _note_read(mailbox.address, letter.place)
            if isinstance(found, Bounce):
                return CAME_BACK if bounces.take(found) else None
            return take(found) if found else None
    except (SQLAlchemyError, DatabaseLost, TimeoutError):
        raise  # the letter is read again
    except Exception:
        log.exception("a letter could not be taken")
        with writing():
            _note_read(mailbox.address, letter.place)
        return None


def _note_read(address: str, place: Place) -> None:
    mark = db.session.get(MailboxMark, address) or MailboxMark(address=address)
    mark.validity, mark.last = place.validity, place.last
    db.session.add(mark)


def _understood(letter: Letter) -> Reply | Bounce | None:
    if letter.content is None:
        return None
    read = message_from_bytes(letter.content)
    return bounces.bounce_in(read) or reply_in(read)
