"""Random tokens: made here, kept as digests, compared in constant time."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode

TOKEN_BYTES = 16  # 128 random bits: nobody guesses one


def new_token() -> str:
    """A new secret for an address: 128 random bits in 22 safe characters."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(token: str) -> bytes:
    """What the database keeps in place of a token (SHA-256, 32 bytes)."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).digest()


def same(one: bytes, other: bytes) -> bool:
    """Whether two digests are equal, in constant time."""
    return hmac.compare_digest(one, other)


def derive(key: str, purpose: str, subject: str) -> bytes:
    """16 bytes that only the holder of `key` can make again for this subject.

    HMAC-SHA256 (RFC 2104), cut to 128 bits. The database keeps a digest alone,
    yet a badge or a calendar address can be shown to its bearer again.
    """
    text = f"{purpose}\0{subject}".encode()
    return hmac.digest(key.encode(), text, "sha256")[:TOKEN_BYTES]


def address_token(secret: bytes) -> str:
    """`secret` as it stands in an address."""
    return urlsafe_b64encode(secret).rstrip(b"=").decode()


def new_number_code() -> str:
    """Six digits, to be typed from a mail."""
    return f"{secrets.randbelow(10**6):06d}"
