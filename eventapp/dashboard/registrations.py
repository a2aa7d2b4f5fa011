"""Registrations: the table of delegates, and the file for spreadsheets."""

from datetime import date
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.dashboard import service
from eventapp.dashboard.forms.people import DelegateFilter
from eventapp.dashboard.office import bp
from eventapp.dashboard.queries import delegates
from eventapp.dashboard.queries.delegates import Choice, Delegate
from eventapp.institutions.queries import territories
from eventapp.kernel.codes import show_reference
from eventapp.programme.access import week_at
from eventapp.registration.vocabulary import RegistrationStatus
from eventapp.registration.words import (
    access_word,
    delegate_word,
    diet_word,
    status_word,
)
from eventapp.web.addresses import here, neighbours, page_number, searched
from eventapp.web.filters import listing, weekday
from eventapp.web.tables import csv_answer


@bp.get("/<slug>/registrations")
@requires(Right.MANAGE)
def registrations(slug: str) -> ResponseReturnValue:
    """The table of delegates, searched in either script from one character."""
    week = week_at(slug)
    page = page_number()
    form = DelegateFilter(request.args).offer(territories())
    choice = choice_of(form)
    rows, total = delegates.page_of(week, choice, page)
    return render_template(
        "dashboard/registrations.html",
        week=week,
        rows=rows,
        total=total,
        page=page,
        size=delegates.PAGE,
        pages=neighbours(page, has_more=page * delegates.PAGE < total),
        filter=form,
        choice=choice,
        chosen=_chosen(form, choice),
        everything=url_for(".registrations", slug=slug),
        heads=_heads(choice),
        kept={name: value for name, value in request.args.items() if value},
        confirmed=RegistrationStatus.CONFIRMED,
    )


@bp.post("/<slug>/registrations.csv")
@requires(Right.MANAGE)
def export_registrations(slug: str) -> ResponseReturnValue:
    """The same table as a file for a spreadsheet; the journal keeps who took it."""
    week = week_at(slug)
    choice = choice_of(DelegateFilter(request.form).offer(territories()))
    rows, _total = delegates.page_of(week, choice, most=delegates.EXPORTED)
    name = f"registrations-{week.slug}.csv"
    after = {"number": len(rows)}
    service.keep(signed_in(), "registrations.exported", name, week, after=after)
    return csv_answer(name, [_head(), *map(_cells, rows)])


def choice_of(form: DelegateFilter) -> Choice:
    """Which registrations a filter means."""
    values = request.values
    order = values.get("sort", "number").removeprefix("-")
    codes = {value for value, _words in form.territory.choices or ()}
    code = form.territory.data if form.territory.data in codes else ""
    return Choice(
        words=searched(),
        status=form.chosen_status,
        territory=code or None,
        day=_day(values.get("day", "")),
        order=order if order in delegates.ORDERS else "number",
        descending=values.get("sort", "").startswith("-"),
    )


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1990 <= day.year <= 2100 else None  # noqa: PLR2004 - plausible years


def _chosen(form: DelegateFilter, choice: Choice) -> list[dict[str, str]]:
    labels = dict(form.territory.choices or ())
    chosen = []
    if choice.words:
        chosen.append({"text": choice.words, "href": here(q=None, page=None)})
    if choice.status:
        words = status_word(choice.status)
        chosen.append({"text": words, "href": here(status=None, page=None)})
    if choice.territory:
        words = labels[choice.territory]
        chosen.append({"text": words, "href": here(territory=None, page=None)})
    if choice.day:
        words = _("Sent on %(day)s", day=weekday(choice.day))
        chosen.append({"text": words, "href": here(day=None, page=None)})
    return chosen


def _heads(choice: Choice) -> dict[str, dict[str, Any]]:
    heads = {}
    for name in delegates.ORDERS:
        is_present = name == choice.order
        falls = is_present and not choice.descending
        heads[name] = {
            "href": here(sort=f"-{name}" if falls else name, page=None),
            "order": (
                None
                if not is_present
                else "descending"
                if choice.descending
                else "ascending"
            ),
        }
    return heads


def _head() -> list[str]:
    return [
        _("Number"),
        _("Reference"),
        _("Status"),
        _("Name"),
        _("Name in own script"),
        _("Institution"),
        _("Country or region"),
        _("Role"),
        _("Position"),
        _("E-mail"),
        _("Phone"),
        _("Arrives"),
        _("Leaves"),
        _("Visa letter"),
        _("Diet"),
        _("Diet, note"),
        _("Access"),
        _("Access, note"),
        _("Note of the office"),
        _("Places"),
        _("Here"),
        _("Accompanies (reference)"),
    ]


def _cells(row: Delegate) -> list[object]:
    one = row.registration
    told = one if row.agrees else None  # food and access: by an own consent only
    return [
        one.number,
        show_reference(one.reference),
        status_word(one.status),
        one.name.latin,
        one.name.native,
        one.institution_name,
        str(one.territory.label) if one.territory else "",
        delegate_word(one.kind),
        one.position,
        one.address,
        one.phone,
        one.arrives_on,
        one.departs_on,
        {True: _("Yes"), False: _("No"), None: ""}[one.needs_visa_letter],
        diet_word(told.diet) if told else "",
        told.diet_note if told else "",
        listing(access_word(need) for need in told.access) if told else "",
        told.access_note if told else "",
        one.note,
        row.places,
        _("Yes") if row.is_here else _("No"),
        show_reference(row.accompanies) if row.accompanies else "",
    ]
