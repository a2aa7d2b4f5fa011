"""The list of a coach on paper, to tick where there is no phone; and as a table."""

import logging
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.coaches.queries.manifests import Load, stops_of
from eventapp.kernel import i18n
from eventapp.kernel.codes import show_number
from eventapp.kernel.i18n import day_in_words
from eventapp.programme.models.events import Event
from eventapp.typesetting import press
from eventapp.typesetting.texts import named, tagged

log = logging.getLogger(__name__)

TEMPLATE = Path(__file__).parent / "typst" / "manifest.typ"
MOST_STOPS = 6  # columns to tick


def pdf(event: Event, load: Load, now: datetime) -> bytes:
    """The list for A4, in the reader's language: a box to tick at each stop."""
    return press.document(TEMPLATE, content(event, load, now), on_boxed=_boxed)


def content(event: Event, load: Load, now: datetime) -> dict[str, Any]:
    """What stands on the list, as manifest.typ wants it."""
    zone = event.week.tzinfo
    starts = event.starts_at.astimezone(zone)
    printed = now.astimezone(zone)
    expected = load.expected
    return {
        "lang": i18n.spoken().tag.partition("-")[0],
        "week": _said(str(event.week.name)),
        "title": _said(f"{load.coach.name} \N{MIDDLE DOT} {event.title}"),
        "facts": [
            _said(f"{day_in_words(starts.date())}, {starts:%H:%M}"),
            _said(ngettext("%(num)d person", "%(num)d people", len(expected))),
        ],
        "foot": _said(
            _(
                "Printed %(instant)s",
                instant=f"{day_in_words(printed.date())}, {printed:%H:%M}",
            )
        ),
        "heads": [_said(one) for one in (_("No."), _("Name"), _("Institution"))],
        "stops": [_said(str(one.name)) for one in stops_of(event)[:MOST_STOPS]],
        "rows": [
            {
                "number": show_number(one.number),
                "names": named(one.name),
                "institution": _said(str(one.institution or "")),
            }
            for one in expected
        ],
    }


def table_head() -> list[str]:
    """The heads of the file for spreadsheets."""
    return [
        _("Coach"),
        _("No."),
        _("Name"),
        _("Name in own script"),
        _("Institution"),
        _("Comes along"),
        _("On board"),
    ]


def table_rows(event: Event, load: Load) -> Iterator[list[Any]]:
    """The lines of one coach, as it stands now."""
    zone = event.week.tzinfo
    for one in load.riders:
        at = one.counted_at.astimezone(zone) if one.counted_at else None
        yield [
            str(load.coach.name),
            show_number(one.number),
            one.name.latin,
            one.name.native or "",
            str(one.institution or ""),
            _("Yes") if one.is_expected else _("No"),
            f"{at:%Y-%m-%d %H:%M}" if at and one.is_on_board else "",
        ]


def _said(text: str) -> dict[str, Any]:
    return tagged(text, i18n.spoken().tag)


def _boxed(letters: frozenset[str]) -> None:
    log.warning("no font of ours has: %s", " ".join(sorted(letters)))
