"""The keys of the vault, and how one fact is sealed with them.

AES-GCM (NIST SP 800-38D) with 256 bits and a random nonce. Subject and kind are
authenticated beside the content, so that a row says nothing about anybody else.
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
from eventapp.vault.errors import VaultLocked

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
