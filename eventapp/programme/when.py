"""Days in words, as exactly as they are known; languages by their names."""

from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from flask_babel import gettext as _

from eventapp.kernel import i18n
from eventapp.kernel.dates import DatePrecision, KnownDate

DASH = "\N{EN DASH}"


def known_days(held: KnownDate) -> str:
    """8–12 March 2027, March 2022, or from 27 March 2024."""
    if held.precision is DatePrecision.MONTH:
        return _format(held.first, "MMMM y", "y年M月")
    if held.precision is DatePrecision.START and held.last is None:
        return _("From %(day)s", day=_whole(held.first))
    if held.last is None or held.last == held.first:
        return _whole(held.first)
    days = _span(held.first, held.last)
    if held.precision is DatePrecision.RANGE:
        return _("One day of %(days)s", days=days)
    return days


def language_name(tag: str) -> str:
    """A language in the reader's words; its tag where nobody has a word for it."""
    try:
        chosen = Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        return tag
    name = Locale.parse(i18n.spoken().locale).languages.get(chosen.language)
    return name or tag


def long_day(on: date) -> str:
    """A day with its whole weekday, without the year: Tuesday 9 November."""
    return _format(on, "EEEE d MMMM", "M月d日 EEEE")


def _is_chinese() -> bool:
    return i18n.spoken().locale.startswith("zh")


def _format(day: date, latin: str, chinese: str) -> str:
    pattern = chinese if _is_chinese() else latin
    return format_date(day, pattern, locale=i18n.spoken().locale)


def _whole(day: date) -> str:
    return _format(day, "d MMMM y", "y年M月d日")


def _span(first: date, last: date) -> str:
    same_year = first.year == last.year
    same_month = same_year and first.month == last.month
    if _is_chinese():
        shape = "d日" if same_month else "M月d日" if same_year else "y年M月d日"
        return f"{_whole(first)}至{_format(last, '', shape)}"
    if same_month:
        return f"{first.day}{DASH}{_whole(last)}"
    begins = _format(first, "d MMMM", "") if same_year else _whole(first)
    return f"{begins} {DASH} {_whole(last)}"
