"""The reader's language, and texts that organisers write in several."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from flask_babel import lazy_gettext, refresh

__all__ = [
    "DEFAULT",
    "LANGUAGES",
    "Language",
    "Localised",
    "lazy_gettext",
    "speaking",
    "spoken",
]


@dataclass(frozen=True)
class Language:
    """A language of the interface: its BCP 47 tag, its own name, Babel's locale."""

    tag: str
    name: str
    locale: str


LANGUAGES = (
    Language("en", "English", "en"),
    Language("zh-Hans", "简体中文", "zh_Hans"),
)
DEFAULT = LANGUAGES[0]

_by_tag = {language.tag: language for language in LANGUAGES}
_rank = {language.tag: number for number, language in enumerate(LANGUAGES)}
_spoken: ContextVar[Language] = ContextVar("spoken", default=DEFAULT)


def language(tag: str | None) -> Language | None:
    """The interface language with this tag, if we speak it."""
    return _by_tag.get(tag or "")


def spoken() -> Language:
    """The language in which we speak to the present reader."""
    return _spoken.get()


def speak(chosen: Language) -> None:
    """Speak `chosen` from now on, in this request or command."""
    _spoken.set(chosen)


def day_in_words(on: date) -> str:
    """A day, as the reader's language writes it: Tue 9 Nov 2027."""
    locale = spoken().locale
    pattern = "y年M月d日 E" if locale.startswith("zh") else "E d MMM y"
    return format_date(on, pattern, locale=locale)


@contextmanager
def speaking(tag: str) -> Iterator[None]:
    """Speak another language for a while: a message to its receiver, a feed."""
    before = _spoken.get()
    _spoken.set(_by_tag.get(tag, DEFAULT))
    refresh()
    try:
        yield
    finally:
        _spoken.set(before)
        refresh()


class Localised(Mapping[str, str]):
    """A text in several languages, keyed by BCP 47 tag; replaced, never changed.

    `str()` picks the reader's language, else the first language that has a text.
    """

    __slots__ = ("_texts",)

    def __init__(self, texts: Mapping[str, str] | None = None) -> None:
        """Keep the texts that say something: ours first, then others by their tags.

        Databases do not keep an order, and what readers see must not depend on them.
        """
        known = texts or {}
        ordered = sorted(known, key=lambda tag: (_rank.get(tag, len(_rank)), tag))
        self._texts = {tag: known[tag] for tag in ordered if known[tag]}

    def __getitem__(self, tag: str) -> str:
        return self._texts[tag]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __hash__(self) -> int:
        return hash(tuple(sorted(self._texts.items())))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Localised) and self._texts == other._texts

    def __repr__(self) -> str:
        return f"Localised({self._texts!r})"

    def __str__(self) -> str:
        return self.chosen(spoken().tag)[1]

    def chosen(self, tag: str) -> tuple[str, str]:
        """The language and the text for a reader of `tag`; empty without any text."""
        if text := self._texts.get(tag):
            return tag, text
        for fallback, text in self._texts.items():
            return fallback, text
        return tag, ""
