"""Import of people in the office: where a list comes in, and how it is read."""

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.exchange.forms.files import FileForm
from eventapp.intake import queries, steps
from eventapp.intake.columns import check_headers, guess, left_out, subject_of
from eventapp.intake.forms.columns import ColumnsForm, samples_of
from eventapp.intake.models import PeopleFile
from eventapp.intake.office import bp
from eventapp.intake.service.files import choose, discard, keep_list, remember
from eventapp.intake.vocabulary import Subject
from eventapp.intake.working import Kept, read_list
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.spreadsheets.apart import read_apart
from eventapp.spreadsheets.encodings import ENCODINGS
from eventapp.spreadsheets.errors import FileRefused
from eventapp.spreadsheets.files import Spreadsheet
from eventapp.spreadsheets.tables import Table
from eventapp.web.forms import UNPROCESSABLE, one_line

__all__ = ["bp", "steps"]


@bp.route("/<slug>/people-import", methods=["GET", "POST"])
@requires(Right.MANAGE)
def overview(slug: str) -> ResponseReturnValue:
    """Where a list comes in, and the lists of the last day."""
    week = week_at(slug)
    form = FileForm()
    if form.validate_on_submit():
        try:
            return _keep(week, form)
        except FileRefused as refusal:
            form.file.errors = [str(refusal)]
            week = week_at(slug)
    page = render_template(
        "intake/overview.html", week=week, form=form, files=queries.files_of(week)
    )
    return page, form.status


@bp.route("/<slug>/people-import/<uuid:file_id>/columns", methods=["GET", "POST"])
@requires(Right.MANAGE)
def columns(slug: str, file_id: UUID) -> ResponseReturnValue:
    """What each column holds, as we guess it, and how the list is read."""
    week, file = steps.waiting(slug, file_id)
    kept = Kept.of(file)
    sheets = read_apart(kept.read)
    week, file = steps.waiting(slug, file_id)
    table = kept.table(sheets)
    if request.method == "POST" and _reads_anew(week, file, kept, sheets):
        return redirect(url_for(".columns", slug=slug, file_id=file_id))
    form = ColumnsForm.for_list(sheets, table, kept.subject)
    if form.validate_on_submit() and form.check():
        chosen = form.chosen
        choose(file, chosen, encoding=file.encoding)
        remember(week, Subject(chosen["subject"]), table, form.mapped)
        return redirect(url_for(".preview", slug=slug, file_id=file_id))
    if request.method == "GET":
        form.show(file.choices, sheets.encoding)
    page = render_template(
        "intake/columns.html",
        week=week,
        file=file,
        form=form,
        rows=len(table.rows),
        samples=samples_of(table, kept.mapped),
        left_out=left_out(table, kept.mapped),
    )
    return page, UNPROCESSABLE if form.errors else 200


@bp.post("/<slug>/people-import/<uuid:file_id>/discard")
@requires(Right.MANAGE)
def forget(slug: str, file_id: UUID) -> ResponseReturnValue:
    """Forget a list; who was imported from it stays."""
    week = week_at(slug)
    discard(queries.file_of(week, file_id) or abort(404))
    flash(_("The file is forgotten."))
    return redirect(url_for(".overview", slug=slug))


def _keep(week: Week, form: FileForm) -> ResponseReturnValue:
    uploaded = form.file.data
    octets = uploaded.read()
    slug = week.slug
    sheets = read_apart(lambda: read_list(octets))
    check_headers(sheets.tables[0])
    week = week_at(slug)
    name = str(one_line(uploaded.filename or ""))
    file = keep_list(week, name, octets, _guessed(week, sheets, 0), by=signed_in())
    flash(_("The file is read. Nothing is imported yet."), "info")
    return redirect(url_for(".columns", slug=slug, file_id=file.id))


def _reads_anew(week: Week, file: PeopleFile, kept: Kept, sheets: Spreadsheet) -> bool:
    """Whether another encoding, sheet or subject was chosen: then columns differ."""
    encoding = request.form.get("encoding", "")
    if sheets.encoding and encoding in ENCODINGS and encoding != sheets.encoding:
        slug, key = week.slug, file.id
        try:
            sheets = read_apart(lambda: read_list(kept.content, encoding))
            check_headers(sheets.tables[0])
        except FileRefused as refusal:
            flash(str(refusal), "error")
            return True
        week, file = steps.waiting(slug, key)
        choose(file, _guessed(week, sheets, 0), encoding=encoding)
        return True
    sheet = request.form.get("sheet", "")
    present = int(kept.choices.get("sheet", 0))
    is_other = sheet.isascii() and sheet.isdigit() and sheet != str(present)
    if is_other and int(sheet[:3]) < len(sheets.tables):
        return _choose_sheet(week, file, sheets, int(sheet[:3]))
    subject = request.form.get("subject", "")
    if subject in set(Subject) and subject != kept.subject:
        choices = _guessed(week, sheets, present, Subject(subject))
        choose(file, choices, encoding=file.encoding)
        return True
    return False


def _choose_sheet(
    week: Week, file: PeopleFile, sheets: Spreadsheet, number: int
) -> bool:
    try:
        check_headers(sheets.tables[number])
    except FileRefused as refusal:
        flash(str(refusal), "error")
    else:
        choose(file, _guessed(week, sheets, number), encoding=file.encoding)
    return True


def _guessed(
    week: Week, sheets: Spreadsheet, number: int, subject: Subject | None = None
) -> dict[str, Any]:
    table: Table = sheets.tables[number]
    subject = subject or subject_of(table)
    mapped = guess(table, subject, queries.remembered_columns(week, subject))
    return {
        "subject": str(subject),
        "sheet": number,
        "columns": {str(place): field for place, field in mapped.items()},
        "head": list(table.head),
    }
