"""Import and export in the office: the page of both, and the files that go out."""

from collections.abc import Callable

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.exchange import checking, importing, queries
from eventapp.exchange.columns import Subject, guess, subject_of, tags_of
from eventapp.exchange.files import Content, frame_of, read_alone
from eventapp.exchange.forms.files import FileForm
from eventapp.exchange.guessing import guessed
from eventapp.exchange.office import bp
from eventapp.exchange.service.importing import keep_file, note_export
from eventapp.exchange.tabulating import Plan, as_csv, as_workbook, plan_of_week
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.spreadsheets.errors import FileRefused
from eventapp.web.forms import one_line

__all__ = ["bp", "checking", "importing"]

EXPORTED = {"key", "parent", "kind", "signup", "mode", "joining_minutes", "status"}
SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHAPES: dict[str, tuple[str, str, Callable[[Plan], bytes]]] = {
    "xlsx": ("xlsx", SHEETS, as_workbook),
    "csv": ("csv", "text/csv; charset=utf-8", as_csv),
    "plain": (
        "csv",
        "text/csv; charset=utf-8",
        lambda plan: as_csv(plan, marked=False),
    ),
}


@bp.route("/<slug>/exchange", methods=["GET", "POST"])
@requires(Right.PLAN)
def overview(slug: str) -> ResponseReturnValue:
    """What goes out, and where a file comes in."""
    week = week_at(slug)
    form = FileForm()
    if form.validate_on_submit():
        try:
            return _keep(week, form)
        except FileRefused as refusal:
            form.file.errors = [str(refusal)]
    page = render_template(
        "exchange/overview.html",
        week=week,
        form=form,
        imports=queries.imports_of(week),
    )
    return page, form.status


@bp.post("/<slug>/exchange/programme")
@requires(Right.PLAN)
def export(slug: str) -> ResponseReturnValue:
    """The planned programme as a file; the journal notes who took it."""
    week = week_at(slug)
    shape = request.form.get("shape", "")
    ending, media_type, make = SHAPES.get(shape, SHAPES["xlsx"])
    plan = plan_of_week(week)
    name = f"programme-{week.slug}.{ending}"
    response = Response(make(plan), content_type=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    note_export(week, name, len(plan.events), by=signed_in())
    return response


def _keep(week: Week, form: FileForm) -> ResponseReturnValue:
    uploaded = form.file.data
    octets = uploaded.read()
    slug = week.slug
    content = read_alone(octets, frame_of(week))
    week = week_at(slug)
    name = str(one_line(uploaded.filename or ""))
    file = keep_file(week, name, octets, guessed(week, content), by=signed_in())
    flash(_("The file is read. Nothing is imported yet."), "info")
    step = ".preview" if _is_our_export(week, content) else ".columns"
    step = ".calendar" if content.holding else step
    return redirect(url_for(step, slug=week.slug, import_id=file.id))


def _is_our_export(week: Week, content: Content) -> bool:
    """Whether we wrote each header: then there is nothing to ask about them."""
    tags = tags_of(week.languages, content.tables)
    heads = []
    for table in content.tables:
        subject = subject_of(table, tags)
        columns = guess(table, subject, tags)
        named = tuple(columns[n].replace(":", "_") for n in sorted(columns))
        if table.is_ours or named != table.head:
            return False
        heads += [*table.head] if subject is Subject.EVENTS else []
    return set(heads) >= EXPORTED
