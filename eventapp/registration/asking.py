"""The steps of the week's own questions, and the files that answer them."""

from uuid import UUID

from flask import abort, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.files.answering import download
from eventapp.kernel import i18n
from eventapp.kernel.db import writing
from eventapp.programme.access import week_or_404
from eventapp.questions.form import LARGEST_FILE, FormPart
from eventapp.questions.forms.answering import Offered
from eventapp.questions.forms.fields import Files
from eventapp.questions.forms.page import PartPage, Sent
from eventapp.questions.queries import form_of
from eventapp.questions.showing import keeping
from eventapp.registration import access, answered, choices, paths, stepping
from eventapp.registration.access import delegate
from eventapp.registration.agreeing import has_agreed
from eventapp.registration.answers import Consents
from eventapp.registration.entering import bp
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import applying
from eventapp.registration.service.answering import (
    FilesGiven,
    PartAnswers,
    drop_held,
    hold_file,
    save_part,
)
from eventapp.registration.steps import Walk, circumstances, walk_of
from eventapp.registration.vocabulary import ConsentPurpose

__all__ = ("bp",)  # views.py adds the other steps to it

OFFERED = Offered(choices.places, choices.spoken_languages)
LARGEST_REQUEST = LARGEST_FILE + 5_000_000


@bp.url_value_preprocessor
def _allow_files(endpoint: str | None, _values: object) -> None:
    """Before the token is read from the form: files are larger than forms."""
    if endpoint == "registration.answer_section" and session.get(access.KEY):
        request.max_content_length = LARGEST_REQUEST


@bp.route("/weeks/<slug>/register/more/<uuid:section_id>", methods=["GET", "POST"])
@delegate
def answer_section(slug: str, section_id: UUID) -> ResponseReturnValue:
    """One section of the week's own questions."""
    registration = stepping.asked(slug)
    if registration is None:
        if form_of(week_or_404(slug).id).part(section_id) is None:
            abort(404)
        return redirect(url_for(".start", slug=slug))
    walk = walk_of(registration)
    part = walk.form.part(section_id) or abort(404)
    if part not in walk.parts:  # nothing of it is asked any more
        return redirect(paths.home(registration))
    applying.check_changeable(registration)
    asking = part_page(registration, walk, part)
    files = answered.files_of(registration)
    if request.method == "GET":
        asking.show(files)
        asking.form.agrees.data = asking.is_sensitive and has_agreed(
            registration, ConsentPurpose.SENSITIVE
        )
    elif (sent := asking.read(files)) is not None:
        keep_sensitive_consent(registration, sent)
        save_part(registration, part, given_in(sent))
        if sent.is_complete:
            return stepping.onward(registration, part.step)
        flash(_("Saved. More questions follow from your answers."), "info")
        return redirect(request.full_path)
    else:
        hold_uploads(registration, asking)
    page = stepping.page(
        registration,
        registration.week,
        part.step,
        asking.form,
        walk,
        part=part,
        asking=asking,
        days=keeping.days(registration.week),
    )
    return page, asking.form.status


@bp.get("/me/<uuid:registration_id>/files/<uuid:answer_file_id>")
@delegate
def own_file(registration_id: UUID, answer_file_id: UUID) -> ResponseReturnValue:
    """A file that one handed in oneself."""
    registration = access.own_registration(registration_id)
    found = answered.file_of(registration, answer_file_id) or abort(404)
    return download(found.stored)


def part_page(registration: Registration, walk: Walk, part: FormPart) -> PartPage:
    """A section as somebody sees it."""
    known = circumstances(registration, walk.form)
    return PartPage(walk.form, part, known, walk.given, OFFERED)


def keep_sensitive_consent(registration: Registration, sent: Sent) -> None:
    """Keep that somebody agreed to what they told about health or belief."""
    purpose = ConsentPurpose.SENSITIVE
    if sent.agrees and not has_agreed(registration, purpose):
        texts = {purpose: sent.agrees}
        agreed = Consents({purpose: True}, texts, i18n.spoken().tag)
        applying.keep_consents(registration, agreed)


def given_in(sent: Sent) -> PartAnswers:
    """What was sent, as the service takes it."""
    return PartAnswers(
        values=sent.values,
        language=i18n.spoken().tag,
        files={key: FilesGiven(*one) for key, one in sent.files.items()},
        is_complete=sent.is_complete,
    )


def hold_uploads(registration: Registration, asking: PartPage) -> None:
    """Keep for an hour what was uploaded into a form that comes back.

    The request is refused and undone; this is a transaction of its own. No more is
    kept than the question takes, however often the form is sent.
    """
    if not asking.fits:
        return
    fields = {
        one.question.id: (one.field, one.question.wording.limits.most or 1)
        for one in asking.drawn
        if isinstance(one.field, Files) and one.question.id in asking.fits
    }
    with writing():
        for key, (field, most) in fields.items():
            staying = field.staying[:most]
            drop_held(registration, key, but=staying)
            fits = asking.fits[key][: most - len(staying)]
            field.chosen |= {hold_file(registration, key, fit).id for fit in fits}
    asking.offer_files(answered.files_of(registration))
