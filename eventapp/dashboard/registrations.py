"""Registrations: the table of delegates, and the file for spreadsheets."""

from dataclasses import replace
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.dashboard import service
from eventapp.dashboard.forms.people import DelegateFilter
from eventapp.dashboard.office import bp
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
from eventapp.selection.asked import asked_choice
from eventapp.selection.choosing import ORDERS, Choice
from eventapp.selection.queries import delegates
from eventapp.selection.queries.counting import MOST
from eventapp.selection.queries.delegates import Delegate
from eventapp.web.addresses import here, neighbours, page_number
from eventapp.web.filters import listing, weekday
from eventapp.web.tables import csv_answer


@bp.get("/<slug>/registrations")
@requires(Right.MANAGE)
def registrations(slug: str) -> ResponseReturnValue:
    """The table of delegates, searched in either script from one character."""
    week = week_at(slug)
    page = page_number()
    form = DelegateFilter(request.args).offer(territories())
    choice = asked_choice()
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
    choice = replace(asked_choice(), keys=())
    rows, _total = delegates.page_of(week, choice, most=MOST)
    name = f"registrations-{week.slug}.csv"
    after = {"number": len(rows)}
    service.keep(signed_in(), "registrations.exported", name, week, after=after)
    return csv_answer(name, [_head(), *map(_cells, rows)])


def _chosen(form: DelegateFilter, choice: Choice) -> list[dict[str, str]]:
    labels = dict(form.territory.choices or ())
    chosen = []
    if choice.words:
        chosen.append({"text": choice.words, "href": here(q=None, page=None)})
    for status in choice.statuses:
        words = status_word(status)
        chosen.append({"text": words, "href": here(status=None, page=None)})
    for territory in choice.territories:
        words = labels.get(territory, territory)
        chosen.append({"text": words, "href": here(territory=None, page=None)})
    for day in choice.days:
        words = _("Sent on %(day)s", day=weekday(day))
        chosen.append({"text": words, "href": here(day=None, page=None)})
    return chosen


def _heads(choice: Choice) -> dict[str, dict[str, Any]]:
    heads = {}
    for name in ORDERS:
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
