"""What is written on a badge: the code a desk scans, the reference people type."""

import re
import secrets
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from eventapp.kernel import tokens

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
PREFIX = "PW1"
TOKEN_BITS = 8 * tokens.TOKEN_BYTES
TOKEN_LENGTH = 26  # 130 bits: the first two are zero
CODE_LENGTH = 32
REFERENCE_LENGTH = 8

# Longer than any address that carries a code; the rest of a read is not looked at.
READ_LENGTH = 500

BadgeCode = NewType("BadgeCode", str)
"""A code as it is printed: 32 signs, `PW1`, kind, token, check.

The check is the end of a Reed-Solomon code over the 32 signs, as numbers of
GF(32) with x^5 + x^2 + 1. Both the sum of all signs and the sum of all signs,
each times its position (0 to 31), are zero. Whatever happens to any two signs,
near or far, is therefore found: every substitution, every exchange. Of greater
damage, one case in 1,024 stays hidden.
"""


class CodeKind(StrEnum):
    """Whom a code admits, as its fourth sign."""

    PERSON = "P"
    DELEGATION = "G"
    COACH = "C"  # a coach, or another place
    DEVICE = "D"


class Outcome(StrEnum):
    """What a read turned out to be."""

    CODE = "code"
    MISREAD = "misread"  # one of ours, cut or mixed up: scan it again
    FOREIGN = "foreign"  # not one of ours


@dataclass(frozen=True)
class Reading:
    """The answer to a scan; `code` and `kind` are there if the outcome is `CODE`."""

    outcome: Outcome
    code: BadgeCode | None = None
    kind: CodeKind | None = None


def compose(kind: CodeKind, token: bytes) -> BadgeCode:
    """Write the code of the 128 random bits `token`."""
    if len(token) != tokens.TOKEN_BYTES:
        raise ValueError(f"a token has {tokens.TOKEN_BYTES} bytes, not {len(token)}")
    number = int.from_bytes(token)
    shifts = range(5 * (TOKEN_LENGTH - 1), -1, -5)
    signs = "".join(ALPHABET[number >> shift & 31] for shift in shifts)
    body = f"{PREFIX}{kind}{signs}"
    return BadgeCode(body + _check(body))


def parse(text: str) -> Reading:
    """Read what a camera, a hand scanner or a person gave.

    Lower case, blanks around, full-width signs, a phone link (`https://host/b/…`)
    and I, L, O for 1, 1, 0 are understood. Everything else must be exact.
    """
    code = _bare(text)
    if not code.startswith(PREFIX):
        return Reading(Outcome.FOREIGN)
    if not _is_whole(code):
        return Reading(Outcome.MISREAD)
    return Reading(Outcome.CODE, BadgeCode(code), CodeKind(code[len(PREFIX)]))


def digest(code: BadgeCode) -> bytes:
    """What the database keeps in place of a code (SHA-256, 32 bytes)."""
    return tokens.digest(code)


def new_reference() -> str:
    """A new reference: 40 random bits, to be read aloud and typed."""
    return "".join(secrets.choice(ALPHABET) for _ in range(REFERENCE_LENGTH))


def show_reference(reference: str) -> str:
    """`reference` as people see it: 7K2M-9QXD."""
    return f"{reference[:4]}-{reference[4:]}"


def show_number(number: int | None) -> str:
    """The number of a badge as it is printed: 0042; empty where there is none."""
    return f"{number:04d}" if number else ""


def parse_reference(text: str) -> str | None:
    """The reference that somebody typed, or None if it cannot be one."""
    reference = plain_code(text)
    if len(reference) != REFERENCE_LENGTH or set(reference) - set(ALPHABET):
        return None
    return reference


def plain_code(text: str) -> str:
    """The signs of a code that somebody typed, without blanks and dashes."""
    return re.sub(r"[\s\-\u2010-\u2015]", "", _folded(text))


def _folded(text: str) -> str:
    """`text` in upper case and plain width, look-alikes made one."""
    plain = unicodedata.normalize("NFKC", text[:READ_LENGTH]).upper()
    if not plain.isprintable():
        plain = "".join(
            sign for sign in plain if unicodedata.category(sign) not in {"Cc", "Cf"}
        )
    return plain.strip().translate(_LOOK_ALIKES)


def _bare(text: str) -> str:
    """`text` without the address that may stand before the code."""
    folded = _folded(text)
    link = re.fullmatch(r"HTTPS?://[^/?#]+(?:/[^?#]*)?/B/([^/?#]*).*", folded)
    return link[1] if link else folded


def _is_whole(code: str) -> bool:
    """Whether `code` could have been composed by us."""
    if len(code) != CODE_LENGTH or not _VALUES.keys() >= set(code):
        return False
    if code[len(PREFIX)] not in set(CodeKind):
        return False
    if _VALUES[code[len(PREFIX) + 1]] >> TOKEN_BITS % 5:
        return False  # the spare bits
    return _check(code[:-2]) == code[-2:]


def _check(body: str) -> str:
    """The two signs that make both sums of `BadgeCode` zero."""
    plain = weighted = 0
    for position, sign in enumerate(body):
        value = _VALUES[sign]
        plain ^= value
        weighted ^= _PRODUCTS[position][value]
    # The last two positions are 30 and 31, and 30 + 31 = 1 in GF(32).
    last = weighted ^ _PRODUCTS[CODE_LENGTH - 2][plain]
    return ALPHABET[plain ^ last] + ALPHABET[last]


def _times(one: int, other: int) -> int:
    """The product of two numbers of GF(32)."""
    product = 0
    while other:
        if other & 1:
            product ^= one
        one <<= 1
        if one & 32:
            one ^= 0b100101
        other >>= 1
    return product


_VALUES = {sign: value for value, sign in enumerate(ALPHABET)}
_LOOK_ALIKES = str.maketrans("ILO", "110")
_PRODUCTS = [[_times(one, other) for other in range(32)] for one in range(32)]
