"""Cells as values: days, hours, lengths, counts, languages; or a sentence why not."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar

from babel import Locale
from flask_babel import gettext as _

from eventapp.exchange.columns import LANGUAGE_WORDS, folded, matching_tag
from eventapp.exchange.synonyms import meant, yes_or_no
from eventapp.programme.models.weeks import Week

Member = TypeVar("Member", bound=StrEnum)

LARGEST = 100_000
LONGEST_LINK = 1000
LONGEST_OFFER = 24 * 14  # hours
LONGEST_WAIT = 10_080  # minutes
MONTHS = (
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
)
UNLIMITED = {"unlimited", "no limit", "none", "不限", "无限制"}
TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
ISO_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
WORD_DAY = re.compile(r"(?:[a-z]+,? )?(\d{1,2})\.? ([a-z]+)\.?,? (\d{4})")
US_DAY = re.compile(r"(?:[a-z]+,? )?([a-z]+)\.? (\d{1,2}),? (\d{4})")
EURO_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
SLASH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
HOUR = re.compile(
    r"(上午|早上|下午|晚上|中午|am|pm)?\s*(\d{1,2})(?:[:.时点h：](\d{2})?)?分?(?::\d{2})?"
    r"\s*(am|pm|uhr)?"
)
SPAN = re.compile(r"\s*(?:–|—|-|~|～|至|到)\s*")
AFTERNOON = {"下午", "晚上", "pm"}
NOON = 12


class UnreadableError(Exception):
    """A cell that says nothing we understand; the sentence says what to write."""


@dataclass(frozen=True)
class Hours:
    """When an event takes place, as far as the row says."""

    starts_at: datetime
    ends_at: datetime
    is_placed: bool = field(kw_only=True)


def day(text: str) -> date:
    """A day in any usual way of writing, if only one day can be meant.

    Raises:
        UnreadableError: it is no day, or could be two.
    """
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    numbers = day_numbers(plain)
    if numbers is None:
        raise UnreadableError(_("“%(text)s” is no day. Write 2027-03-09.", text=text))
    try:
        return date(*numbers)
    except ValueError:
        raise UnreadableError(
            _("“%(text)s” is no day of the calendar. Write 2027-03-09.", text=text)
        ) from None


def hour(text: str) -> time:
    """An hour of the day.

    Raises:
        UnreadableError: it is no hour.
    """
    plain = unicodedata.normalize("NFKC", text).strip().casefold().replace(" ", "")
    found = HOUR.fullmatch(plain)
    hours, minutes = (int(found[2]), int(found[3] or 0)) if found else (99, 0)
    half = (found[1] or found[4]) if found else None
    if half in AFTERNOON and hours < NOON:
        hours += NOON
    if half in {"am", "上午"} and hours == NOON:
        hours = 0
    if hours == 24 and not minutes:  # noqa: PLR2004 - the end of the day
        hours = 0
    try:
        return time(hours, minutes)
    except ValueError:
        raise UnreadableError(
            _("“%(text)s” is no time of the day. Write 09:30.", text=text)
        ) from None


def length(text: str) -> timedelta:
    """How long something takes: 90, 1:30, 1 h 30 min, 1小时30分钟.

    Raises:
        UnreadableError: it is no length, or none that an event has.
    """
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    plain = re.sub(r"小时|hours?|hrs?|std\.?", "h", plain)
    plain = re.sub(r"分钟|分|minutes?|mins?|m$", "", plain).replace(" ", "")
    if found := re.fullmatch(r"(\d{1,3}):(\d{2})", plain):
        minutes = int(found[1]) * 60 + int(found[2])
    elif found := re.fullmatch(r"(\d{1,3}(?:\.\d+)?)h(\d{1,2})?", plain):
        minutes = round(float(found[1]) * 60) + int(found[2] or 0)
    elif plain.isascii() and plain.isdigit():
        minutes = int(plain[:9])
    else:
        minutes = 0
    if not 0 < minutes <= 60 * 24 * 60:
        raise UnreadableError(
            _("“%(text)s” is no length. Write minutes: 90.", text=text)
        )
    return timedelta(minutes=minutes)


def count(text: str) -> int | None:
    """A number of people; None where there is no limit.

    Raises:
        UnreadableError: it is no number of people.
    """
    plain = unicodedata.normalize("NFKC", text).strip().casefold().replace(" ", "")
    if plain in {folded(word) for word in UNLIMITED}:
        return None
    digits = re.sub(r"[,’']|(?:people|persons|seats|人|座)$", "", plain)
    if not (digits.isascii() and digits.isdigit()) or int(digits[:9]) > LARGEST:
        raise UnreadableError(
            _("“%(text)s” is no number of people. Write 40.", text=text)
        )
    return int(digits)


def member(kind: type[Member], text: str) -> Member:
    """One of a vocabulary.

    Raises:
        UnreadableError: nobody has called it so.
    """
    found = meant(kind, text)
    if found is None:
        values = ", ".join(one.value for one in kind)
        raise UnreadableError(
            _("We do not know “%(text)s”. Use: %(values)s.", text=text, values=values)
        )
    return found


def languages(text: str, week: Week) -> tuple[str, ...]:
    """The tags of languages, in the order given.

    Raises:
        UnreadableError: one of them is no language.
    """
    words = [one for one in re.split(r"[;,、，；/|&+\n]", text) if one.strip()]
    return tuple(dict.fromkeys(language(word, week) for word in words))


def language(word: str, week: Week) -> str:
    """The tag of one language, as the week writes it where it speaks it.

    Raises:
        UnreadableError: it is no language.
    """
    known = (*week.languages, "en", "zh-Hans", *LANGUAGE_WORDS)
    tag = matching_tag(word, known) or _tag_of_word(word)
    if tag is None:
        raise UnreadableError(
            _("“%(text)s” is no language. Write a tag: en, zh-Hans, fr.", text=word)
        )
    return tag


def link(text: str) -> str:
    """An address on the web.

    Raises:
        UnreadableError: it is none.
    """
    if not re.fullmatch(r"https?://[^\s<>\"]+", text) or len(text) > LONGEST_LINK:
        raise UnreadableError(
            _("“%(text)s” is no link. It begins with https://.", text=text[:60])
        )
    return text


def tag_by_letters(text: str, tags: Sequence[str]) -> str:
    """In which of the week's languages a text is, as far as its letters tell."""
    scripts = {"zh": "CJK", "ru": "CYRILLIC", "ja": "HIRAGANA", "ko": "HANGUL"}
    for tag in tags:
        script = scripts.get(tag.partition("-")[0])
        if script and any(unicodedata.name(one, "").startswith(script) for one in text):
            return tag
    latin = [tag for tag in tags if tag.partition("-")[0] not in scripts]
    return latin[0] if latin else tags[0]


