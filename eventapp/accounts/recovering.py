"""Links from mails: the first password of somebody invited, and a forgotten one."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eventapp.accounts import queries, strength
from eventapp.accounts.entering import enter
from eventapp.accounts.forms import ForgottenForm, NewPasswordForm, WelcomeForm
from eventapp.accounts.service import linking
from eventapp.accounts.vocabulary import LinkPurpose, Means
from eventapp.web.audience import public

bp = Blueprint("recovering", __name__, url_prefix="/account")


@bp.route("/forgotten", methods=["GET", "POST"])
@public
def forgotten() -> ResponseReturnValue:
    """Mail a link to another password; whoever asks does not learn who has one."""
    form = ForgottenForm()
    if form.validate_on_submit():
        linking.send_recovery(form.address.data or "")
        return redirect(url_for(".sent"))
    return render_template("accounts/forgotten.html", form=form), form.status


@bp.get("/forgotten/sent")
@public
def sent() -> ResponseReturnValue:
    """What to do now: look into the mailbox."""
    return render_template("accounts/recovery_sent.html")


@bp.route("/recover/<token>", methods=["GET", "POST"])
@public
def recover(token: str) -> ResponseReturnValue:
    """Choose another password; nothing is spent by looking."""
    account = linking.account_of(token, LinkPurpose.RECOVERY)
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            account = linking.recover(token, form.password.data or "")
        except strength.REFUSALS as refusal:
            form.password.errors = [str(refusal)]
        else:
            return enter(account, Means.LINK)
    page = render_template("accounts/recover.html", form=form, account=account)
    return page, form.status


@bp.route("/welcome/<token>", methods=["GET", "POST"])
@public
def welcome(token: str) -> ResponseReturnValue:
    """Accept an invitation: a name, and a password that nobody else knows."""
    account = linking.account_of(token, LinkPurpose.INVITATION)
    form = WelcomeForm(name=account.name)
    if queries.standing_of(account).is_known_by_name:
        form.keep_name(account.name)
    if form.validate_on_submit():
        try:
            account = linking.accept(
                token, form.name.data or "", form.password.data or ""
            )
        except strength.REFUSALS as refusal:
            form.password.errors = [str(refusal)]
        else:
            return enter(account, Means.LINK)
    page = render_template("accounts/welcome.html", form=form, account=account)
    return page, form.status
