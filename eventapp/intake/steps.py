"""The later steps of an import of people, each a page: preview and report."""

from typing import Any
from uuid import UUID

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.taking import note_taken
from eventapp.accounts.vocabulary import Right
from eventapp.intake import queries, showing
from eventapp.intake.columns import left_out
from eventapp.intake.deciding import Decisions
from eventapp.intake.errors import PeopleMovedOn
from eventapp.intake.forms.rows import decided
from eventapp.intake.models import PeopleFile
from eventapp.intake.notices import subject_of_mail, words_of_mail
from eventapp.intake.office import bp
from eventapp.intake.previewing import Preview
from eventapp.intake.reporting import failed_rows, findings_in, sentence_of
from eventapp.intake.service.files import decide
from eventapp.intake.service.signing import ask_for_places
from eventapp.intake.signups import Requests
from eventapp.intake.vocabulary import Outcome, Subject, Welcome
from eventapp.intake.working import (
    KIND,
    MOST_AT_ONCE,
    Kept,
    preview_apart,
    requests_apart,
    take_apart,
)
from eventapp.jobs import service as jobs
from eventapp.kernel import clock
from eventapp.kernel.db import writing
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.spreadsheets.apart import read_apart
from eventapp.spreadsheets.tables import Table
from eventapp.web.tables import CSV

MOST_DIGITS = 4


@bp.route("/<slug>/people-import/<uuid:file_id>", methods=["GET", "POST"])
@requires(Right.MANAGE)
def preview(slug: str, file_id: UUID) -> ResponseReturnValue:
    """What would become of each row; deciding, and doing it."""
    _week, file = waiting(slug, file_id)
    kept, by_id = Kept.of(file), signed_in().id
    table = read_apart(lambda: kept.table(kept.read()))
    if kept.subject is Subject.SIGNUPS:
        return _signups(slug, file_id, kept, table, by_id)
    seen = preview_apart(kept, table, file_id)
    if request.method == "GET":
        return _preview_page(slug, file_id, kept, table, seen)
    decisions = decided(request.form, Decisions.of(kept.decisions), seen)
    with writing():
        _week, file = waiting(slug, file_id)
        decide(file, decisions)
        kept = Kept.of(file)
    if request.form.get("do") != "import":
        flash(_("Your choices are kept."))
        return redirect(_here(slug, file_id))
    if len(table.rows) > MOST_AT_ONCE:
        return _ask_for_job(slug, file_id)
    try:
        with_mail = bool(request.form.get("mail"))
        take_apart(kept, table, file_id, by_id, with_mail=with_mail)
    except PeopleMovedOn as refusal:
        flash(str(refusal), "error")
        return redirect(_here(slug, file_id))
    return redirect(url_for(".report", slug=slug, file_id=file_id))


@bp.get("/<slug>/people-import/<uuid:file_id>/report")
@requires(Right.MANAGE)
def report(slug: str, file_id: UUID) -> ResponseReturnValue:
    """What an import did, and which rows it left."""
    week = week_at(slug)
    file = queries.file_of(week, file_id) or abort(404)
    if file.report is None:
        return redirect(url_for(".preview", slug=slug, file_id=file_id))
    return render_template(
        "intake/report.html",
        week=week,
        file=file,
        report=file.report,
        failed=_rows_of(file.report["failed"]),
        warned=_rows_of(file.report["warned"]),
    )


@bp.post("/<slug>/people-import/<uuid:file_id>/failed.csv")
@requires(Right.MANAGE)
def failed(slug: str, file_id: UUID) -> ResponseReturnValue:
    """The rows that were left, as they were, with the reason before them."""
    week, by = week_at(slug), signed_in()
    file = queries.file_of(week, file_id) or abort(404)
    octets = failed_rows(file.report or abort(404))
    response = Response(octets, content_type=CSV)
    name = f"not-imported-{week.slug}.csv"
    number = len((file.report or {})["failed"])
    note_taken("people.exported", name, number, by=by, week_id=week.id)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def waiting(slug: str, file_id: UUID) -> tuple[Week, PeopleFile]:
    """The week, and a list that still waits; its report where it was taken over."""
    week = week_at(slug)
    file = queries.file_of(week, file_id) or abort(404)
    if not file.is_open(clock.now()):
        flash(_("This import has ended."), "info")
        address = url_for(".overview", slug=slug)
        if file.report:
            address = url_for(".report", slug=slug, file_id=file.id)
        abort(redirect(address))
    return week, file


