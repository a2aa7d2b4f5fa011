"""The journal of a week: who did what to whom, when and from where; as a file too."""

from collections.abc import Sequence
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts import queries as accounts
from eventapp.accounts.access import may, requires, signed_in
from eventapp.accounts.taking import note_taken
from eventapp.accounts.vocabulary import Right
from eventapp.dashboard.field_words import field_word
from eventapp.dashboard.forms.journal import AREAS, WITHOUT_ACCOUNT, JournalFilter
from eventapp.dashboard.office import bp
from eventapp.dashboard.value_words import value_word
from eventapp.dashboard.words import action_word
from eventapp.journal.models import Entry
from eventapp.journal.queries import Wanted, actors_of, all_entries_of, entries_of
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.web.addresses import here, neighbours, page_number, searched
from eventapp.web.forms import as_uuid
from eventapp.web.tables import csv_answer

MOST_IN_FILE = 20_000


@bp.get("/<slug>/journal")
@requires(Right.MANAGE)
def journal(slug: str) -> ResponseReturnValue:
    """Who did what, when; the newest first."""
    week = week_at(slug)
    page = page_number()
    form, wanted, names = _asked(week)
    rows, has_more = entries_of(
        week.id, wanted, everywhere=may(Right.MANAGE), own=signed_in().id, page=page
    )
    return render_template(
        "dashboard/journal.html",
        week=week,
        rows=rows,
        page=page,
        pages=neighbours(page, has_more=has_more),
        filter=form,
        chosen=_chosen(form, wanted, names),
        is_everything=wanted.is_everything,
        kept={name: value for name, value in request.args.items() if value},
        here=here,
    )


@bp.post("/<slug>/journal.csv")
@requires(Right.MANAGE)
def export_journal(slug: str) -> ResponseReturnValue:
    """The same lines as a file for a spreadsheet; the journal keeps who took it."""
    week, by = week_at(slug), signed_in()
    _form, wanted, _names = _asked(week)
    rows = all_entries_of(
        week.id,
        wanted,
        most=MOST_IN_FILE,
        everywhere=may(Right.MANAGE),
        own=by.id,
    )
    cells = [_cells(one, week) for one in rows]
    name = f"journal-{week.slug}.csv"
    note_taken("journal.exported", name, len(cells), by=by, week_id=week.id)
    head = [
        _("When"),
        _("Who"),
        _("What"),
        _("About"),
        _("Before and after"),
        _("From where"),
        _("Device"),
    ]
    return csv_answer(name, [head, *cells])


def _asked(week: Week) -> tuple[JournalFilter, Wanted, dict[UUID, str]]:
    acted = actors_of(week.id)
    names = {one.id: one.name for one in accounts.accounts() if one.id in acted}
    form = JournalFilter(request.args).offer(names.items())
    subject = as_uuid(request.args.get("subject"))
    return form, form.wanted(week, searched(), subject), names


def _chosen(
    form: JournalFilter, wanted: Wanted, names: dict[UUID, str]
) -> list[dict[str, str]]:
    """The filters in words, each with the address without it."""
    who = names.get(wanted.actor_id) if wanted.actor_id else None
    said = {
        "q": wanted.words,
        "who": who or str(WITHOUT_ACCOUNT.get(wanted.actor, "")),
        "area": str(AREAS[form.area.data][0]) if wanted.areas else "",
        "since": _("from %(day)s", day=form.since.data) if wanted.since else "",
        "until": _("to %(day)s", day=form.until.data) if wanted.until else "",
        "subject": _("about one person or thing") if wanted.subject_id else "",
    }
    return [
        {"text": text, "href": here(**{name: None, "page": None})}
        for name, text in said.items()
        if text
    ]


def _cells(entry: Entry, week: Week) -> Sequence[object]:
    return (
        entry.at.astimezone(week.tzinfo).strftime("%Y-%m-%d %H:%M:%S"),
        entry.actor,
        action_word(entry.action),
        entry.subject,
        _difference(entry),
        entry.whence or "",
        entry.device or "",
    )


def _difference(entry: Entry) -> str:
    """Before and after in one cell: `Places: 10 → 20; Title: …`."""
    details = entry.details
    before, after = details.get("before"), details.get("after")
    if isinstance(before, dict) or isinstance(after, dict):
        one = before if isinstance(before, dict) else {}
        other = after if isinstance(after, dict) else {}
        names = dict.fromkeys([*one, *other])
        return "; ".join(_said(name, one, other) for name in names)
    if before is not None or after is not None:
        return f"{value_word(before)} → {value_word(after)}"
    return str(details.get("reason", ""))


def _said(name: str, before: dict[str, object], after: dict[str, object]) -> str:
    new = _plain(after.get(name), name)
    if name not in before:
        return f"{field_word(name)}: {new}"
    return f"{field_word(name)}: {_plain(before[name], name)} → {new}"


def _plain(value: object, name: str) -> str:
    said = value_word(value, name)
    return said.striptags() if hasattr(said, "striptags") else str(said)
