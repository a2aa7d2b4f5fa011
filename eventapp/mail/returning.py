"""Where mails come back to, and which codes say that there is nobody."""

import re
from base64 import b32decode, b32encode
from email.utils import parseaddr
from uuid import UUID

from eventapp.config import current
from eventapp.mail.models import Message

# Bad mailbox, bad system, bad syntax, moved, no mail taken; disabled (RFC 3463, 3.2).
NOBODY = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})
MARK = re.compile(r"\+b-([a-z2-7]{26})@", re.ASCII | re.IGNORECASE)


def returns_to(message: Message, mail_from: str) -> str:
    """The address that gets a mail back: one for each, in the mailbox that we read."""
    mailbox = current().mailbox
    if mailbox is None:
        return parseaddr(mail_from)[1]
    user, _at, domain = mailbox.address.rpartition("@")
    mark = b32encode(message.id.bytes).decode().rstrip("=").lower()
    return f"{user}+b-{mark}@{domain}"


def message_returned_to(address: str) -> UUID | None:
    """Which message comes back to this address."""
    found = MARK.search(address)
    return UUID(bytes=b32decode(found[1].upper() + "======")) if found else None


def tells_of_nobody(code: str) -> bool:
    """Whether this code is about the address, and will be tomorrow."""
    return code in NOBODY
