"""The table of delegates: filters, columns, saved views."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.letters.words import letter_status_word
from eventapp.programme.access import row_at, week_at
from eventapp.programme.models.weeks import Week
from eventapp.registration.vocabulary import RegistrationStatus
from eventapp.registration.words import status_word
from eventapp.selection.asked import address_of, asked_choice
from eventapp.selection.choosing import ORDERS, Choice
from eventapp.selection.chosen import chosen_words
from eventapp.selection.forms import FilterForm, ViewForm
from eventapp.selection.models import SavedView
from eventapp.selection.office import bp
from eventapp.selection.queries.counting import counts_by_status
from eventapp.selection.queries.delegates import PAGE, page_of
from eventapp.selection.queries.offered import offered
from eventapp.selection.queries.tags import views_for
from eventapp.selection.service.tagging import remove_view as forget
from eventapp.selection.service.tagging import save_view as keep
from eventapp.selection.vocabulary import Column, DeedKind
from eventapp.selection.words import COLUMNS, DEEDS
from eventapp.web.addresses import neighbours, page_number
from eventapp.web.filters import number as shown

HERE = "selection.registrations"
USUAL = (
    Column.INSTITUTION,
    Column.STATUS,
    Column.EVENTS,
    Column.HERE,
    Column.NUMBER,
    Column.SUBMITTED,
)
# Columns by which the table can be sorted, with the names of these orders.
SORTED = {
    Column.NUMBER: "number",
    Column.INSTITUTION: "institution",
    Column.TERRITORY: "territory",
    Column.STATUS: "status",
    Column.KIND: "kind",
    Column.ARRIVES: "arrives",
    Column.SUBMITTED: "submitted",
}
NUMBERS = frozenset({Column.NUMBER, Column.EVENTS})
LATER = frozenset(
    {Column.INSTITUTION, Column.EVENTS, Column.SUBMITTED, Column.TAGS}
)  # these leave a narrow page first
OUTWARD = (  # pages of others to which the same people can be handed
    ("write", lazy_gettext("Write to them")),
    ("badges", lazy_gettext("Print badges")),
    ("export", lazy_gettext("Export")),
)
HELD_BY_SELECTS = ("institution", "delegation", "event", "arrives")


@bp.get("/<slug>/registrations")
@requires(Right.MANAGE)
def registrations(slug: str) -> ResponseReturnValue:
    """The table of delegates, searched in either script from one character."""
    week = week_at(slug)
    page = page_number()
    choice, columns = asked_choice(), columns_asked()
    rows, total = page_of(week, choice, page)
    known = offered(week)
    more = {} if columns == USUAL else {"column": [one.value for one in columns]}
    values = MultiDict(_shown(choice))
    values.setlist("column", [one.value for one in columns])
    return render_template(
        "selection/registrations.html",
        week=week,
        rows=rows,
        total=total,
        page=page,
        size=PAGE,
        pages=neighbours(page, has_more=page * PAGE < total),
        filter=FilterForm(values).offer(week, known),
        is_filtered=not choice.is_everybody,
        kept=choice.parameters(),
        held=_held(choice),
        chosen=chosen_words(week, choice, known, **more),
        everything=address_of(HERE, Choice(), slug=slug, **more),
        columns=columns,
        words=COLUMNS,
        heads=_heads(week, choice, more),
        numbers=NUMBERS,
        later=LATER,
        letter_word=letter_status_word,
        views=[
            (view, _address(week, view), view.owner_id == signed_in().id)
            for view in views_for(week, signed_in().id)
        ],
        view_form=ViewForm(formdata=None),
        deeds=_deeds(week),
        outward=OUTWARD,
        states=_states(week, choice, more),
        confirmed=RegistrationStatus.CONFIRMED,
    )


@bp.post("/<slug>/registrations/views")
@requires(Right.MANAGE)
def save_view(slug: str) -> ResponseReturnValue:
    """Keep what is filtered, and its columns, under a name."""
    week = week_at(slug)
    form, choice, columns = ViewForm(), asked_choice(), columns_asked()
    if not form.validate_on_submit():
        flash(_("Enter a name for the view."))
        more = {"column": [one.value for one in columns]}
        return redirect(address_of(HERE, choice, slug=slug, **more))
    view = keep(
        week,
        form.name.data or "",
        choice,
        tuple(one.value for one in columns),
        is_shared=bool(form.is_shared.data),
        by=signed_in(),
    )
    flash(_("The view %(name)s is kept.", name=view.name))
    return redirect(_address(week, view))


@bp.post("/<slug>/registrations/views/<uuid:view_id>/remove")
@requires(Right.MANAGE)
def remove_view(slug: str, view_id: UUID) -> ResponseReturnValue:
    """Forget a view: one's own, or one of the office."""
    view = row_at(week_at(slug), SavedView, view_id)
    if not view.is_shared and view.owner_id != signed_in().id:
        abort(404)
    forget(view)
    flash(_("The view %(name)s is removed.", name=view.name))
    return redirect(address_of(HERE, Choice(), slug=slug))


def columns_asked() -> tuple[Column, ...]:
    """The columns that the address or the form names, else the usual ones."""
    return columns_in(request.values.getlist("column"))


def columns_in(names: Sequence[str]) -> tuple[Column, ...]:
    """Columns by their names, in the order of the table."""
    wanted = set(names)
    return tuple(one for one in COLUMNS if one.value in wanted) or USUAL


def _address(week: Week, view: SavedView) -> str:
    columns = columns_in(view.columns)
    more = {} if columns == USUAL else {"column": [one.value for one in columns]}
    return address_of(HERE, Choice.of_kept(view.choice), slug=week.slug, **more)


def _shown(choice: Choice) -> list[tuple[str, str]]:
    """What the filter form shows; what its selects add stands beside it."""
    return [one for one in choice.parameters() if one[0] not in HELD_BY_SELECTS]


def _held(choice: Choice) -> list[tuple[str, str]]:
    """What stays chosen though no field of the form shows it."""
    beside = {*HELD_BY_SELECTS, "sort", "day", "registration"}
    return [one for one in choice.parameters() if one[0] in beside]


def _heads(week: Week, choice: Choice, more: dict[str, Any]) -> dict[str, Any]:
    heads = {}
    for name in ORDERS:
        is_present = name == choice.order
        falls = is_present and not choice.descending
        other = replace(choice, order=name, descending=falls)
        heads[name] = {
            "href": address_of(HERE, other, slug=week.slug, **more),
            "order": ("descending" if choice.descending else "ascending")
            if is_present
            else None,
        }
    return {"name": heads["name"]} | {
        column.value: heads[name] for column, name in SORTED.items()
    }


def _deeds(week: Week) -> list[tuple[str, str]]:
    return [
        (kind.value, str(word))
        for kind, word in DEEDS.items()
        if kind is not DeedKind.CHECK or week.approval_steps > 1
    ]


def _states(week: Week, choice: Choice, more: dict[str, Any]) -> list[dict[str, Any]]:
    """One press for each status that occurs, with how many it shows."""
    counts = counts_by_status(week, choice)
    found: list[tuple[str, int, tuple[RegistrationStatus, ...]]]
    found = [(_("All"), sum(counts.values()), ())]
    found += [
        (status_word(status), counts[status], (status,))
        for status in RegistrationStatus
        if status in counts
    ]
    return [
        {
            "text": _("%(status)s (%(number)s)", status=word, number=shown(number)),
            "href": address_of(
                HERE, replace(choice, statuses=statuses), slug=week.slug, **more
            ),
            "current": choice.statuses == statuses,
        }
        for word, number, statuses in found
    ]
