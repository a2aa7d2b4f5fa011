"""Lists that only a badge opens: what is made of its code, and how it seals.

From a code come, by HKDF (RFC 5869, SHA-256, bound to the week), a secret of the
badge, and from this the name of its record, the key which seals the record, and what
tells that its bearer is inside. Without the code, nothing leads from one to another.
`static/js/desk/sealing.js` does the same in the browser.
"""

import hmac
from base64 import b64encode
from typing import NamedTuple
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from eventapp.config import current
from eventapp.kernel.codes import BadgeCode
from eventapp.kernel.tokens import derive

BLOCK = 16  # bytes; records are padded, so that their length says little
NONCE = 12
OF_CODE = b"list 1: secret of a badge"
OF_SECRET = b"list 1: name, key, presence, nonces"


class Opener(NamedTuple):
    """What comes out of one code."""

    secret: bytes  # all the rest can be made of it; the card of a delegation holds it
    name: bytes  # of the record
    key: bytes
    presence: bytes
    nonces: bytes  # never leaves the server
    text: str  # the name as it is sent


def salt_of(week_id: UUID) -> bytes:
    """What binds the records of a week to it, and to this site."""
    return derive(current().secret_key, "list", str(week_id))


def opener(code: BadgeCode, salt: bytes) -> Opener:
    """What the code of a badge or a card opens."""
    secret = _hkdf(code.encode(), salt, OF_CODE, BLOCK)
    parts = _hkdf(secret, salt, OF_SECRET, 4 * BLOCK)
    name, key, presence, nonces = (parts[at : at + BLOCK] for at in range(0, 64, BLOCK))
    return Opener(secret, name, key, presence, nonces, encoded(name))


def seal(opener: Opener, text: str) -> bytes:
    """Seal a record: AES-128-GCM, its name bound to it.

    The nonce comes from the content under a key of this badge. So an unchanged record
    is the same octets in every process, and a changed one never meets an old nonce.
    """
    content = text.encode()
    content += b" " * (-len(content) % BLOCK)
    nonce = hmac.digest(opener.nonces, content, "sha256")[:NONCE]
    return nonce + AESGCM(opener.key).encrypt(nonce, content, opener.name)


def unseal(opener: Opener, sealed: bytes) -> str:
    """Open a record as a device does."""
    nonce, shut = sealed[:NONCE], sealed[NONCE:]
    return AESGCM(opener.key).decrypt(nonce, shut, opener.name).decode().rstrip()


def presence_tag(opener: Opener, event_id: UUID) -> str:
    """What says that the bearer was at an event, to nobody but who sees the badge."""
    return encoded(hmac.digest(opener.presence, event_id.bytes, "sha256")[:8])


def encoded(octets: bytes) -> str:
    """Octets as they are sent."""
    return b64encode(octets).rstrip(b"=").decode()


def _hkdf(material: bytes, salt: bytes, purpose: bytes, length: int) -> bytes:
    key = hmac.digest(salt, material, "sha256")
    made = block = b""
    while len(made) < length:
        count = len(made) // 32 + 1
        block = hmac.digest(key, block + purpose + bytes([count]), "sha256")
        made += block
    return made[:length]
