"""Signing in and out."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from eventapp.accounts import access, queries
from eventapp.accounts.errors import TooManyAttempts, WrongCredentials
from eventapp.accounts.forms import SignInForm
from eventapp.accounts.service import signing_in
from eventapp.accounts.vocabulary import OFFICE
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
                from_address=request.remote_addr or "",
            )
        except (WrongCredentials, TooManyAttempts) as refusal:
            form.address.errors = [str(refusal)]
            return _page(form), refusal.status
        else:
            session.clear()  # a session from before is not carried over
            access.begin_session(account)
            standing = queries.standing_of(account)
            home = (
                "dashboard.weeks" if standing.may_somewhere(OFFICE) else "checkin.desks"
            )
            return redirect(onward or url_for(home))
    return _page(form), form.status


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """Let this browser act for nobody."""
    access.end_session()
    return redirect(url_for("programme.weeks"))


def _page(form: SignInForm) -> str:
    return render_template("accounts/sign_in.html", form=form)
