"""Names as they are typed on one line: two scripts, and an e-mail address."""

import re
import unicodedata

from wtforms import ValidationError

from eventapp.kernel.names import PersonName, language_of
from eventapp.web.forms import Mailable

ADDRESS = re.compile(r"[^\s<>(),;]+@[^\s<>(),;]+")


def parted(line: str) -> tuple[str, str | None]:
    """The name in a line, and the address that follows it."""
    found = ADDRESS.search(line)
    rest = ADDRESS.sub(" ", line) if found else line
    name = " ".join(rest.replace("<", " ").replace(">", " ").split())
    return name.strip(" ,;\u3001\uff0c\uff1b"), found[0].casefold() if found else None


def name_in(text: str) -> PersonName:
    """A name as it was typed: words in Latin letters, words in another script."""
    words = text.replace("(", " ").replace(")", " ").split()
    latin = " ".join(word for word in words if is_latin(word) or not _has_letters(word))
    native = " ".join(
        word for word in words if _has_letters(word) and not is_latin(word)
    )
    return PersonName(latin, native or None, language_of(native) if native else None)


def is_latin(text: str) -> bool:
    """Whether all letters of a text are of the Latin script, and there are some."""
    letters = [sign for sign in text if sign.isalpha()]
    return bool(letters) and all(
        unicodedata.name(sign, "").startswith("LATIN") for sign in letters
    )


def is_mailable(address: str | None) -> bool:
    """Whether a mail can go to this address."""
    if address is None:
        return False
    field = _Typed(address)
    try:
        Mailable()(None, field)
    except ValidationError:
        return False
    return True


class _Typed:
    """What was typed, for a check that wants a field."""

    def __init__(self, data: str) -> None:
        self.data = data


def _has_letters(text: str) -> bool:
    return any(sign.isalpha() for sign in text)
