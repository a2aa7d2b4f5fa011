"""The second step at signing in, and passkeys in place of a password."""

from typing import Any

from flask import (
    Blueprint,
    Flask,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue

from eventapp.accounts import access, entering
from eventapp.accounts import factor_queries as queries
from eventapp.accounts.access import requires_account
from eventapp.accounts.errors import TooManyAttempts
from eventapp.accounts.factor_errors import PasskeyRefused, WrongCode
from eventapp.accounts.factor_forms import CodeForm
from eventapp.accounts.models import Account
from eventapp.accounts.service import passkeys, stepping
from eventapp.accounts.vocabulary import Means
from eventapp.web.audience import public
from eventapp.web.language import safe_next

bp = Blueprint("factors", __name__, url_prefix="/account")
QUESTION = "passkey_question"  # in the session: what the browser was asked


@bp.route("/second-step", methods=["GET", "POST"])
@public
def second_step() -> ResponseReturnValue:
    """Ask whoever knew the password for a code or a passkey."""
    account = entering.half_entered()
    if account is None:
        return redirect(url_for("accounts.sign_in"))
    form = CodeForm()
    if form.validate_on_submit():
        try:
            stepping.take_code(account, form.code.data or "")
            return entering.complete(account)
        except (WrongCode, TooManyAttempts) as refusal:
            form.code.errors = [str(refusal)]
            return _second_step(account, form), refusal.status
    return _second_step(account, form), form.status


@bp.post("/second-step/passkey")
@public
def second_step_by_passkey() -> ResponseReturnValue:
    """Take a passkey as the second step."""
    account = entering.half_entered()
    if account is None:
        return redirect(url_for("accounts.sign_in"))
    form = CodeForm(formdata=None)
    try:
        passkeys.proven_by(_answer(), challenge=question(), account_id=account.id)
    except PasskeyRefused as refusal:
        form.code.errors = [str(refusal)]
        return _second_step(account, form), refusal.status
    return entering.complete(account)


@bp.post("/sign-in/passkey")
@public
def sign_in() -> ResponseReturnValue:
    """Let somebody in who has a passkey, without a password."""
    onward = safe_next(request.args.get("next"), "")
    try:
        account = passkeys.proven_by(_answer(), challenge=question())
    except PasskeyRefused as refusal:
        flash(str(refusal), "bad")
        return redirect(url_for("accounts.sign_in", next=onward or None))
    return entering.enter(account, Means.PASSKEY, is_strong=True, onward=onward)


@bp.post("/prove/passkey")
@requires_account
def prove() -> ResponseReturnValue:
    """Take a passkey in place of the password, before something grave."""
    onward = safe_next(request.args.get("next"), url_for("own_factors.factors"))
    account = access.signed_in()
    try:
        passkeys.proven_by(
            _answer(),
            challenge=question(),
            account_id=account.id,
        )
    except PasskeyRefused as refusal:
        flash(str(refusal), "bad")
        return redirect(url_for("accounts.prove", next=onward))
    access.note_proved()
    return redirect(onward)


def init_app(app: Flask) -> None:
    """Let the pages of signing in offer a passkey."""
    app.jinja_env.globals["passkey_question"] = passkey_question


def passkey_question(account: Account | None = None) -> dict[str, Any] | None:
    """What the page asks the browser for a passkey; None where it cannot have one."""
    if not passkeys.site().is_fit:
        return None
    if account is not None and not queries.passkeys_of(account.id):
        return None
    return asking(passkeys.request_options(account))


def asking(options: dict[str, Any]) -> dict[str, Any]:
    """What the page hands to the browser; the answer has to fit this question."""
    session[QUESTION] = options["challenge"]
    return options


def question() -> str:
    """What was asked last in this browser; one answer to it is taken."""
    return str(session.pop(QUESTION, ""))


def _answer() -> str:
    """What the browser answers for a passkey."""
    return request.form.get("passkey-credential", "")


def _second_step(account: Account, form: CodeForm) -> str:
    return render_template(
        "factors/second_step.html",
        form=form,
        has_app=bool(queries.authenticators_of(account.id)),
        asked=passkey_question(account),
    )
