"""The words of the house's mails: looked at, changed, tried, and back to ours."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.models import Account
from eventapp.accounts.vocabulary import Right
from eventapp.correspondence.forms import WordingForm
from eventapp.correspondence.office import bp
from eventapp.correspondence.previewing import as_read, found_by, somebody_of
from eventapp.journal.service import note
from eventapp.kernel.i18n import LANGUAGES, Language
from eventapp.mail import occasions
from eventapp.mail.occasions import Occasion, Wording, occasion_called, wording_of
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.web.addresses import searched


@bp.get("/mail-texts")
@requires(Right.MANAGE)
def mail_texts(slug: str) -> ResponseReturnValue:
    """On which occasions we write, and where the office says it in its own words."""
    week = week_at(slug)
    return render_template(
        "correspondence/mail_texts.html",
        week=week,
        occasions=occasions.occasions(),
        languages=_languages(week),
        own=frozenset(occasions.texts_of(week.id)),
    )


@bp.route("/mail-texts/<occasion>/<tag>", methods=["GET", "POST"])
@requires(Right.MANAGE)
def mail_text(slug: str, occasion: str, tag: str) -> ResponseReturnValue:
    """One mail in one language: its words, and how somebody would read it."""
    week = week_at(slug)
    found, language = _found(week, occasion, tag)
    before = wording_of(found, week.id, tag)
    form = WordingForm().about(found)
    is_try = "preview" in request.form
    if form.validate_on_submit() and not is_try:
        _keep(week, found, tag, form.wording(), by=signed_in())
        flash(_("Saved. Mails from now on have these words."))
        return redirect(url_for(".mail_text", slug=slug, occasion=occasion, tag=tag))
    if request.method == "GET":
        form.show(before)
    shown = before if form.errors else form.wording()
    somebody = somebody_of(week, request.values.get("as", ""))
    words = searched()
    page = render_template(
        "correspondence/mail_text.html",
        week=week,
        occasion=found,
        language=language,
        languages=_languages(week),
        form=form,
        is_own=(found.key, tag) in occasions.texts_of(week.id),
        is_try=is_try and not form.errors,
        letter=as_read(found, shown, week, tag, somebody),
        somebody=somebody,
        words=words,
        people=found_by(week, words) if words else (),
    )
    return page, form.status


@bp.post("/mail-texts/<occasion>/<tag>/restore")
@requires(Right.MANAGE)
def restore_mail_text(slug: str, occasion: str, tag: str) -> ResponseReturnValue:
    """Back to our words."""
    week = week_at(slug)
    found, _language = _found(week, occasion, tag)
    _keep(week, found, tag, None, by=signed_in())
    flash(_("Mails have our words again."))
    return redirect(url_for(".mail_text", slug=slug, occasion=occasion, tag=tag))


def _keep(
    week: Week, occasion: Occasion, tag: str, wording: Wording | None, *, by: Account
) -> None:
    before = occasions.texts_of(week.id).get((occasion.key, tag))
    if before == wording:
        return
    if wording == occasion.ours(tag):
        wording = None  # they follow ours when we say it better
    occasions.say(occasion, week.id, tag, wording)
    action = "mail_text.changed" if wording else "mail_text.restored"
    said = {
        name: {"subject": one.subject, "text": one.text}
        for name, one in (("before", before), ("after", wording))
        if one is not None
    }
    note(
        action,
        actor=by.name,
        actor_id=by.id,
        subject=f"{occasion.title} ({tag})",
        week_id=week.id,
        details=said,
    )


def _found(week: Week, key: str, tag: str) -> tuple[Occasion, Language]:
    found = occasion_called(key) or abort(404)
    spoken = {language.tag: language for language in _languages(week)}
    return found, spoken.get(tag) or abort(404)


def _languages(week: Week) -> list[Language]:
    """In which we write to people of this week: all that we speak."""
    first = [one for one in LANGUAGES if one.tag in week.languages]
    return [*first, *(one for one in LANGUAGES if one not in first)]