def offer_hours(text: str) -> int:
    """How many hours an offer lasts.

    Raises:
        UnreadableError: it is no such number.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    hours = int(plain[:9]) if plain.isascii() and plain.isdigit() else 0
    if not 1 <= hours <= LONGEST_OFFER:
        raise UnreadableError(
            _("“%(text)s” is no number of hours. Write 24.", text=text)
        )
    return hours


def wait_minutes(text: str) -> int:
    """How long before the start nobody is promoted any more."""
    minutes = count(text)
    if minutes is None or minutes > LONGEST_WAIT:
        raise UnreadableError(_("“%(text)s” are no minutes. Write 30.", text=text))
    return minutes


def yes(text: str) -> bool:
    """Yes or no.

    Raises:
        UnreadableError: it is neither.
    """
    said = yes_or_no(text)
    if said is None:
        raise UnreadableError(
            _("“%(text)s” is neither yes nor no. Write yes or no.", text=text)
        )
    return said


def span(text: str) -> tuple[str, str]:
    """The two hours in 09:00–11:00; the second one may be missing."""
    parts = SPAN.split(text.strip())
    is_two = len(parts) == 2 and len(text) < 20  # noqa: PLR2004 - no day before them
    return (parts[0], parts[1]) if is_two and parts[0] else (text, "")


def day_numbers(plain: str) -> tuple[int, int, int] | None:
    """Year, month and day of a text that is one day; None for any other text."""
    if found := ISO_DAY.match(plain):
        rest = plain[found.end() :].strip(" t")
        is_day = not rest or rest in {"00:00", "00:00:00"} or not rest[0].isdigit()
        return (int(found[1]), int(found[2]), int(found[3])) if is_day else None
    if found := EURO_DAY.fullmatch(plain):
        return int(found[3]), int(found[2]), int(found[1])
    if found := SLASH_DAY.fullmatch(plain):
        one, other, year = int(found[1]), int(found[2]), int(found[3])
        if one <= NOON and other <= NOON and one != other:
            raise UnreadableError(
                _("“%(text)s” could be two days. Write 2027-03-09.", text=plain)
            )
        return (year, other, one) if one > NOON else (year, one, other)
    for pattern, places in ((WORD_DAY, (3, 2, 1)), (US_DAY, (3, 1, 2))):
        found = pattern.fullmatch(plain)
        if found and found[places[1]][:3] in MONTHS:
            month = MONTHS.index(found[places[1]][:3]) + 1
            return int(found[places[0]]), month, int(found[places[2]])
    return None


def _tag_of_word(word: str) -> str | None:
    plain = word.strip()
    if TAG.fullmatch(plain):
        return plain
    wanted = folded(plain)
    for locale in ("en", "zh_Hans"):
        for code, name in Locale.parse(locale).languages.items():
            if folded(name) == wanted:
                return str(code).replace("_", "-")
    return None
