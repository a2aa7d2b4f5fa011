"""Signing in and out, and proving once more who one is."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from eventapp.accounts import access, signing_on
from eventapp.accounts.entering import device_token, enter, home_of
from eventapp.accounts.errors import TooManyAttempts, WrongCredentials, WrongPassword
from eventapp.accounts.forms import ProofForm, SignInForm
from eventapp.accounts.models import Account
from eventapp.accounts.service import signing_in
from eventapp.accounts.signing_on import THROUGH
from eventapp.accounts.vocabulary import Means
from eventapp.kernel.db import db
from eventapp.web.audience import public
from eventapp.web.language import safe_next

bp = Blueprint("accounts", __name__, url_prefix="/account")


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Ask for address and password, and go where the person wanted to go."""
    form = SignInForm()
    onward = safe_next(request.args.get("next"), "")
    if form.validate_on_submit():
        try:
            account = signing_in.sign_in(
                form.address.data or "",
                form.password.data or "",
                device_token=device_token(),
            )
        except (WrongCredentials, TooManyAttempts) as refusal:
            form.address.errors = [str(refusal)]
            return _sign_in_page(form, onward), refusal.status
        else:
            return enter(account, Means.PASSWORD, onward=onward)
    return _sign_in_page(form, onward), form.status


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """Let this browser act for nobody."""
    elsewhere = session.get(THROUGH)
    access.end_session()
    session.pop(THROUGH, None)
    if elsewhere and signing_on.farewell(elsewhere):
        return redirect(url_for("sign_on.farewell", provider=elsewhere))
    return redirect(url_for("programme.weeks"))


@bp.route("/prove", methods=["GET", "POST"])
@access.requires_account
def prove() -> ResponseReturnValue:
    """Ask for the password once more, before something dangerous."""
    form, account = ProofForm(), access.signed_in()
    onward = safe_next(request.args.get("next"), "")
    if form.validate_on_submit():
        try:
            is_right = signing_in.is_own_password(account, form.password.data or "")
        except TooManyAttempts as refusal:
            form.password.errors = [str(refusal)]
            return _proof_page(form, onward), refusal.status
        if is_right:
            access.note_proved()
            return redirect(onward or home_of(account))
        form.password.errors = [str(WrongPassword())]
    return _proof_page(form, onward), form.status


def _sign_in_page(form: SignInForm, onward: str) -> str:
    return render_template("accounts/sign_in.html", form=form, onward=onward)


def _proof_page(form: ProofForm, onward: str) -> str:
    return render_template(
        "accounts/prove.html",
        form=form,
        onward=onward,
        is_again="again" in request.args,
        account=db.session.get_one(Account, access.signed_in().id),
    )
