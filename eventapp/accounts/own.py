"""The own account: name, language, password, and where it is signed in."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.accounts import access, queries, strength
from eventapp.accounts.errors import TooManyAttempts, WrongPassword
from eventapp.accounts.forms import OwnForm, OwnPasswordForm
from eventapp.accounts.models import Account, AccountSession
from eventapp.accounts.service import accounts, sessions
from eventapp.accounts.service.noting import note_own
from eventapp.kernel.db import db
from eventapp.web.lookup import get_or_404

bp = Blueprint("own", __name__, url_prefix="/account")
ENDED = "account.sessions_ended"


@bp.route("/", methods=["GET", "POST"])
@access.requires_account
def account() -> ResponseReturnValue:
    """Who one is here, and from where one is signed in."""
    own = _own()
    form = OwnForm.about(own)
    if queries.standing_of(own).is_known_by_name:
        form.keep_name(own.name)
    if form.validate_on_submit():
        accounts.change_own(own, form.name.data or "", form.language.data)
        flash(_("Saved."))
        return redirect(url_for(".account"))
    page = render_template(
        "accounts/own.html",
        form=form,
        own=own,
        sessions=queries.sessions_of(own),
        here=access.signed_in_session().id,
    )
    return page, form.status


@bp.route("/password", methods=["GET", "POST"])
@access.requires_account
def password() -> ResponseReturnValue:
    """Change the password, with the present one."""
    form, own = OwnPasswordForm(), _own()
    if own.password_hash is None:
        abort(404)
    if form.validate_on_submit():
        try:
            accounts.change_password(
                own,
                form.present.data or "",
                form.password.data or "",
                here=access.signed_in_session().id,
            )
        except (WrongPassword, TooManyAttempts) as refusal:
            form.present.errors = [str(refusal)]
        except strength.REFUSALS as refusal:
            form.password.errors = [str(refusal)]
        else:
            access.note_proved()
            flash(_("Your password is changed. You are signed out everywhere else."))
            return redirect(url_for(".account"))
    return render_template("accounts/password.html", form=form, own=own), form.status


@bp.post("/sessions/<uuid:session_id>/end")
@access.requires_account
def end_session(session_id: UUID) -> ResponseReturnValue:
    """Sign one of the own browsers out."""
    own, found = _own(), get_or_404(AccountSession, session_id)
    if found.account_id != own.id:
        abort(404)
    is_here = found.id == access.signed_in_session().id
    sessions.end_session(found)
    note_own(own, ENDED, after={"number": 1})
    if is_here:
        access.end_session()
        return redirect(url_for("accounts.sign_in"))
    flash(_("That device is signed out."))
    return redirect(url_for(".account"))


@bp.post("/sessions/end-others")
@access.requires_account
def end_other_sessions() -> ResponseReturnValue:
    """Sign the own account out everywhere else."""
    own = _own()
    ended = sessions.end_sessions(own, but=access.signed_in_session().id)
    if ended:
        note_own(own, ENDED, after={"number": ended})
    flash(
        ngettext(
            "%(num)s other device is signed out.",
            "%(num)s other devices are signed out.",
            ended,
        )
    )
    return redirect(url_for(".account"))


def _own() -> Account:
    """The own account, to be changed."""
    return db.session.get_one(Account, access.signed_in().id)
