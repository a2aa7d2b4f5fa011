"""A delegate's own page for the visa letter."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.kernel import i18n
from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import day_in_words
from eventapp.letters import queries, words
from eventapp.letters.answering import pdf_answer
from eventapp.letters.forms.asking import OutcomeForm, RequestForm
from eventapp.letters.models import LetterRequest, LetterSettings
from eventapp.letters.queries import KIND
from eventapp.letters.rules import forgotten_at
from eventapp.letters.service import asking
from eventapp.letters.service.asking import Agreed
from eventapp.letters.vocabulary import LetterField, LetterStatus
from eventapp.registration.access import delegate, own_registration
from eventapp.registration.models.registrations import Registration
from eventapp.vault.queries import masks_of
from eventapp.vault.service import kept_values
from eventapp.web.forms import OK

bp = Blueprint("letters", __name__)

for _say in (
    words.letter_status_word,
    words.letter_field_word,
    words.outcome_word,
    words.warning_word,
):
    bp.add_app_template_filter(_say)


@bp.route("/me/<uuid:registration_id>/letter", methods=["GET", "POST"])
@delegate
def mine(registration_id: UUID) -> ResponseReturnValue:
    """Ask for a letter, see its state, answer anew while nobody has decided."""
    registration = own_registration(registration_id)
    try:
        settings = asking.check_open(registration)
    except Refusal as refusal:
        if request.method == "POST":
            raise
        return _page(registration, closed=str(refusal))
    form = RequestForm().offer(settings, registration, _kept(registration))
    consent = consent_sentence(settings)
    if form.validate_on_submit():
        agreed = Agreed(f"{consent}\n{form.agreed.label.text}", i18n.spoken().tag)
        asking.ask(registration, form.answers(), agreed)
        flash(_("Your request is with the organisers."))
        return redirect(url_for(".mine", registration_id=registration.id))
    if request.method == "GET":
        form.propose(_known(registration))
    letter = queries.letter_of(registration)
    is_asked = letter is None or letter.status is LetterStatus.RETURNED
    is_shown = is_asked or bool(form.errors) or "change" in request.args
    return _page(registration, form=form if is_shown else None, consent=consent)


@bp.post("/me/<uuid:registration_id>/letter/file")
@delegate
def download(registration_id: UUID) -> ResponseReturnValue:
    """Hand out the letter; by a button, since each look is kept."""
    letter = _own_letter(registration_id)
    return pdf_answer(asking.paper_for_owner(letter), letter.numbered)


@bp.post("/me/<uuid:registration_id>/letter/outcome")
@delegate
def tell_outcome(registration_id: UUID) -> ResponseReturnValue:
    """Say what became of the visa; the passport data are deleted."""
    letter = _own_letter(registration_id)
    form = OutcomeForm().for_delegate()
    if not form.validate_on_submit():
        return _page(letter.registration, outcome=form)
    asking.tell_outcome(letter, form.chosen())
    flash(_("Thank you. Your passport data are deleted."))
    return redirect(url_for(".mine", registration_id=registration_id))


@bp.post("/me/<uuid:registration_id>/letter/withdraw")
@delegate
def withdraw(registration_id: UUID) -> ResponseReturnValue:
    """Take the request back; the passport data are deleted."""
    asking.withdraw(_own_letter(registration_id))
    flash(_("Your request is withdrawn. Your passport data are deleted."))
    return redirect(url_for(".mine", registration_id=registration_id))


def consent_sentence(settings: LetterSettings) -> str:
    """Who sees passport data, how long they are kept, when they go."""
    until = forgotten_at(settings.week, settings.keep_days)
    return _(
        "The office of %(host)s may use these answers to write my invitation letter,"
        " and for nothing else. They are kept encrypted. Only the colleagues who write"
        " letters can open them, and each look is recorded. They are deleted by"
        " %(day)s at the latest, or as soon as I say what became of the visa, withdraw"
        " my request or cancel my registration.",
        host=settings.week.host.name,
        day=day_in_words(until.astimezone(settings.week.tzinfo).date()),
    )


def _page(
    registration: Registration,
    *,
    form: RequestForm | None = None,
    consent: str = "",
    closed: str = "",
    outcome: OutcomeForm | None = None,
) -> ResponseReturnValue:
    letter = queries.letter_of(registration)
    masks = _masks(registration)
    page = render_template(
        "letters/mine.html",
        registration=registration,
        week=registration.week,
        settings=queries.settings_of(registration.week),
        letter=letter,
        masks={one: masks[one.value] for one in LetterField if one.value in masks},
        form=form,
        consent=consent,
        closed=closed,
        outcome=outcome or OutcomeForm(formdata=None).for_delegate(),
        hints={one.value: word for one, word in words.HINTS.items()},
        companions=queries.companions_of(registration),
    )
    failed = form or outcome
    return page, failed.status if failed is not None else OK


def _own_letter(registration_id: UUID) -> LetterRequest:
    return queries.letter_of(own_registration(registration_id)) or abort(404)


def _kept(registration: Registration) -> dict[str, str]:
    """What need not be typed again: it is kept, and a key of ours opens it."""
    opens = kept_values(registration.id, KIND)
    return {one: mask for one, mask in _masks(registration).items() if one in opens}


def _masks(registration: Registration) -> dict[str, str]:
    return dict(masks_of([registration.id], KIND).get(registration.id, {}))


def _known(registration: Registration) -> dict[str, object]:
    """What the registration says already, to be corrected in the form."""
    coming = queries.companions_of(registration)
    return {
        LetterField.NAME: registration.name.latin,
        LetterField.OCCUPATION: registration.position,
        LetterField.INSTITUTION: registration.institution_name,
        LetterField.ARRIVES_ON: registration.arrives_on,
        LetterField.DEPARTS_ON: registration.departs_on,
        LetterField.COMPANIONS: "\n".join(one.name.latin for one in coming),
    }
