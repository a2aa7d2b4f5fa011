"""Which passwords are refused, judged here and without asking anybody.

The lists of zxcvbn hold the words and the passwords that are tried first; it counts
the guesses that a stranger needs. Own names and the address of this site are struck
out before: a stranger knows them.
"""

import re
from collections.abc import Iterable

from zxcvbn import zxcvbn
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from eventapp.accounts.errors import (
    PasswordCommon,
    PasswordGuessed,
    PasswordOwnWords,
    PasswordTooShort,
)

SHORTEST_PASSWORD = 12
READ = 72  # characters that are judged; the others only make it longer
STRONG = 3  # of zxcvbn's 0 to 4: 10^8 guesses and more, each of which costs argon2
SHORTEST_OWN_WORD = 3
WORD = re.compile(r"\w+")
REFUSALS = (PasswordTooShort, PasswordCommon, PasswordOwnWords, PasswordGuessed)
_common = frozenset(FREQUENCY_LISTS["passwords"])


def check_password(password: str, *, own: Iterable[str] = ()) -> None:
    """Let a good password pass; `own` are names that a stranger would try.

    Raises:
        PasswordTooShort: fewer than twelve characters.
        PasswordCommon: it is among those that were stolen and are tried first.
        PasswordOwnWords: without the own names little of it is left.
        PasswordGuessed: a stranger needs too few guesses.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort
    judged = password[:READ].casefold()
    if judged in _common or judged.rstrip("0123456789!.?*#@ ") in _common:
        raise PasswordCommon
    rest = _without(judged, _words(own))
    if rest != judged and not _is_strong(rest):
        raise PasswordOwnWords
    if not _is_strong(password[:READ]):
        raise PasswordGuessed


def _words(own: Iterable[str]) -> list[str]:
    """All words of names and addresses, the longest first."""
    found = {
        word
        for text in own
        for word in WORD.findall(text.casefold().replace("_", " "))
        if len(word) >= SHORTEST_OWN_WORD
    }
    return sorted(found, key=len, reverse=True)


def _without(password: str, words: Iterable[str]) -> str:
    for word in words:
        password = password.replace(word, "")
    return password


def _is_strong(password: str) -> bool:
    return bool(password) and int(zxcvbn(password)["score"]) >= STRONG