def _preview_page(
    slug: str, file_id: UUID, kept: Kept, table: Table, seen: Preview
) -> ResponseReturnValue:
    week, file = waiting(slug, file_id)
    tabs = showing.tabs_of(seen.counts)
    chosen, page = _chosen_tab(tabs), _page()
    rows = [one for one in seen.candidates if one.outcome is chosen]
    some = rows[(page - 1) * showing.PER_PAGE : page * showing.PER_PAGE]
    decisions = Decisions.of(kept.decisions)
    return render_template(
        "intake/preview.html",
        week=week,
        file=file,
        seen=seen,
        tabs=tabs,
        chosen=chosen,
        told=showing.told(seen, some),
        showing=showing,
        decisions=decisions,
        reasons=[code for code in showing.ALL_OF if code in _asked(seen)],
        left_out=left_out(table, kept.mapped),
        is_draft=seen.manner.welcome is Welcome.DRAFT,
        mail=(subject_of_mail(week), words_of_mail(week)),
        **_pages(slug, file_id, chosen, page, len(rows)),
    )


def _signups(
    slug: str, file_id: UUID, kept: Kept, table: Table, by_id: UUID
) -> ResponseReturnValue:
    requests = requests_apart(kept, table, file_id)
    if request.method == "POST":
        if len(requests.in_order) > MOST_AT_ONCE:
            return _ask_for_job(slug, file_id)
        ask_for_places(file_id, requests, by_id=by_id, progress=lambda *_told: None)
        return redirect(url_for(".report", slug=slug, file_id=file_id))
    return _signups_page(slug, file_id, requests)


def _signups_page(slug: str, file_id: UUID, requests: Requests) -> ResponseReturnValue:
    week, file = waiting(slug, file_id)
    tabs = showing.tabs_of(requests.counts)
    chosen, page = _chosen_tab(tabs), _page()
    rows = [one for one in requests.rows if one.outcome is chosen]
    some = rows[(page - 1) * showing.PER_PAGE : page * showing.PER_PAGE]
    return render_template(
        "intake/signups.html",
        week=week,
        file=file,
        tabs=tabs,
        chosen=chosen,
        told=showing.told_requests(some),
        showing=showing,
        count=len(requests.in_order),
        **_pages(slug, file_id, chosen, page, len(rows)),
    )


def _ask_for_job(slug: str, file_id: UUID) -> ResponseReturnValue:
    """Let the worker import many rows."""
    week, by = week_at(slug), signed_in()
    arguments = {
        "file": str(file_id),
        "by": str(by.id),
        "mail": bool(request.form.get("mail")),
    }
    job = jobs.ask(KIND, arguments, asked_by_id=by.id, week_id=week.id)
    return redirect(url_for("dashboard.job", slug=slug, job_id=job.id))


def _asked(seen: Preview) -> set[str]:
    """The reasons for which rows waited, also where somebody has decided."""
    return {
        finding.code
        for one in seen.candidates
        for finding in one.findings
        if finding.doubt is not None
    }


def _rows_of(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {**row, "sentences": [sentence_of(one) for one in findings_in(row)]}
        for row in rows
    ]


def _chosen_tab(tabs: list[showing.Tab]) -> Outcome:
    asked = request.args.get("show", "")
    present = [tab.outcome for tab in tabs]
    return Outcome(asked) if asked in present else (present or [Outcome.ACCEPT])[0]


def _page() -> int:
    text = request.args.get("page", "")
    fits = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return max(int(text), 1) if fits else 1


def _pages(
    slug: str, file_id: UUID, chosen: Outcome, page: int, total: int
) -> dict[str, Any]:
    def address(number: int) -> str:
        return url_for(
            ".preview", slug=slug, file_id=file_id, show=str(chosen), page=number
        )

    size = showing.PER_PAGE
    pages = {
        "before": address(page - 1) if page > 1 else None,
        "after": address(page + 1) if page * size < total else None,
    }
    return {"page": page, "size": size, "total": total, "pages": pages}


def _here(slug: str, file_id: UUID) -> str:
    return url_for(
        ".preview",
        slug=slug,
        file_id=file_id,
        show=request.args.get("show"),
        page=request.args.get("page"),
    )
