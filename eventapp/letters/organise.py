"""The office's pages of letters: the queue, one letter, decisions."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.taking import note_taken
from eventapp.accounts.vocabulary import Right
from eventapp.institutions.queries import territories
from eventapp.journal.queries import entries_about
from eventapp.kernel.codes import show_reference
from eventapp.letters import many, paper, queries, rules, words
from eventapp.letters.answering import pdf_answer
from eventapp.letters.forms.asking import OutcomeForm
from eventapp.letters.forms.deciding import (
    LookForm,
    QueueFilter,
    ReasonForm,
    SentenceForm,
)
from eventapp.letters.models import LetterRequest
from eventapp.letters.office import bp
from eventapp.letters.queries import KIND
from eventapp.letters.service import deciding, issuing
from eventapp.letters.vocabulary import LetterField, LetterStatus, Outcome
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration
from eventapp.vault.queries import masks_of
from eventapp.web.addresses import neighbours, page_number, searched
from eventapp.web.tables import csv_answer

__all__ = ["BRANCHES", "bp"]

BRANCHES = (many,)
EXPORTED = frozenset(LetterStatus)


@bp.get("/<slug>/letters")
@requires(Right.MANAGE)
def queue(slug: str) -> ResponseReturnValue:
    """Who wants a letter, who waits longest first; passports are masked."""
    week = week_at(slug)
    page = page_number()
    form = QueueFilter(request.args).offer_states()
    rows, total = queries.page_of(week, form.chosen, searched(), page)
    return render_template(
        "letters/queue.html",
        week=week,
        settings=queries.settings_of(week),
        rows=rows,
        total=total,
        page=page,
        size=queries.PAGE,
        pages=neighbours(page, has_more=page * queries.PAGE < total),
        filter=form,
        counts=queries.counts_of(week),
        statuses=LetterStatus,
    )


@bp.get("/<slug>/letters/statistics")
@requires(Right.MANAGE)
def statistics(slug: str) -> ResponseReturnValue:
    """Letters and outcomes by country or region of the institution."""
    week = week_at(slug)
    return render_template(
        "letters/statistics.html",
        week=week,
        tallies=queries.tallies_of(week),
        outcomes=Outcome,
    )


@bp.post("/<slug>/letters.csv")
@requires(Right.MANAGE)
def export(slug: str) -> ResponseReturnValue:
    """The list for a spreadsheet, nothing of it from the vault; the journal knows."""
    week, by = week_at(slug), signed_in()
    labels = {one.code: str(one.label) for one in territories()}
    rows = [_cells(one, labels) for one in queries.letters_with(week, EXPORTED)]
    name = f"letters-{week.slug}.csv"
    note_taken("letters.exported", name, len(rows), by=by, week_id=week.id)
    return csv_answer(name, [_head(), *rows])


@bp.get("/<slug>/letters/<uuid:letter_id>")
@requires(Right.MANAGE)
def letter(slug: str, letter_id: UUID) -> ResponseReturnValue:
    """One request beside the registration; the answers are opened by a button."""
    week = week_at(slug)
    return _page(week, _letter(week, letter_id))


@bp.post("/<slug>/letters/<uuid:letter_id>/open")
@requires(Right.MANAGE)
def open_answers(slug: str, letter_id: UUID) -> ResponseReturnValue:
    """Show the answers once, for a reason that the journal keeps.

    It answers with the page itself: an address for it would be a second way in.
    """
    week = week_at(slug)
    found = _letter(week, letter_id)
    form = LookForm().offer_reasons()
    if not form.validate_on_submit():
        return _page(week, found, look=form)
    answers = deciding.open_answers(found, form.chosen(), by=signed_in())
    return _page(week, found, answers=answers)


@bp.post("/<slug>/letters/<uuid:letter_id>/approve")
@requires(Right.MANAGE)
def approve(slug: str, letter_id: UUID) -> ResponseReturnValue:
    """Say yes; the letter gets its number."""
    week = week_at(slug)
    found = _letter(week, letter_id)
    deciding.approve(found, by=signed_in())
    flash(_("Approved. The letter has the number %(number)s.", number=found.numbered))
    return redirect(_page_of(week, found))


@bp.route("/<slug>/letters/<uuid:letter_id>/return", methods=["GET", "POST"])
@requires(Right.MANAGE)
def ask_back(slug: str, letter_id: UUID) -> ResponseReturnValue:
    """Ask the delegate for something, in a sentence."""
    week = week_at(slug)
    found = _letter(week, letter_id)
    form = SentenceForm()
    if form.validate_on_submit():
        deciding.ask_back(found, form.sentence.data or "", by=signed_in())
        flash(_("Asked back. We wrote to the delegate."))
        return redirect(_page_of(week, found))
    page = render_template("letters/return.html", week=week, letter=found, form=form)
    return page, form.status


@bp.route("/<slug>/letters/<uuid:letter_id>/refuse", methods=["GET", "POST"])
@requires(Right.MANAGE)
def refuse(slug: str, letter_id: UUID) -> ResponseReturnValue:
    """Say no, with a reason; the passport data are deleted."""
    week = week_at(slug)
    found = _letter(week, letter_id)
    form = ReasonForm()
    if form.validate_on_submit():
        deciding.refuse(found, form.sentence.data or "", by=signed_in())
        flash(_("Refused. We wrote to the delegate."))
        return redirect(_page_of(week, found))
    page = render_template("letters/refuse.html", week=week, letter=found, form=form)
    return page, form.status


@bp.post("/<slug>/letters/<uuid:letter_id>/make")
@requires(Right.MANAGE)
def make(slug: str, letter_id: UUID) -> ResponseReturnValue:
    """Make the letter, ready to be printed, signed and sealed."""
    week = week_at(slug)
    found = _letter(week, letter_id)
    issuing.issue(found, issuing.settings_for(week), by=signed_in())
    flash(_("The letter is made."))
    return redirect(_page_of(week, found))


@bp.post("/<slug>/letters/<uuid:letter_id>/file")
@requires(Right.MANAGE)
def download(slug: str, letter_id: UUID) -> ResponseReturnValue:
    """The letter as a file; the journal keeps who took it."""
    found = _letter(week_at(slug), letter_id)
    return pdf_answer(deciding.paper(found, by=signed_in()), found.numbered)


@bp.post("/<slug>/letters/<uuid:letter_id>/send")
@requires(Right.MANAGE)
def send(slug: str, letter_id: UUID) -> ResponseReturnValue:
    """Tell the delegate where to download the letter."""
    week = week_at(slug)
    found = _letter(week, letter_id)
    deciding.send(found, by=signed_in())
    flash(_("Sent. The mail holds a link, not the letter."))
    return redirect(_page_of(week, found))


@bp.post("/<slug>/letters/<uuid:letter_id>/outcome")
@requires(Right.MANAGE)
def note_outcome(slug: str, letter_id: UUID) -> ResponseReturnValue:
    """Keep what became of the visa; the passport data are deleted."""
    week = week_at(slug)
    found = _letter(week, letter_id)
    form = OutcomeForm()
    if not form.validate_on_submit():
        return _page(week, found, outcome=form)
    deciding.note_outcome(found, form.chosen(), by=signed_in())
    flash(_("Saved. The passport data are deleted."))
    return redirect(_page_of(week, found))


def _page(
    week: Week,
    found: LetterRequest,
    *,
    answers: Mapping[LetterField, str] | None = None,
    look: LookForm | None = None,
    outcome: OutcomeForm | None = None,
) -> ResponseReturnValue:
    one = found.registration
    masks = masks_of([one.id], KIND).get(one.id, {})
    settings = queries.settings_of(week)
    page = render_template(
        "letters/letter.html",
        week=week,
        letter=found,
        registration=one,
        wanted=settings.wanted if settings else (),
        masks=masks,
        answers=paper.in_words(answers) if answers else None,
        beside=paper.in_words(_beside(one)),
        flagged=set(rules.warnings_about(answers, one)) if answers else set(),
        look=look or LookForm(formdata=None).offer_reasons(),
        outcome=outcome or OutcomeForm(formdata=None),
        entries=entries_about(one.id),
        companions=queries.companions_of(one),
        statuses=LetterStatus,
        fields=LetterField,
    )
    failed = look or outcome
    response_headers = {"Cache-Control": "no-store"} if answers else {}
    return page, failed.status if failed else 200, response_headers


def _beside(one: Registration) -> dict[LetterField, str]:
    """What the registration says of the same things."""
    return {
        LetterField.NAME: one.name.latin,
        LetterField.OCCUPATION: one.position or "",
        LetterField.INSTITUTION: one.institution_name,
        LetterField.ARRIVES_ON: one.arrives_on.isoformat() if one.arrives_on else "",
        LetterField.DEPARTS_ON: one.departs_on.isoformat() if one.departs_on else "",
    }


def _letter(week: Week, key: UUID) -> LetterRequest:
    return queries.letter(week, key) or abort(404)


def _page_of(week: Week, found: LetterRequest) -> str:
    return url_for(".letter", slug=week.slug, letter_id=found.id)


def _head() -> list[str]:
    return [
        _("Letter"),
        _("State"),
        _("Badge number"),
        _("Reference"),
        _("Name"),
        _("Institution"),
        _("Country or region"),
        _("Asked"),
        _("Made"),
        _("Sent"),
        _("Outcome"),
    ]


def _cells(found: LetterRequest, labels: Mapping[str, str]) -> list[Any]:
    one = found.registration
    code = one.institution.territory_code if one.institution else one.territory_code
    return [
        found.numbered,
        words.letter_status_word(found.status),
        one.number,
        show_reference(one.reference),
        one.name.latin,
        one.institution_name,
        labels.get(code or "", ""),
        *(
            at.astimezone(found.registration.week.tzinfo).date() if at else None
            for at in (found.asked_at, found.issued_at, found.sent_at)
        ),
        words.outcome_word(found.outcome) if found.outcome else "",
    ]
