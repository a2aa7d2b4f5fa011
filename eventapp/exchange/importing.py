"""The steps of an import: columns, preview, report; each a page of its own."""

from collections.abc import Mapping
from uuid import UUID

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.exchange import queries
from eventapp.exchange.columns import Mapped, Subject, guess, tags_of
from eventapp.exchange.errors import PlanMovedOn
from eventapp.exchange.files import Content, frame_of, read_alone
from eventapp.exchange.forms.files import ColumnsForm
from eventapp.exchange.models import ImportFile
from eventapp.exchange.office import bp
from eventapp.exchange.opening import open_import, read_open
from eventapp.exchange.proposals import MappedTable, Preview, State
from eventapp.exchange.service.importing import (
    choose,
    discard,
    mapped_tables,
    remember,
    take_over,
)
from eventapp.exchange.showing import told
from eventapp.exchange.working import (
    KIND,
    MOST_AT_ONCE,
    failed_rows,
    preview_of_file,
)
from eventapp.jobs import service as jobs
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.spreadsheets.encodings import ENCODINGS
from eventapp.spreadsheets.errors import FileRefused
from eventapp.web.forms import UNPROCESSABLE
from eventapp.web.tables import CSV

MOST_DIGITS = 9


@bp.route("/<slug>/exchange/<uuid:import_id>/columns", methods=["GET", "POST"])
@requires(Right.PLAN)
def columns(slug: str, import_id: UUID) -> ResponseReturnValue:
    """What each column of the file holds, as we guess it."""
    week, file, content = read_open(slug, import_id)
    if content.holding is not None:
        return redirect(url_for(".calendar", slug=slug, import_id=file.id))
    tags = tags_of(week.languages, content.tables)
    subjects = [Subject(one["subject"]) for one in file.choices["tables"]]
    form = ColumnsForm.for_file(content, subjects, tags)
    if request.method == "POST" and _reads_anew(week, file, content, subjects):
        return redirect(url_for(".columns", slug=slug, import_id=file.id))
    if form.validate_on_submit() and form.check(subjects):
        choices = {
            **file.choices,
            "tables": form.chosen(subjects),
            "creates_venues": form.creates_venues.data,
        }
        choose(file, choices, encoding=file.encoding)
        remember(week, mapped_tables(content, choices))
        return redirect(url_for(".preview", slug=slug, import_id=file.id))
    if request.method == "GET":
        form.show(file.choices, content.encoding)
    page = render_template(
        "exchange/columns.html",
        week=week,
        file=file,
        form=form,
        tables=list(enumerate(content.tables)),
        rows=sum(len(table.rows) for table in content.tables),
    )
    return page, UNPROCESSABLE if form.errors else 200


@bp.route("/<slug>/exchange/<uuid:import_id>", methods=["GET", "POST"])
@requires(Right.PLAN)
def preview(slug: str, import_id: UUID) -> ResponseReturnValue:
    """What the import would do, row by row; and doing it."""
    week, file, content = read_open(slug, import_id)
    tables, seen = preview_of_file(file, content)
    status, moved = 200, None
    if request.method == "POST":
        try:
            if len(seen.good) > MOST_AT_ONCE:
                return _ask_for_job(week, file)
            take_over(file, seen, seen_plan=_seen_plan(), by=signed_in())
        except PlanMovedOn as refusal:
            moved, status = str(refusal), refusal.status
        else:
            _say(seen)
            return redirect(url_for(".report", slug=slug, import_id=file.id))
    page = render_template(
        "exchange/preview.html",
        week=week,
        file=file,
        preview=seen,
        counts={str(state): seen.count(state) for state in State},
        told=told(week, seen),
        states=State,
        left_out=_left_out(tables),
        belonging=_belonging(tables, seen),
        moved=moved,
    )
    return page, status


@bp.get("/<slug>/exchange/<uuid:import_id>/report")
@requires(Right.PLAN)
def report(slug: str, import_id: UUID) -> ResponseReturnValue:
    """What an import did, and which rows it left."""
    week = week_at(slug)
    file = queries.import_of(week, import_id) or abort(404)
    if file.report is None:
        return redirect(url_for(".preview", slug=slug, import_id=file.id))
    return render_template(
        "exchange/report.html",
        week=week,
        file=file,
        counts=file.report["counts"],
        failed=file.report["failed"],
    )


