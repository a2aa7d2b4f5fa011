"""The texts of a week's invitations, and lists of those whom it invites."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.taking import note_taken
from eventapp.accounts.vocabulary import Right
from eventapp.invitations import notices, queries, wording
from eventapp.invitations.forms.office import FilterForm
from eventapp.invitations.forms.texts import ListForm, TakingForm, TextsForm
from eventapp.invitations.lists import (
    COLUMNS,
    LIMITS,
    Directory,
    GuestList,
    as_text,
    read_list,
    table_of_rows,
)
from eventapp.invitations.office import bp
from eventapp.invitations.service import writing
from eventapp.invitations.words import state_word
from eventapp.kernel import clock
from eventapp.kernel.names import PersonName
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.entering import Invitation
from eventapp.registration.service.inviting import code_of
from eventapp.registration.vocabulary import InvitationState
from eventapp.registration.words import delegate_word
from eventapp.spreadsheets.errors import FileRefused
from eventapp.spreadsheets.files import read
from eventapp.spreadsheets.tables import Table
from eventapp.web.addresses import searched
from eventapp.web.tables import csv_answer
from eventapp.web.texts import language_word

LARGEST_ROWS = 180_000  # letters that a form carries from the preview on
UNPROCESSABLE = 422


@bp.route("/organise/<slug>/invitations/texts", methods=["GET", "POST"])
@requires(Right.MANAGE)
def texts(slug: str) -> ResponseReturnValue:
    """What invitations say in each language of the week, and when it reminds."""
    week = week_at(slug)
    form = TextsForm()
    form.subject.speak(week.languages)
    form.text.speak(week.languages)
    if form.validate_on_submit():
        writing.change_texts(week, form.texts(week), by=signed_in())
        flash(_("Saved."))
        return redirect(url_for(".texts", slug=slug))
    if request.method == "GET":
        form.show(week)
    page = render_template(
        "invitations/texts.html",
        week=week,
        form=form,
        placeholders=wording.PLACEHOLDERS,
        examples=_examples(week),
    )
    return page, form.status


@bp.post("/organise/<slug>/invitations.csv")
@requires(Right.MANAGE)
def export(slug: str) -> ResponseReturnValue:
    """The same list as a file for a spreadsheet; the journal keeps who took it."""
    week, by, now = week_at(slug), signed_in(), clock.now()
    form = FilterForm(request.args).offer()
    choice = form.choice(searched())
    rows, _total = queries.page_of(week, choice, now, most=queries.EXPORTED)
    cells = [_cells(one, week) for one in rows]
    name = f"invitations-{week.slug}.csv"
    note_taken("invitations.exported", name, len(cells), by=by, week_id=week.id)
    return csv_answer(name, [_head(), *cells])


@bp.route("/organise/<slug>/invitations/import", methods=["GET", "POST"])
@requires(Right.MANAGE)
def import_list(slug: str) -> ResponseReturnValue:
    """Read a list, and show row by row what would become of it."""
    week = week_at(slug)
    form = ListForm()
    if form.validate_on_submit():
        try:
            tables = read(form.file.data.read(), None, LIMITS).tables
        except FileRefused as refusal:
            form.file.errors = [str(refusal)]
        else:
            return _preview(week, tables[0])
    page = render_template(
        "invitations/import.html", week=week, form=form, columns=COLUMNS
    )
    return page, form.status


@bp.post("/organise/<slug>/invitations/import/take")
@requires(Right.MANAGE)
def take_list(slug: str) -> ResponseReturnValue:
    """Prepare the invitations that were looked at; who is known by now is left."""
    week = week_at(slug)
    form = TakingForm()
    if not form.validate_on_submit():
        return redirect(url_for(".import_list", slug=slug))
    found = _read(week, table_of_rows(form.rows.data or ""))
    made = writing.prepare_many(week, [one.entry for one in found.new], by=signed_in())
    flash(
        ngettext(
            "%(num)d invitation is prepared. Nothing is sent yet.",
            "%(num)d invitations are prepared. Nothing is sent yet.",
            len(made),
        )
    )
    return redirect(url_for(".invitations", slug=slug, state="prepared"))


def _preview(week: Week, table: Table) -> ResponseReturnValue:
    found = _read(week, table)
    form = TakingForm(formdata=None)
    form.rows.data = as_text(found)
    is_too_large = len(form.rows.data.encode()) > LARGEST_ROWS
    return render_template(
        "invitations/import_preview.html",
        week=week,
        found=found,
        form=form,
        is_too_large=is_too_large,
    )


def _read(week: Week, table: Table) -> GuestList:
    directory = Directory.of(queries.directory_names())
    return read_list(table, week, directory, queries.known_guests(week))


def _examples(week: Week) -> list[tuple[str, str, notices.Letter]]:
    """The mail in each language of the week, to somebody who is invented."""
    now = clock.now()
    found = []
    for tag in week.languages:
        name = (
            PersonName("Wang Xiaoming", "王小明", "zh-Hans")
            if tag.startswith("zh")
            else PersonName("Anna Nowak", title="Prof.")
        )
        example = Invitation(
            name=name,
            language=tag,
            proposed_institution=_("University of Example"),
            personal_words=_("We would be glad to see you again."),
            created_at=now,
        )
        word = language_word(tag, week.languages)
        found.append((tag, word, notices.invitation_letter(example, week)))
    return found


def _head() -> list[str]:
    return [
        _("For whom"),
        _("Name in own script"),
        _("Institution"),
        _("E-mail"),
        _("Language"),
        _("They come as"),
        _("State"),
        _("Used"),
        _("How often it may be used"),
        _("Last day"),
        _("Sent"),
        _("Opened"),
        _("Accepted"),
        _("Declined"),
        _("Reason"),
        _("Reminders"),
        _("Code"),
        _("Link"),
    ]


def _cells(one: Invitation, week: Week) -> list[object]:
    zone = week.tzinfo
    instants = (one.sent_at, one.opened_at, one.answered_at, one.declined_at)
    days = [at.astimezone(zone).date() if at else None for at in instants]
    has_codes = one.token_digest is not None
    is_open = one.state(clock.now()) is not InvitationState.ENDED
    return [
        one.name.latin or one.label,
        one.name.native,
        one.institution_name,
        one.address,
        one.language,
        delegate_word(one.kind),
        state_word(one.state(clock.now())),
        one.used,
        one.uses_allowed,
        one.expires_at.astimezone(zone).date() if one.expires_at else None,
        *days,
        one.decline_reason,
        one.reminders,
        code_of(one) if has_codes and is_open else "",
        wording.address_of(one, week) if has_codes and is_open else "",
    ]
