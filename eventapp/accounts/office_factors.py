"""Who must have a second step, and help for those who have lost it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts import access
from eventapp.accounts import factor_queries as queries
from eventapp.accounts.access import requires, requires_fresh
from eventapp.accounts.factor_errors import NeedsOwnFactor, OwnFactors
from eventapp.accounts.factor_forms import LostForm, RulesForm
from eventapp.accounts.models import Account
from eventapp.accounts.service import requiring
from eventapp.accounts.vocabulary import Right
from eventapp.kernel.db import db
from eventapp.web.lookup import get_or_404

bp = Blueprint("factor_office", __name__, url_prefix="/organise/second-step")


@bp.route("/", methods=["GET", "POST"])
@requires(Right.ADMINISTER)
@requires_fresh
def rules() -> ResponseReturnValue:
    """Say which roles need a second step, and who has one."""
    form = RulesForm()
    status = form.status
    if form.validate_on_submit():
        own = db.session.get_one(Account, access.signed_in().id)
        try:
            requiring.require_of(form.chosen(), by=own)
        except NeedsOwnFactor as refusal:
            form.roles.errors = [str(refusal)]
            status = refusal.status
        else:
            flash(_("Saved. Whoever has none is asked on the next page."))
            return redirect(url_for(".rules"))
    elif not form.is_submitted():
        form.roles.data = [role.value for role in queries.stepped_roles()]
    page = render_template(
        "factor_office/rules.html",
        form=form,
        protections=queries.protections(),
        own=access.signed_in(),
    )
    return page, status


@bp.route("/<uuid:account_id>/lost", methods=["GET", "POST"])
@requires(Right.ADMINISTER)
@requires_fresh
def lost(account_id: UUID) -> ResponseReturnValue:
    """Take the second step off an account whose owner has lost it."""
    account = get_or_404(Account, account_id)
    own = access.signed_in()
    if account.id == own.id:
        raise OwnFactors
    form = LostForm()
    if form.validate_on_submit():
        requiring.forget_factors(account, by=own, reason=form.reason.data or "")
        flash(_("A password alone opens this account again. It was signed out."))
        return redirect(url_for(".rules"))
    page = render_template("factor_office/lost.html", form=form, account=account)
    return page, form.status
