"""What templates show: texts, times, numbers."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from typing import Any, Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal
from flask import Flask, g
from flask_babel import gettext as _
from markupsafe import Markup, escape

from eventapp.kernel import i18n
from eventapp.kernel.i18n import Localised, day_in_words

Style = Literal["standard", "or"]
A_WEEK = timedelta(days=6)  # after it, the name of a day says nothing
DASH = "\N{EN DASH}"
HAN = re.compile(r"([\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+)")


def init_app(app: Flask) -> None:
    """Give the templates their filters."""
    times = (clock, day, weekday, instant, period, hours, iso)
    for shown in (local, tagged, plain, listing, sentences, paragraph, number, *times):
        app.jinja_env.filters[shown.__name__] = shown


def local(text: Localised | str | None) -> Markup:
    """A text in the reader's language, tagged when it is in another one."""
    if text is None:
        return Markup()
    if isinstance(text, str):
        return escape(text)
    tag, chosen = text.chosen(i18n.spoken().tag)
    if tag == i18n.spoken().tag or not chosen:
        return escape(chosen)
    return Markup('<span lang="{}">{}</span>').format(tag, chosen)


def tagged(sentence: str) -> Markup:
    """A sentence of ours; Chinese names in it are tagged for other readers."""
    if i18n.spoken().locale.startswith("zh"):
        return escape(sentence)
    han = Markup('<span lang="zh-Hans">{}</span>')
    pieces = enumerate(HAN.split(sentence))  # every other one is Chinese
    return Markup().join(han.format(one) if n % 2 else one for n, one in pieces)


def plain(text: Localised | str | None) -> str:
    """A text without markup, for titles and attributes."""
    return "" if text is None else str(text)


def listing(words: Iterable[object]) -> str:
    """Words in a row, with the comma of the reader's language."""
    return _row(words, lambda one, other: _("%(one)s, %(other)s", one=one, other=other))


def together(words: Iterable[object], style: Style = "standard") -> str:
    """Words inside a sentence, with “and” or “or” as the reader's language has it."""
    said = [str(word) for word in words if word]
    return format_list(said, style, locale=i18n.spoken().locale)


def sentences(said: Iterable[object]) -> str:
    """Sentences in a row, with the full stop of the reader's language."""
    return _row(said, lambda one, other: _("%(one)s. %(other)s", one=one, other=other))


def paragraph(said: Iterable[str | None]) -> Markup:
    """Whole sentences, one after the other; between Chinese ones there is no space."""
    between = Markup() if i18n.spoken().locale.startswith("zh") else Markup(" ")
    return between.join(one for one in said if one)


def _row(words: Iterable[object], join: Callable[[str, str], str]) -> str:
    said = [str(word) for word in words if word]
    return reduce(join, said) if said else ""


def clock(at: datetime, zone: ZoneInfo | None = None) -> Markup:
    """The hour in the week's zone: 09:30."""
    return _time(at, _wall(at, zone).strftime("%H:%M"))


def day(on: date | datetime, zone: ZoneInfo | None = None) -> Markup:
    """The day in words: Tue 9 Nov 2027."""
    if isinstance(on, datetime):
        return _time(on, day_in_words(_wall(on, zone).date()))
    return Markup('<time datetime="{}">{}</time>').format(
        on.isoformat(), day_in_words(on)
    )


def weekday(on: date) -> str:
    """The day, short: Tue 9 Nov."""
    if i18n.spoken().locale.startswith("zh"):
        return format_date(on, "M月d日 E", locale="zh_Hans")
    return format_date(on, "E d MMM", locale=i18n.spoken().locale)


def instant(at: datetime, zone: ZoneInfo | None = None) -> Markup:
    """The day and the hour in the week's zone."""
    wall = _wall(at, zone)
    words = _("%(day)s, %(time)s", day=day_in_words(wall.date()), time=f"{wall:%H:%M}")
    return _time(at, words)


def period(begins: datetime, ends: datetime, zone: ZoneInfo | None = None) -> Markup:
    """From when to when: 09:30–11:00, with the second day where it is another."""
    one, two = _wall(begins, zone), _wall(ends, zone)
    if one.date() == two.date():
        return Markup("{}{}{}").format(clock(begins, zone), DASH, clock(ends, zone))
    return Markup("{} {} {}").format(clock(begins, zone), DASH, instant(ends, zone))


def hours(begins: datetime, ends: datetime, zone: ZoneInfo | None = None) -> Markup:
    """The same below a heading with its day: 22:00 – Sat 01:00."""
    one, two = _wall(begins, zone), _wall(ends, zone)
    if one.date() == two.date() or two - one >= A_WEEK:
        return period(begins, ends, zone)
    name = format_date(two, "E", locale=i18n.spoken().locale)
    words = _("%(day)s %(time)s", day=name, time=f"{two:%H:%M}")
    return Markup("{} {} {}").format(clock(begins, zone), DASH, _time(ends, words))


def number(value: float) -> str:
    """A number, grouped as the language does."""
    return format_decimal(value, locale=i18n.spoken().locale)


def iso(at: datetime) -> str:
    """An instant for machines."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _wall(at: datetime, zone: ZoneInfo | None) -> datetime:
    chosen: Any = zone or g.get("zone") or UTC
    try:
        return at.astimezone(chosen)
    except OverflowError:  # the first and the last day of all, in other zones
        return at


def _time(at: datetime, words: str) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(iso(at), words)
