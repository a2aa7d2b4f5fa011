"""The private address at which somebody does without some of our mails."""

from base64 import urlsafe_b64decode
from binascii import Error as NotBase64
from uuid import UUID

from flask_babel import gettext as _

from eventapp.config import current
from eventapp.kernel.db import db
from eventapp.kernel.i18n import speaking
from eventapp.kernel.tokens import address_token, derive, same
from eventapp.mail.models import Message

KEY_OCTETS, SEAL_OCTETS = 16, 11  # which message; that we wrote the address


def token_of(message: Message) -> str:
    """What stands in the address: nobody makes one for another message."""
    return address_token(message.id.bytes + _seal(message.id))


def message_of(token: str) -> Message | None:
    """The message to which an address belongs, as long as it is kept."""
    try:
        octets = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (NotBase64, ValueError):
        return None
    if len(octets) != KEY_OCTETS + SEAL_OCTETS:
        return None
    key = UUID(bytes=octets[:KEY_OCTETS])
    if not same(octets[KEY_OCTETS:], _seal(key)):
        return None
    message = db.session.get(Message, key)
    return message if message and may_be_refused(message) else None


def may_be_refused(message: Message) -> bool:
    """Whether its receiver may do without such mails."""
    return not message.is_essential and message.week_id is not None


def address_of(message: Message) -> str:
    """Where its receiver says so."""
    return f"{current().address}/mails/{token_of(message)}"


def footer_of(message: Message) -> str:
    """The last lines of a mail that is not essential, in its language."""
    with speaking(message.language):
        words = _("You would rather not get such e-mails? Tell us here:")
    return f"\n-- \n{words}\n{address_of(message)}\n"


def _seal(key: UUID) -> bytes:
    return derive(current().secret_key, "unsubscribe", str(key))[:SEAL_OCTETS]