@bp.get("/<slug>/exchange/<uuid:import_id>/failed.csv")
@requires(Right.PLAN)
def failed(slug: str, import_id: UUID) -> ResponseReturnValue:
    """The rows with a problem, as they were, with the reason before them."""
    week = week_at(slug)
    file = queries.import_of(week, import_id) or abort(404)
    octets = failed_rows(file.report or abort(404))
    response = Response(octets, content_type=CSV)
    name = f"not-imported-{week.slug}.csv"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@bp.post("/<slug>/exchange/<uuid:import_id>/discard")
@requires(Right.PLAN)
def forget(slug: str, import_id: UUID) -> ResponseReturnValue:
    """Forget a file; what was imported from it stays."""
    week = week_at(slug)
    discard(queries.import_of(week, import_id) or abort(404))
    flash(_("The file is forgotten."))
    return redirect(url_for(".overview", slug=slug))


def _reads_anew(
    week: Week, file: ImportFile, content: Content, subjects: list[Subject]
) -> bool:
    """Whether another encoding or subject was chosen: then the columns are others."""
    encoding = request.form.get("encoding", "")
    if content.encoding and encoding in ENCODINGS and encoding != content.encoding:
        slug, key = week.slug, file.id
        try:
            content = read_alone(file.content or b"", frame_of(week), encoding)
        except FileRefused as refusal:
            flash(str(refusal), "error")
            return True
        week, file = open_import(slug, key)
        tables = [_table(week, content, n, one) for n, one in enumerate(subjects)]
        choose(file, {**file.choices, "tables": tables}, encoding=encoding)
        return True
    asked = [
        request.form.get(f"subject_{number}", str(one))
        for number, one in enumerate(subjects)
    ]
    if asked == [str(one) for one in subjects] or not set(asked) <= set(Subject):
        return False
    tables = [
        chosen if name == chosen["subject"] else _table(week, content, n, Subject(name))
        for n, (name, chosen) in enumerate(
            zip(asked, file.choices["tables"], strict=True)
        )
    ]
    choose(file, {**file.choices, "tables": tables}, encoding=file.encoding)
    return True


def _table(
    week: Week, content: Content, number: int, subject: Subject
) -> dict[str, object]:
    table = content.tables[number]
    tags = tags_of(week.languages, content.tables)
    columns: Mapped = guess(table, subject, tags, queries.remembered_columns(week))
    named: Mapping[str, str] = {str(place): field for place, field in columns.items()}
    return {"subject": str(subject), "columns": named}


def _ask_for_job(week: Week, file: ImportFile) -> ResponseReturnValue:
    """Let the worker import many rows, unless the plan is another one already."""
    if week.plan_revision != _seen_plan():
        raise PlanMovedOn
    by = signed_in()
    arguments = {"file": str(file.id), "by": str(by.id), "plan": week.plan_revision}
    job = jobs.ask(KIND, arguments, asked_by_id=by.id, week_id=week.id)
    return redirect(url_for("dashboard.job", slug=week.slug, job_id=job.id))


def _left_out(tables: list[MappedTable]) -> list[str]:
    """The headers of the columns that hold nothing we take."""
    return [
        header
        for one in tables
        for number, header in enumerate(one.table.head)
        if header and number not in one.mapped and one.subject is not Subject.NOTHING
    ]


def _belonging(tables: list[MappedTable], seen: Preview) -> int:
    """How many rows of people are told with their events."""
    rows = (len(one.table.rows) for one in tables if one.subject is Subject.PEOPLE)
    alone = sum(1 for one in seen.proposals if one.subject is Subject.PEOPLE)
    return sum(rows) - alone


def _seen_plan() -> int:
    text = request.form.get("plan", "")
    fits = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if fits else 0


def _say(seen: Preview) -> None:
    count = len(seen.good)
    flash(
        ngettext(
            "%(num)d row is imported. Nobody outside the office sees it yet.",
            "%(num)d rows are imported. Nobody outside the office sees them yet.",
            count,
        )
    )
