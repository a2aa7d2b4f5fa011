"""What a letter must be warned of, and when it is forgotten."""

import calendar
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from eventapp.kernel.names import PersonName, searchable
from eventapp.kernel.wall import midnight
from eventapp.letters.vocabulary import LetterField, Warned
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration

MONTHS_NEEDED = 6  # most authorities want a passport that lasts as long after the stay


def warnings_about(
    answers: Mapping[LetterField, str], registration: Registration
) -> Iterator[Warned]:
    """What the office should look at, told while the answers are typed."""
    ends = answers.get(LetterField.PASSPORT_EXPIRES_ON)
    if ends and ends_too_soon(date.fromisoformat(ends), registration.week):
        yield Warned.PASSPORT_SHORT
    name = answers.get(LetterField.NAME)
    if name and not names_agree(name, registration.name):
        yield Warned.NAME_DIFFERS
    if days_differ(answers, registration):
        yield Warned.DAYS_DIFFER


def ends_too_soon(expires_on: date, week: Week) -> bool:
    """Whether a passport ends within six months of the week's last day."""
    return expires_on < months_later(week.held.latest, MONTHS_NEEDED)


def names_agree(typed: str, name: PersonName) -> bool:
    """Whether two Latin names have the same words, in any order.

    `WANG, XIAO-MING` is `Xiaoming Wang`: passports put the family name first, and
    write marks and hyphens as they like.
    """
    given, known = _words(typed), _words(name.latin)
    if not known:
        return True
    return given == known or _joined(given) == _joined(known)


def days_differ(answers: Mapping[LetterField, str], registration: Registration) -> bool:
    """Whether the stay in the letter is not the one in the registration."""
    pairs = (
        (answers.get(LetterField.ARRIVES_ON), registration.arrives_on),
        (answers.get(LetterField.DEPARTS_ON), registration.departs_on),
    )
    return any(typed and known and typed != known.isoformat() for typed, known in pairs)


def forgotten_at(week: Week, keep_days: int) -> datetime:
    """When the purpose of all letters of a week has ended: so many days after it."""
    return midnight(week.held.latest + timedelta(days=keep_days + 1), week.tzinfo)


def months_later(day: date, months: int) -> date:
    """The same day some months later, or the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _words(name: str) -> list[str]:
    bare = searchable(name.replace("-", "").replace("'", "").replace("’", ""))
    return sorted("".join(s if s.isalnum() else " " for s in bare).split())


def _joined(words: list[str]) -> list[str]:
    """All letters, for names that one paper writes in one word and another in two."""
    return sorted("".join(words))
