"""A person's name as one value."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from eventapp.kernel.i18n import spoken

WRITTEN = (  # the letters of Japanese and Korean before those which they share
    ("ja", re.compile("[\u3041-\u30fa]")),
    ("ko", re.compile("[\u1100-\u11ff\uac00-\ud7af]")),
    ("zh-Hans", re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")),
)


class NameOrder(StrEnum):
    """Which of the two forms the bearer wants to be read first."""

    LATIN_FIRST = "latin"
    NATIVE_FIRST = "native"


@dataclass(frozen=True)
class PersonName:
    """A name in the bearer's own writing and in Latin letters; never split.

    `latin` is written as in the passport. `native` may be empty: one name is
    enough. `native_language` is a BCP 47 tag. Honorific and academic title stand
    apart, and are never part of the name.
    """

    latin: str
    native: str | None = None
    native_language: str | None = None
    order: NameOrder | None = None
    on_badge: str | None = None
    honorific: str | None = None
    title: str | None = None

    @property
    def leads_native(self) -> bool:
        """Whether the native form is shown first."""
        if not self.native:
            return False
        return self.order is not NameOrder.LATIN_FIRST

    @property
    def first(self) -> str:
        """The form shown large."""
        return (self.native or self.latin) if self.leads_native else self.latin

    @property
    def second(self) -> str | None:
        """The form shown below it, if there is another one."""
        other = self.latin if self.leads_native else self.native
        return other if other and other != self.first else None

    def forms(self) -> dict[str, str | None]:
        """Both forms, with the language of the native one, for scripts."""
        return {
            "native": self.native,
            "native_language": self.native_language,
            "latin": self.latin,
        }

    def __str__(self) -> str:
        """Both forms on one line."""
        return f"{self.first} ({self.second})" if self.second else self.first


def language_of(name: str) -> str | None:
    """The language that the letters of a name suggest; None: they suggest several."""
    return next((tag for tag, signs in WRITTEN if signs.search(name)), None)


def searchable(*texts: str | None) -> str:
    """`texts` folded so that they are found without accents, case or width."""
    joined = " ".join(text for text in texts if text).replace("ł", "l")
    folded = unicodedata.normalize("NFKD", joined.replace("Ł", "L").casefold())
    bare = "".join(
        sign
        for sign in folded
        if not unicodedata.combining(sign) and sign.isprintable()
    )
    return " ".join(unicodedata.normalize("NFC", bare).split())


def alphabetic(word: str) -> tuple[str, bytes]:
    """By what a reader's list is sorted: Latin words bare, Chinese ones by pinyin.

    The first level of GB 2312, which GB 18030 keeps, stands in the order of pinyin.
    """
    if spoken().locale.startswith("zh"):
        return "", word.encode("gb18030")
    return searchable(word), b""
