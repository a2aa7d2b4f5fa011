"""The office changes a delegate's answers: the usual ones, and the week's own."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.dashboard.decisions import page_of, registration_at
from eventapp.dashboard.form_answers import readers_for
from eventapp.dashboard.office import bp
from eventapp.dashboard.own_answers import TITLES
from eventapp.files.answering import download
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.questions import queries
from eventapp.questions.showing import keeping
from eventapp.registration import answered, finding
from eventapp.registration.agreeing import has_agreed
from eventapp.registration.asking import (
    LARGEST_REQUEST,
    given_in,
    hold_uploads,
    part_page,
)
from eventapp.registration.forms.identity import InstitutionForm, NameForm
from eventapp.registration.forms.stay import NeedsForm, StayForm
from eventapp.registration.notices_of_answers import tell_answers_changed
from eventapp.registration.service.answering import save_part
from eventapp.registration.service.applying import save_answers
from eventapp.registration.steps import walk_of
from eventapp.registration.usual import COLUMNS, is_asked
from eventapp.registration.vocabulary import ConsentPurpose
from eventapp.web.forms import Form

STEP_WORDS = {
    "name": lazy_gettext("About you"),
    "institution": lazy_gettext("Your institution"),
    "stay": lazy_gettext("Your stay"),
    "needs": lazy_gettext("What to prepare for you"),
}
FORMS = {
    "name": NameForm,
    "institution": InstitutionForm,
    "stay": StayForm,
    "needs": NeedsForm,
}
NO_CONSENT = lazy_gettext(
    "The delegate has not agreed that we keep what tells of health or belief. "
    "Only the delegate can agree."
)


class TellForm(Form):
    """Whether the delegate is told."""

    tell = BooleanField(lazy_gettext("Tell the delegate by e-mail"))


@bp.url_value_preprocessor
def _allow_files(endpoint: str | None, _values: object) -> None:
    """Before the token is read from the form: files are larger than forms."""
    if endpoint == "dashboard.edit_section_answers":
        request.max_content_length = LARGEST_REQUEST


@bp.route(
    "/<slug>/registrations/<uuid:registration_id>/answers/<step>",
    methods=["GET", "POST"],
)
@requires(Right.MANAGE)
def edit_answers(slug: str, registration_id: UUID, step: str) -> ResponseReturnValue:
    """The usual answers, one page for each step."""
    week = week_at(slug)
    found = registration_at(week, registration_id)
    asked = FORMS.get(step) or abort(404)
    form, telling = asked().offer(week), TellForm()
    if request.method == "GET":
        form.show(found)
    institutions = (
        finding.offer_found(form, found.institution)
        if isinstance(form, InstitutionForm)
        else []
    )
    agrees = has_agreed(found, ConsentPurpose.SENSITIVE)
    if isinstance(form, NeedsForm):
        form.sensitive.data = agrees
    only_find = request.form.get("do") == "find"
    if not only_find and form.validate_on_submit():
        save_answers(found, step, form.answers(), by=signed_in())
        if telling.tell.data:
            tell_answers_changed(found, str(STEP_WORDS[step]))
        flash(_("Saved."))
        return redirect(page_of(week, found))
    if isinstance(form, NeedsForm) and form.sensitive.errors:
        form.sensitive.errors = []
        form.form_errors = [str(NO_CONSENT)]
    page = render_template(
        "dashboard/edit_answers.html",
        week=week,
        registration=found,
        form=form,
        telling=telling,
        step=step,
        heading=TITLES[step],
        left_out=_left_out(week),
        found={str(one.id): one for one in institutions},
        wheres={str(one.id): finding.where(one) for one in institutions},
    )
    return page, form.status


@bp.route(
    "/<slug>/registrations/<uuid:registration_id>/answers/more/<uuid:section_id>",
    methods=["GET", "POST"],
)
@requires(Right.MANAGE)
def edit_section_answers(
    slug: str, registration_id: UUID, section_id: UUID
) -> ResponseReturnValue:
    """The answers of one section of the week's own form."""
    week = week_at(slug)
    found = registration_at(week, registration_id)
    walk = walk_of(found)
    part = next((one for one in walk.parts if one.id == section_id), None) or abort(404)
    part = part.read_by(readers_for(week.id))
    asking, telling = part_page(found, walk, part), TellForm()
    files = answered.files_of(found)
    agrees = has_agreed(found, ConsentPurpose.SENSITIVE)
    asking.form.agrees.data = agrees
    if request.method == "GET":
        asking.show(files)
    elif (sent := asking.read(files)) is not None:
        save_part(found, part, given_in(sent), by=signed_in())
        if telling.tell.data:
            tell_answers_changed(found, part.title)
        flash(_("Saved."))
        if sent.is_complete:
            return redirect(page_of(week, found))
        return redirect(request.full_path)
    else:
        hold_uploads(found, asking)
    if asking.form.agrees.errors:
        asking.form.agrees.errors = []
        asking.form.form_errors = [str(NO_CONSENT)]
    page = render_template(
        "dashboard/edit_section_answers.html",
        week=week,
        registration=found,
        part=part,
        asking=asking,
        form=asking.form,
        telling=telling,
        days=keeping.days(week),
    )
    return page, asking.form.status


@bp.get("/<slug>/registrations/<uuid:registration_id>/files/<uuid:answer_file_id>")
@requires(Right.MANAGE)
def answer_file(
    slug: str, registration_id: UUID, answer_file_id: UUID
) -> ResponseReturnValue:
    """A file that a delegate handed in, for those who may read the answer."""
    week = week_at(slug)
    found = registration_at(week, registration_id)
    file = answered.file_of(found, answer_file_id) or abort(404)
    question = queries.whole_form_of(week.id).question(file.question_id)
    if question is None or question.readers not in readers_for(week.id):
        abort(404)
    return download(file.stored)


def _left_out(week: Week) -> frozenset[str]:
    """The fields that this week does not ask."""
    return frozenset(
        column
        for name, columns in COLUMNS.items()
        if not is_asked(week, name)
        for column in columns
    ) | {"sensitive"}
