"""What everybody sets up for themselves: apps for codes, passkeys, recovery codes."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts import access, signing_on
from eventapp.accounts import factor_queries as queries
from eventapp.accounts.access import requires_account, requires_fresh
from eventapp.accounts.errors import TooManyAttempts
from eventapp.accounts.factor_errors import PasskeyKnown, PasskeyRefused, WrongCode
from eventapp.accounts.factor_forms import AppForm, CodeForm, PasskeyForm
from eventapp.accounts.factors import Authenticator, Passkey
from eventapp.accounts.models import Account
from eventapp.accounts.proving import asking, question
from eventapp.accounts.service import passkeys, requiring, stepping
from eventapp.kernel import qr
from eventapp.kernel.db import db

bp = Blueprint("own_factors", __name__, url_prefix="/account/factors")


@bp.get("/")
@requires_account
def factors() -> ResponseReturnValue:
    """Show with what one signs in beside the password."""
    account = _own_account()
    return render_template(
        "own_factors/factors.html",
        account=account,
        apps=queries.authenticators_of(account.id),
        passkeys=queries.passkeys_of(account.id),
        codes_left=queries.recovery_codes_left(account.id),
        must=queries.must(account.id),
        fits=passkeys.site().is_fit,
        ways=signing_on.ways_of(account),
    )


@bp.route("/apps", methods=["GET", "POST"])
@requires_account
@requires_fresh
def add_app() -> ResponseReturnValue:
    """Begin to set up an app for codes."""
    form = AppForm()
    if form.validate_on_submit():
        begun = stepping.begin_authenticator(_own_account(), form.name.data or "")
        return redirect(url_for(".confirm_app", app_id=begun.id))
    return render_template("own_factors/add_app.html", form=form), form.status


@bp.route("/apps/<uuid:app_id>", methods=["GET", "POST"])
@requires_account
@requires_fresh
def confirm_app(app_id: UUID) -> ResponseReturnValue:
    """Show the picture for the app, and ask for its first code."""
    app = _own_app(app_id)
    if app.confirmed_at is not None:
        return redirect(url_for(".factors"))
    form = CodeForm()
    status = form.status
    if form.validate_on_submit():
        try:
            codes = stepping.confirm_authenticator(app, form.code.data or "")
            return _added(codes)
        except (WrongCode, TooManyAttempts) as refusal:
            form.code.errors = [str(refusal)]
            status = refusal.status
    secret = stepping.secret_of(app)
    groups = [secret[at : at + 4] for at in range(0, len(secret), 4)]
    page = render_template(
        "own_factors/confirm_app.html", form=form, app=app, secret=" ".join(groups)
    )
    return page, status


@bp.get("/apps/<uuid:app_id>/code.svg")
@requires_account
@requires_fresh
def app_code(app_id: UUID) -> ResponseReturnValue:
    """Draw what the app reads."""
    app = _own_app(app_id)
    if app.confirmed_at is not None:
        abort(404)  # a secret is shown until it counts, and never again
    title = _("Code for the app that shows codes")
    picture = qr.svg(stepping.address_of(app), title, is_address=True)
    return picture, {"Content-Type": "image/svg+xml", "Cache-Control": "no-store"}


@bp.post("/apps/<uuid:app_id>/end")
@requires_account
@requires_fresh
def end_app(app_id: UUID) -> ResponseReturnValue:
    """Let an app count no more."""
    app = _own_app(app_id)
    stepping.end_authenticator(app)
    flash(_("“%(name)s” proves you no more.", name=app.name))
    return redirect(url_for(".factors"))


@bp.route("/passkeys", methods=["GET", "POST"])
@requires_account
@requires_fresh
def add_passkey() -> ResponseReturnValue:
    """Keep a passkey that the browser makes."""
    if not passkeys.site().is_fit:
        abort(404)
    account, form = _own_account(), PasskeyForm()
    status = form.status
    if form.validate_on_submit():
        try:
            _kept, codes = passkeys.add_passkey(
                account,
                form.name.data or "",
                form.credential.data or "",
                challenge=question(),
            )
            return _added(codes)
        except (PasskeyRefused, PasskeyKnown) as refusal:
            form.name.errors = [str(refusal)]
            status = refusal.status
    form.credential.data = ""
    asked = asking(passkeys.creation_options(account))
    return render_template(
        "own_factors/add_passkey.html", form=form, asked=asked
    ), status


@bp.route("/passkeys/<uuid:passkey_id>", methods=["GET", "POST"])
@requires_account
def rename_passkey(passkey_id: UUID) -> ResponseReturnValue:
    """Call a passkey otherwise."""
    passkey = _own_passkey(passkey_id)
    form = PasskeyForm(obj=passkey)
    if form.validate_on_submit():
        stepping.rename_passkey(passkey, form.name.data or "")
        return redirect(url_for(".factors"))
    page = render_template(
        "own_factors/rename_passkey.html", form=form, passkey=passkey
    )
    return page, form.status


@bp.post("/passkeys/<uuid:passkey_id>/end")
@requires_account
@requires_fresh
def end_passkey(passkey_id: UUID) -> ResponseReturnValue:
    """Let a passkey count no more."""
    passkey = _own_passkey(passkey_id)
    stepping.end_passkey(passkey)
    flash(_("“%(name)s” proves you no more.", name=passkey.name))
    return redirect(url_for(".factors"))


@bp.post("/recovery-codes")
@requires_account
@requires_fresh
def new_recovery_codes() -> ResponseReturnValue:
    """Make ten new codes, and show them this once."""
    account = _own_account()
    if not queries.has_factor(account.id):
        abort(404)
    return _shown(stepping.new_recovery_codes(account))


def _added(codes: Sequence[str]) -> ResponseReturnValue:
    requiring.strengthen(access.signed_in_session().id)
    if codes:
        return _shown(codes)
    flash(_("Added. From now on it proves that it is you."))
    return redirect(url_for(".factors"))


def _shown(codes: Sequence[str]) -> ResponseReturnValue:
    page = render_template("own_factors/recovery_codes.html", codes=codes)
    return page, {"Cache-Control": "no-store"}


def _own_account() -> Account:
    return db.session.get_one(Account, access.signed_in().id)


def _own_app(key: UUID) -> Authenticator:
    return queries.authenticator_of(access.signed_in().id, key) or abort(404)


def _own_passkey(key: UUID) -> Passkey:
    return queries.passkey_of(access.signed_in().id, key) or abort(404)
