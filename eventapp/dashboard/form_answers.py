"""All answers to the week's own questions: counts, and a file with a column each."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import may, requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.dashboard import service
from eventapp.dashboard.office import bp
from eventapp.kernel import i18n
from eventapp.kernel.codes import show_reference
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.questions import queries
from eventapp.questions.form import FormQuestion, WeekForm, Wording
from eventapp.questions.showing import words_of_answer
from eventapp.questions.tabulating import tally
from eventapp.questions.vocabulary import Readers
from eventapp.registration import answered, choices
from eventapp.registration.words import delegate_word, status_word
from eventapp.spreadsheets.sheets import workbook
from eventapp.web.tables import CSV, csv_of

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Versions = Mapping[tuple[UUID, int], Wording]


@bp.get("/<slug>/form/answers")
@requires(Right.MANAGE)
def form_answers(slug: str) -> ResponseReturnValue:
    """How each question was answered, in numbers."""
    week = week_at(slug)
    whole = queries.whole_form_of(week.id)
    grouped = answered.grouped_answers(week.id)
    shown = _readable(whole, week, grouped)
    versions = queries.wordings([one.id for one in shown])
    places = choices.places()
    return render_template(
        "dashboard/form_answers.html",
        week=week,
        whole=whole,
        tallies={
            one.id: tally(
                one, grouped.get(one.id, ()), _of(versions, one.id), lambda: places
            )
            for one in shown
        },
        languages=i18n.LANGUAGES,
        spoken=i18n.spoken().tag,
    )


@bp.post("/<slug>/form/answers/export")
@requires(Right.MANAGE)
def export_answers(slug: str) -> ResponseReturnValue:
    """One row for each delegate, one column for each question, in one language."""
    week = week_at(slug)
    by = signed_in()
    tag = request.form.get("language", "")
    with i18n.speaking(tag if i18n.language(tag) else i18n.spoken().tag):
        head, rows = _table(week)
    is_text = request.form.get("shape") == "csv"
    name = f"answers-{week.slug}.{'csv' if is_text else 'xlsx'}"
    content = csv_of([head, *rows]) if is_text else workbook([("answers", head, rows)])
    response = Response(content, content_type=CSV if is_text else SHEET)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    service.keep(by, "form.exported", name, week, after={"number": len(rows)})
    return response


def readers_for(week_id: UUID) -> tuple[Readers, ...]:
    """Whose answers whoever is signed in may read in this week."""
    if may(Right.ADMINISTER, week_id):
        return tuple(Readers)
    return tuple(one for one in Readers if one is not Readers.ADMINISTRATORS)


def _readable(
    whole: WeekForm, week: Week, given: Mapping[UUID, Any]
) -> Sequence[FormQuestion]:
    """What somebody may read; of the archived what was answered."""
    readers = readers_for(week.id)
    return [
        one
        for one in whole.questions
        if one.readers in readers and (not one.is_archived or one.id in given)
    ]


def _table(week: Week) -> tuple[list[str], list[list[object]]]:
    given = answered.all_answers(week.id)
    known = {key for answers in given.values() for key in answers}
    whole = queries.whole_form_of(week.id)
    shown = _readable(whole, week, dict.fromkeys(known))
    versions = queries.wordings([one.id for one in shown])
    places = choices.places()
    head = [_("Number"), _("Reference"), _("Status"), _("Name"), _("Role")]
    head += [_("Institution"), *map(_heading, shown)]
    rows = []
    for one in answered.registrations_with_answers(week.id):
        own = given.get(one.id, {})
        cells: list[object] = [
            one.number,
            show_reference(one.reference),
            status_word(one.status),
            str(one.name),
            delegate_word(one.kind),
            one.institution_name,
        ]
        for question in shown:
            values, version = own.get(question.id, ((), 0))
            wording = versions.get((question.id, version))
            cells.append(
                words_of_answer(values, wording, lambda: places) if wording else ""
            )
        rows.append(cells)
    return head, rows


def _heading(question: FormQuestion) -> str:
    label = str(question.wording.label)
    return (
        _("%(question)s (archived)", question=label) if question.is_archived else label
    )


def _of(versions: Versions, key: UUID) -> dict[int, Wording]:
    return {number: one for (owner, number), one in versions.items() if owner == key}
