"""How one secret is sealed before it reaches the database, and with which keys.

AES-GCM (NIST SP 800-38D) with 256 bits and a random nonce. Subject and kind are
authenticated beside the content, so that a row says nothing about anybody else.
The vault keeps what is guarded; accounts seal the secrets of their second step.
"""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from eventapp.config import current
from eventapp.kernel.errors import VaultLocked

KEY_BYTES = 32
NONCE_BYTES = 12
MARK_LETTERS = 16
OWN = b"eventapp vault"  # of EVENTAPP_VAULT_KEY
DERIVED = b"eventapp vault, from the secret of the site"


@dataclass(frozen=True)
class Key:
    """One key; its mark tells which one it is, and nothing about it."""

    mark: str
    octets: bytes = field(repr=False)


def ring() -> Sequence[Key]:
    """All our keys: the first one seals, each of them opens.

    The last one comes from the secret of the site: it is the only one where
    EVENTAPP_VAULT_KEY is not set, and opens what was sealed before it was.
    """
    settings = current()
    return _ring(settings.vault_keys, settings.secret_key)


def seal(key: Key, content: bytes, subject_id: UUID, kind: str) -> bytes:
    """`content` shut with `key`, for this subject and kind alone."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key.octets).encrypt(nonce, content, _label(subject_id, kind))


def unseal(mark: str, sealed: bytes, subject_id: UUID, kind: str) -> bytes:
    """What was sealed for this subject and kind.

    Raises:
        VaultLocked: its key is not among ours, or the row is not what we wrote.
    """
    key = next((one for one in ring() if one.mark == mark), None)
    if key is None:
        raise VaultLocked
    nonce, shut = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        return AESGCM(key.octets).decrypt(nonce, shut, _label(subject_id, kind))
    except (InvalidTag, ValueError):
        raise VaultLocked from None


def shut(content: bytes, subject_id: UUID, kind: str) -> bytes:
    """Octets sealed for a row that keeps them itself, with the mark of their key."""
    key = ring()[0]
    return key.mark.encode() + seal(key, content, subject_id, kind)


def opened(octets: bytes, subject_id: UUID, kind: str) -> bytes:
    """The octets that were shut.

    Raises:
        VaultLocked: no key of ours opens them.
    """
    mark, sealed = octets[:MARK_LETTERS], octets[MARK_LETTERS:]
    return unseal(mark.decode(errors="replace"), sealed, subject_id, kind)


def is_shut_with_the_first(octets: bytes) -> bool:
    """Whether the key that seals today is the one that opens these octets."""
    return octets[:MARK_LETTERS] == ring()[0].mark.encode()


@lru_cache(maxsize=8)
def _ring(own: tuple[str, ...], secret: str) -> Sequence[Key]:
    return (*(_key(text, OWN) for text in own), _key(secret, DERIVED))


def _key(text: str, use: bytes) -> Key:
    """32 bytes from a text of any length (HKDF, RFC 5869)."""
    made = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=use)
    octets = made.derive(text.encode())
    mark = hashlib.sha256(b"mark" + octets).hexdigest()[:MARK_LETTERS]
    return Key(mark, octets)


def _label(subject_id: UUID, kind: str) -> bytes:
    return subject_id.bytes + kind.encode()
