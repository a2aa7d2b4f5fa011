"""Addresses to which calendars answer: one for each invitation."""

from base64 import b32encode
from email.utils import parseaddr
from uuid import UUID

from eventapp.config import current
from eventapp.kernel.tokens import derive


def reply_token(registration_id: UUID, event_id: UUID) -> str:
    """What makes an answer to one invitation credible: 26 signs, whatever their case.

    Servers of mail may change the case of an address, so that it is base 32.
    """
    secret = derive(current().secret_key, "reply", f"{registration_id}:{event_id}")
    return b32encode(secret).decode().rstrip("=").lower()


def organizer_address(registration_id: UUID, event_id: UUID) -> str:
    """Whom a calendar answers: our mailbox, else the sender of all our messages."""
    settings = current()
    if settings.mailbox is None:
        return parseaddr(settings.mail_from)[1]
    user, _at, domain = settings.mailbox.address.rpartition("@")
    return f"{user}+{reply_token(registration_id, event_id)}@{domain}"
