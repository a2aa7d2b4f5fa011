"""Reports by a stated rule: of one week, year against year, frozen with their date."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import current_standing, requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.institutions.words import type_word
from eventapp.kernel import clock
from eventapp.lists import reporting, service
from eventapp.lists.figures import Figures, Place, Rule, between
from eventapp.lists.forms import FreezeForm, RuleForm, rule_of
from eventapp.lists.models import Report
from eventapp.lists.office import bp
from eventapp.lists.queries.counting import (
    figures_of_all,
    latest_reports,
    reports_of,
)
from eventapp.lists.reporting import Year
from eventapp.lists.vocabulary import Counted, FileForm
from eventapp.lists.words import (
    FILES,
    people_of,
    rule_sentences,
    sentence_of,
    sorts_of,
)
from eventapp.lists.writing import file_of
from eventapp.programme import queries as programme
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.registration.vocabulary import DelegateKind, RegistrationStatus
from eventapp.registration.words import delegate_word
from eventapp.selection.asked import address_of
from eventapp.selection.choosing import Choice
from eventapp.selection.vocabulary import Presence
from eventapp.web.lookup import get_or_404


@bp.get("/reports/")
@requires(Right.READ)
def reports(slug: str) -> ResponseReturnValue:
    """What is counted now by the chosen rule; frozen reports; year against year."""
    week = week_at(slug)
    form = RuleForm(request.args).offer()
    rule = form.rule()
    years = _years(week, rule)
    figures = _now(week, rule, years)
    return render_template(
        "lists/reports.html",
        form=form,
        freezing=FreezeForm(formdata=None),
        frozen=[
            (one, sentence_of(_kept(one), rule_of(one))) for one in reports_of(week)
        ],
        chosen=_parameters(rule),
        files=_files(week, rule),
        **_shown(week, figures, rule, _today(week), years),
    )


@bp.post("/reports/freeze")
@requires(Right.MANAGE)
def freeze(slug: str) -> ResponseReturnValue:
    """Keep today's numbers for ever."""
    week = week_at(slug)
    form = FreezeForm()
    if not form.validate():
        flash(_("Write up to 200 signs."), "error")
        return redirect(url_for(".reports", slug=slug))
    rule = RuleForm(request.form).offer().rule()
    report = service.freeze(week, rule, form.purpose.data or "", by=signed_in())
    flash(_("These numbers are kept."))
    return redirect(url_for(".report", slug=slug, report_id=report.id))


@bp.get("/reports/now.<file_form>")
@requires(Right.READ)
def report_file(slug: str, file_form: str) -> ResponseReturnValue:
    """Today's report as a file; it holds no names of people."""
    week = week_at(slug)
    rule = RuleForm(request.args).offer().rule()
    years = _years(week, rule)
    figures = _now(week, rule, years)
    return _answer(week, figures, rule, _today(week), years, file_form)


@bp.get("/reports/<uuid:report_id>")
@requires(Right.READ)
def report(slug: str, report_id: UUID) -> ResponseReturnValue:
    """A report as it was counted, and what has changed since."""
    week = week_at(slug)
    found = _report(week, report_id)
    rule, figures = rule_of(found), _kept(found)
    years = _years(week, rule)
    return render_template(
        "lists/report.html",
        report=found,
        since=between(figures, _now(week, rule, years)),
        files=[
            (
                one.value,
                FILES[one],
                url_for(".frozen_file", slug=slug, report_id=found.id, file_form=one),
            )
            for one in FileForm
        ],
        **_shown(week, figures, rule, _day(week, found), years),
    )


@bp.get("/reports/<uuid:report_id>/file.<file_form>")
@requires(Right.READ)
def frozen_file(slug: str, report_id: UUID, file_form: str) -> ResponseReturnValue:
    """A frozen report as a file."""
    week = week_at(slug)
    found = _report(week, report_id)
    rule = rule_of(found)
    years = _years(week, rule)
    return _answer(week, _kept(found), rule, _day(week, found), years, file_form)


