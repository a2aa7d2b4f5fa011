"""Letting a mailing go: a test, now or at a time, held back, to new ones, a copy."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.mailings.drafts import draft_page, page_of
from eventapp.mailings.errors import (
    NobodyToWriteTo,
    NothingWritten,
    OtherwiseMeanwhile,
    TimeHasPassed,
)
from eventapp.mailings.forms.writing import SendForm
from eventapp.mailings.office import bp, mailing_at
from eventapp.mailings.service import sending, writing
from eventapp.mailings.service.testing import send_test
from eventapp.programme.access import week_at

TURNS = {
    "take-back": sending.take_back,
    "pause": sending.pause_mailing,
    "resume": sending.resume_mailing,
    "cancel": sending.cancel_mailing,
    "repeat": sending.write_to_new,
}


@bp.post("/mailings/<uuid:mailing_id>/test")
@requires(Right.MANAGE)
def test(slug: str, mailing_id: UUID) -> ResponseReturnValue:
    """Send it to oneself, with samples in place of what is of each one alone."""
    week = week_at(slug)
    found = mailing_at(week, mailing_id)
    by = signed_in()
    count = send_test(found, to=by)
    flash(
        ngettext(
            "%(num)d test is on its way to %(address)s.",
            "%(num)d tests are on their way to %(address)s.",
            count,
            address=by.address,
        )
    )
    return redirect(page_of(week, found))


@bp.post("/mailings/<uuid:mailing_id>/send")
@requires(Right.MANAGE)
def send(slug: str, mailing_id: UUID) -> ResponseReturnValue:
    """Let a draft leave, in a minute or at its time."""
    week = week_at(slug)
    found = mailing_at(week, mailing_id)
    form = SendForm().offer(week)
    if found.is_draft and not form.validate_on_submit():
        return draft_page(week, found, form)
    try:
        sending.send_mailing(found, form.at, by=signed_in())
    except (NobodyToWriteTo, NothingWritten, TimeHasPassed) as refusal:
        form.form_errors = [str(refusal)]
        return draft_page(week, found, form)
    flash(_("It leaves at the time below. Until then you can take it back."))
    return redirect(page_of(week, found))


@bp.post(
    "/mailings/<uuid:mailing_id>/<any('take-back', pause, resume, cancel, repeat):turn>"
)
@requires(Right.MANAGE)
def move(slug: str, mailing_id: UUID, turn: str) -> ResponseReturnValue:
    """Take it back, hold it back, go on, end it, or write to those who are new."""
    week = week_at(slug)
    found = mailing_at(week, mailing_id)
    try:
        TURNS[turn](found, by=signed_in())
    except OtherwiseMeanwhile as refusal:
        flash(str(refusal))
    return redirect(page_of(week, found))


@bp.post("/mailings/<uuid:mailing_id>/copy")
@requires(Right.MANAGE)
def copy(slug: str, mailing_id: UUID) -> ResponseReturnValue:
    """Begin another draft with the same texts, to the same group as it is now."""
    week = week_at(slug)
    made = writing.copy_mailing(mailing_at(week, mailing_id), by=signed_in())
    flash(_("This is a copy. Nothing is sent yet."))
    return redirect(url_for(".write", slug=slug, mailing_id=made.id))


@bp.post("/mailings/<uuid:mailing_id>/discard")
@requires(Right.MANAGE)
def discard(slug: str, mailing_id: UUID) -> ResponseReturnValue:
    """Throw a draft away."""
    week = week_at(slug)
    writing.discard_mailing(mailing_at(week, mailing_id), by=signed_in())
    flash(_("The draft is gone."))
    return redirect(url_for(".mailings", slug=slug))
