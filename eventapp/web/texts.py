"""A form field for one text in several languages, side by side."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from babel import Locale, UnknownLocaleError
from flask_babel import gettext as _
from wtforms import Field, ValidationError

from eventapp.kernel import i18n
from eventapp.kernel.i18n import Localised
from eventapp.web.forms import cleaned, one_line

TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}", re.ASCII)  # BCP 47, most
# In which a week may speak.
WRITTEN = "en zh-Hans zh-Hant ar bg cs de es fr hu id it ja ko pl pt ru sk th uk vi"
LONGEST_HINT = 80  # characters of the text that stands in for a missing one


@dataclass(frozen=True)
class Wording:
    """What was typed in one language, and what readers see where nothing was."""

    tag: str
    language: str  # in the reader's words
    name: str
    id: str
    text: str
    error: str | None
    fallback: str | None  # None: nothing is missing
    fallback_tag: str | None


class _SideBySide:
    """Drawn by `texts` in `planning/_texts.html`; error summaries lead to the first."""

    html_tag = "div"


class Texts(Field):
    """One text in each of the languages that `speak` names; `name-tag` in the form.

    Languages that are not named keep what they had: ask for `text(before)`.
    """

    widget = _SideBySide()
    data: Localised

    def __init__(
        self,
        label: Any = None,  # noqa: ANN401 - lazy text
        *,
        most: int = 300,
        lines: int = 1,
        needed: Any = None,  # noqa: ANN401 - lazy text
        **kwargs: Any,
    ) -> None:
        """Take `most` characters on `lines` lines; `needed` says what is missing."""
        super().__init__(label, **kwargs)
        self.most, self.lines, self.needed = most, lines, needed
        self.tags: tuple[str, ...] = tuple(one.tag for one in i18n.LANGUAGES)
        self._typed: dict[str, str] = {}
        self._wrong: dict[str, str] = {}
        if needed is not None:
            self.flags.required = True

    def speak(self, tags: Iterable[str]) -> "Texts":
        """Ask for the text in these languages."""
        self.tags = tuple(dict.fromkeys(tags)) or self.tags
        return self

    def show(self, text: Localised | None) -> None:
        """Fill in what is written."""
        self._typed = dict(text or {})
        self.data = Localised(self._typed)

    def text(self, before: Localised | None = None) -> Localised:
        """What was typed; other languages keep their text."""
        typed = {tag: self._written(tag) for tag in self.tags}
        return Localised({**(before or {}), **typed})

    def text_or_none(self, before: Localised | None = None) -> Localised | None:
        """The same, or None where no language has a text."""
        return self.text(before) or None

    def process(
        self,
        formdata: Any,  # noqa: ANN401 - wtforms
        data: Any = None,  # noqa: ANN401 - wtforms
        extra_filters: Any = None,  # noqa: ANN401, ARG002 - wtforms
    ) -> None:
        """Read one text for each language that was sent."""
        self.process_errors: list[str] = []
        self._typed = dict(data) if isinstance(data, Mapping) else {}
        begin = f"{self.name}-"
        for name in formdata or ():
            if name.startswith(begin) and TAG.fullmatch(name, len(begin)):
                clean = cleaned if self.lines > 1 else one_line
                self._typed[name.removeprefix(begin)] = str(clean(formdata.get(name)))
        self.raw_data = [text for text in self._typed.values() if text]
        self.data = Localised(self._typed)

    def pre_validate(self, _form: object) -> None:
        """Refuse what is too long, and nothing where something is needed."""
        self._wrong = {
            tag: _("Use at most %(most)s characters.", most=self.most)
            for tag in self.tags
            if len(self._written(tag)) > self.most
        }
        if self._wrong:
            raise ValidationError(next(iter(self._wrong.values())))
        if self.needed is not None and not any(map(self._written, self.tags)):
            raise ValidationError(str(self.needed))

    def __iter__(self) -> Iterator[Wording]:
        known = Localised({tag: self._written(tag) for tag in self.tags})
        whole = Localised({**known, **self.data})
        for number, tag in enumerate(self.tags):
            text = self._written(tag)
            other, fallback = whole.chosen(tag)
            is_missing = bool(whole) and not text
            yield Wording(
                tag=tag,
                language=language_word(tag, self.tags),
                name=f"{self.name}-{tag}",
                id=f"{self.id}-{number}",
                text=text,
                error=self._wrong.get(tag),
                fallback=_shortened(fallback) if is_missing else None,
                fallback_tag=other if is_missing else None,
            )

    def _written(self, tag: str) -> str:
        return self._typed.get(tag, "")


def language_word(tag: str, among: Iterable[str] = ()) -> str:
    """A language in the reader's words; with its script where two share the word."""
    try:
        chosen = Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        return tag
    here = i18n.spoken().locale
    alike = [one for one in among if one.partition("-")[0] == chosen.language]
    name = Locale.parse(here).languages.get(chosen.language)
    if len(alike) > 1 or not name:
        name = chosen.get_display_name(here)
    return name[:1].upper() + name[1:] if name else tag


def language_choices(own: Iterable[str] = ()) -> list[tuple[str, str]]:
    """The languages in which a week may speak, its own first."""
    tags = tuple(dict.fromkeys((*own, *WRITTEN.split())))
    return [(tag, language_word(tag, tags)) for tag in tags]


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_HINT else f"{text[: LONGEST_HINT - 1]}…"