def _shown(
    week: Week, figures: Figures, rule: Rule, on: date, years: Sequence[Year]
) -> dict[str, object]:
    """What both pages show of figures."""
    return {
        "week": week,
        "figures": figures,
        "rule": rule,
        "on": on,
        "years": years,
        "sentence": sentence_of(figures, rule),
        "sorts": sorts_of(figures),
        "people": people_of(figures),
        "rules": rule_sentences(rule),
        "texts": reporting.texts_of(week, figures, rule, on),
        "kinds": [
            (one, delegate_word(one), figures.kinds[one.value])
            for one in DelegateKind
            if figures.kinds.get(one.value)
        ],
        "rows": Rows(week, rule),
        "type_word": type_word,
    }


class Rows:
    """The addresses of the rows behind the figures of a report."""

    def __init__(self, week: Week, rule: Rule) -> None:
        """Lead to the registrations of `week` that `rule` counts."""
        self._week = week
        came = (Presence.HERE,) if rule.counted is Counted.CAME else ()
        self._base = {
            "statuses": (RegistrationStatus.CONFIRMED,),
            "presence": came,
            "accompanies": False,
        }

    def of(self, **filters: object) -> str:
        """The table of delegates with these filters."""
        choice = Choice(**{**self._base, **filters})  # type: ignore[arg-type]  # its own fields
        return address_of("selection.registrations", choice, slug=self._week.slug)

    def of_home(self, key: str) -> str:
        """Of one institution."""
        return self.of(institutions=(UUID(key),))

    def of_place(self, place: Place) -> str:
        """Of the institutions that count in one country or region."""
        return self.of(institutions=tuple(UUID(home.key) for home in place.homes))

    def of_kind(self, kind: DelegateKind) -> str:
        """In one role."""
        return self.of(kinds=(kind,))


def _years(week: Week, rule: Rule) -> list[Year]:
    """The weeks that may be read, newest first: as frozen, else as they are now."""
    standing = current_standing()
    weeks = [
        one
        for one in programme.weeks(public_only=False)
        if one.id == week.id or (standing and standing.may_at(Right.READ, one.slug))
    ]
    frozen = latest_reports(weeks, rule)
    figures = figures_of_all(weeks, rule)
    found = []
    for one in weeks:
        report = frozen.get(one.id)
        found.append(
            Year(one, _kept(report), report.counted_at, report.id)
            if report
            else Year(one, figures[one.id], None)
        )
    return found


def _now(week: Week, rule: Rule, years: Sequence[Year]) -> Figures:
    """The figures of this week as they are now."""
    for one in years:
        if one.week.id == week.id and one.frozen_at is None:
            return one.figures
    return figures_of_all([week], rule)[week.id]


def _files(week: Week, rule: Rule) -> list[tuple[str, object, str]]:
    chosen: dict[str, Any] = _parameters(rule)
    return [
        (
            one.value,
            FILES[one],
            url_for(".report_file", slug=week.slug, file_form=one, **chosen),
        )
        for one in FileForm
    ]


def _parameters(rule: Rule) -> dict[str, str]:
    found = {"counted": rule.counted.value}
    if rule.with_others:
        found["others"] = "y"
    if rule.with_host:
        found["host"] = "y"
    return found


def _answer(  # noqa: PLR0913, PLR0917 - all that a file says
    week: Week,
    figures: Figures,
    rule: Rule,
    on: date,
    years: Sequence[Year],
    file_form: str,
) -> ResponseReturnValue:
    if file_form not in set(FileForm):
        abort(404)
    sheet = reporting.sheet_of(week, figures, rule, on, years)
    printed = clock.now().astimezone(week.tzinfo)
    product = file_of(sheet, FileForm(file_form), printed)
    response = Response(product.content, content_type=product.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=product.name)
    return response


def _kept(report: Report) -> Figures:
    return Figures.of_kept(report.figures)


def _report(week: Week, key: UUID) -> Report:
    found = get_or_404(Report, key)
    return found if found.week_id == week.id else abort(404)


def _today(week: Week) -> date:
    return clock.now().astimezone(week.tzinfo).date()


def _day(week: Week, report: Report) -> date:
    return report.counted_at.astimezone(week.tzinfo).date()
