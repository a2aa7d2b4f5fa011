"""Fields that say in our words what is wrong, and keep what was typed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from enum import StrEnum
from typing import Any
from zoneinfo import available_timezones

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import (
    DateField,
    Field,
    IntegerField,
    SearchField,
    SelectField,
    SelectMultipleField,
    TimeField,
    ValidationError,
)
from wtforms import Form as PlainForm
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from eventapp.kernel.i18n import LANGUAGES, Localised
from eventapp.web.forms import Needed

LARGEST = 100_000
EARLIEST_DAY = date(1990, 1, 1)
LATEST_DAY = date(2100, 12, 31)
ZONES = sorted(zone for zone in available_timezones() if "/" in zone)


class Given(Needed):
    """Refuses an empty answer; of one that could not be read, the field speaks."""

    def __call__(self, form: object, field: Any) -> None:  # noqa: ANN401 - wtforms
        """Stop where nothing was typed, or nothing that makes sense."""
        if any(str(one).strip() for one in field.raw_data or ()):
            if field.data is None:
                raise StopValidation
            return
        super().__call__(form, field)


class Count(IntegerField):
    """A whole number from `least` to `most`, or nothing."""

    data: int | None

    def __init__(
        self, *args: Any, least: int = 0, most: int = LARGEST, **kwargs: Any
    ) -> None:
        """Take numbers between `least` and `most`."""
        super().__init__(*args, **kwargs)
        self.least, self.most = least, most

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a number, or say which numbers are meant."""
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not text:
            return
        if not (
            text.isascii() and text.isdigit() and len(text) < len(str(LARGEST)) + 9
        ):
            raise ValueError(self._sentence())
        self.data = int(text)
        if not self.least <= self.data <= self.most:
            raise ValueError(self._sentence())

    def _sentence(self) -> str:
        return _(
            "Enter a whole number from %(least)s to %(most)s.",
            least=self.least,
            most=self.most,
        )


class Day(DateField):
    """A day on the calendar, or nothing."""

    data: date | None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a day, or say how to write one."""
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not text:
            return
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise ValueError(_("Enter a day like 2027-03-09.")) from None
        if not EARLIEST_DAY <= day <= LATEST_DAY:
            raise ValueError(_("Enter a day between 1990 and 2100."))
        self.data = day


class Hour(TimeField):
    """An hour on the wall, or nothing."""

    data: time | None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read an hour, or say how to write one."""
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata([valuelist[0].strip()[:8]])
        except ValueError:
            raise ValueError(_("Enter a time like 09:30.")) from None


class Pick(SelectField):
    """One of a list; anything else is refused in words."""

    data: Any

    def pre_validate(self, _form: object) -> None:
        """Refuse what was not offered."""
        if not any(
            str(value) == str(self.data) for value, *_rest in self.choices or ()
        ):
            raise ValidationError(_("Choose one of the list."))

    def offer(
        self, choices: Iterable[tuple[str, str]], nothing: str | None = None
    ) -> None:
        """Offer these, and `nothing` before them where it is a choice."""
        first = [] if nothing is None else [("", nothing)]
        if first and self.data is None:
            self.data = ""  # no answer
        self.choices = [*first, *choices]
        needed = any(isinstance(one, Needed) for one in self.validators)
        self.flags.required = needed or not first


class Picks(SelectMultipleField):
    """Several of a list, as ticks."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, _form: object) -> None:
        """Refuse what was not offered."""
        offered = {value for value, *_rest in self.choices or ()}
        if not set(self.data or ()) <= offered:
            raise ValidationError(_("Choose from the list."))


class SearchForm(PlainForm):
    """What to look for in a list."""

    q = SearchField(lazy_gettext("Search"))


def words_of(words: Mapping[Any, Any]) -> list[tuple[str, str]]:
    """The choices of an enumeration with its words."""
    return [(str(member), str(_first(word))) for member, word in words.items()]


def texts(
    fields: Sequence[Field], before: Localised | None = None, tags: Sequence[str] = ()
) -> Localised:
    """What was typed in each language; other languages keep their text."""
    tags = tags or [language.tag for language in LANGUAGES]
    typed = {tag: field.data or "" for tag, field in zip(tags, fields, strict=True)}
    return Localised({**dict(before or {}), **typed})


def zone_choices(*known: str) -> list[tuple[str, str]]:
    """The zones of the world, and those in use already."""
    zones = sorted({*ZONES, *known})
    return [(zone, zone.replace("_", " ")) for zone in zones]


def none_if_empty(text: Localised) -> Localised | None:
    """A text in one language at least, or none."""
    return text or None


def fill(fields: Sequence[Field], text: Localised | None) -> None:
    """Show a text in the field of each language."""
    known = dict(text or {})
    for language, field in zip(LANGUAGES, fields, strict=True):
        field.data = known.get(language.tag, "")


def member(kind: type[StrEnum], field: Field) -> Any:  # noqa: ANN401 - of that kind
    """The member of an enumeration that was chosen."""
    return kind(field.data)


def _first(word: Any) -> Any:  # noqa: ANN401 - a lazy text, or one with a colour
    return word[0] if isinstance(word, tuple) else word
