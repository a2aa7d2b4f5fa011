"""The rooming list as a hotel gets it: on paper, and as a table."""

import logging
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.arrivals.models.stays import Hotel, RoomingList
from eventapp.arrivals.rooming import Facts, Mark, Row
from eventapp.arrivals.words import mark_tag, payer_word, room_word
from eventapp.kernel import i18n
from eventapp.kernel.i18n import day_in_words
from eventapp.registration.models.registrations import Registration
from eventapp.typesetting import press
from eventapp.typesetting.texts import named, tagged
from eventapp.web.filters import weekday

log = logging.getLogger(__name__)

TEMPLATE = Path(__file__).parent / "typst" / "rooming.typ"
Text = dict[str, Any]


def pdf(
    hotel: Hotel, rows: Sequence[Row], sent: RoomingList | None, now: datetime
) -> bytes:
    """The list for A4 landscape, in the reader's language."""
    return press.document(TEMPLATE, content(hotel, rows, sent, now), on_boxed=_boxed)


def content(
    hotel: Hotel, rows: Sequence[Row], sent: RoomingList | None, now: datetime
) -> dict[str, Any]:
    """What stands on the list, as rooming.typ wants it."""
    printed = now.astimezone(hotel.week.tzinfo)
    since = (
        _(
            "Changes since %(instant)s are in bold.",
            instant=_instant(sent.sent_at.astimezone(hotel.week.tzinfo)),
        )
        if sent
        else ""
    )
    address = str(hotel.address) if hotel.address else ""
    facts = [address, hotel.phone or "", _sum(rows), since]
    return {
        "lang": i18n.spoken().tag.partition("-")[0],
        "week": _said(str(hotel.week.name)),
        "title": _said(_("Rooming list: %(hotel)s", hotel=hotel.name)),
        "facts": [_said(one) for one in facts if one],
        "foot": _said(_("Printed %(instant)s", instant=_instant(printed))),
        "heads": [_said(word) for word in heads()],
        "rows": [_cells(number, row) for number, row in enumerate(rows, start=1)],
    }


def heads() -> list[str]:
    """The heads of the columns on paper."""
    return [
        _("No."),
        _("Guest"),
        _("Nights"),
        _("Room"),
        _("Shares with"),
        _("Arrives"),
        _("Wishes, accompanying persons"),
        _("Changed"),
    ]


def table_head() -> list[str]:
    """The heads of the file for spreadsheets."""
    return [
        _("No."),
        _("Guest"),
        _("Name in own script"),
        _("Institution"),
        _("First night"),
        _("Day of departure"),
        _("Nights"),
        _("Room"),
        _("Shares with"),
        _("People"),
        _("Accompanying persons"),
        _("Arrives"),
        _("Late arrival"),
        _("Wishes"),
        _("Who pays"),
        _("Confirmation number"),
        _("Changed"),
    ]


def table_rows(rows: Iterable[Row]) -> list[list[Any]]:
    """The lines of the file: days as days, numbers as numbers."""
    return [_file_cells(number, row) for number, row in enumerate(rows, start=1)]


def _file_cells(number: int, row: Row) -> list[Any]:
    person, facts, stay = row.registration, row.facts, row.guest and row.guest.stay
    mate = stay.shares_with if stay else None
    return [
        number,
        person.name.latin or _to_come(person),
        person.name.native or "",
        person.institution_name,
        facts.check_in,
        facts.check_out,
        row.nights,
        room_word(facts.room),
        str(mate.name) if mate else "",
        facts.people,
        "; ".join(str(one.name) for one in row.companions),
        f"{row.arrives_at:%Y-%m-%d %H:%M}" if row.arrives_at else "",
        _("Yes") if row.is_late else "",
        facts.wishes or "",
        payer_word(stay.payer) if stay else "",
        (stay.confirmation or "") if stay else "",
        "" if row.mark is Mark.SAME else mark_tag(row.mark)[1],
    ]


def _cells(number: int, row: Row) -> list[dict[str, Any]]:
    person, facts = row.registration, row.facts
    is_gone = row.mark is Mark.GONE
    before = row.before if row.mark is Mark.CHANGED else None
    stay = row.guest.stay if row.guest else None
    mate = stay.shares_with if stay else None
    at = row.arrives_at
    arrives = [f"{weekday(at.date())}, {at:%H:%M}"] if at else []
    if row.is_late:
        arrives.append(_("Late arrival"))
    nights = [
        f"{weekday(facts.check_in)} \N{EN DASH} {weekday(facts.check_out)}",
        ngettext("%(num)d night", "%(num)d nights", row.nights),
    ]
    more = [facts.wishes or "", *(f"+ {one.name}" for one in row.companions)]
    changed = {
        2: before and _stayed(before) != _stayed(facts),
        3: before and before.room != facts.room,
        4: before and before.shares_with_id != facts.shares_with_id,
        6: before and (before.wishes, before.people) != (facts.wishes, facts.people),
    }
    texts = [
        [_said(str(number))],
        [*_names(person), _said(person.institution_name)],
        [_said(one) for one in nights],
        [_said(room_word(facts.room))],
        _names(mate) if mate else [],
        [_said(one) for one in arrives],
        [_said(one) for one in more if one],
        [] if row.mark is Mark.SAME else [_said(mark_tag(row.mark)[1])],
    ]
    is_new = row.mark is Mark.NEW
    return [
        {
            "texts": [one for one in said if one["text"]],
            "strong": is_new or bool(changed.get(column)) or column == len(texts) - 1,
            "struck": is_gone and column < len(texts) - 1,
        }
        for column, said in enumerate(texts)
    ]


def _stayed(facts: Facts) -> tuple[date, date]:
    return facts.check_in, facts.check_out


def _names(person: Registration) -> list[Text]:
    if not person.is_named:
        return [_said(_to_come(person))]
    return named(person.name)


def _to_come(person: Registration) -> str:
    return person.to_be_named or _("To be named")


def _sum(rows: Sequence[Row]) -> str:
    here = [row for row in rows if row.guest]
    return ngettext(
        "%(num)d guest", "%(num)d guests", sum(r.facts.people for r in here)
    )


def _said(text: str) -> Text:
    return tagged(text, i18n.spoken().tag)


def _instant(at: datetime) -> str:
    return _("%(day)s, %(time)s", day=day_in_words(at.date()), time=f"{at:%H:%M}")


def _boxed(letters: frozenset[str]) -> None:
    log.warning("rooming list: no shape for %s", " ".join(sorted(letters)))
