"""Inviting people to have an account: they choose their passwords themselves."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires, requires_fresh, signed_in
from eventapp.accounts.errors import AddressTaken
from eventapp.accounts.models import Account
from eventapp.accounts.service import linking
from eventapp.accounts.service.appointing import appoint, set_role
from eventapp.accounts.vocabulary import Right, Role
from eventapp.dashboard.forms.staff import InviteForm
from eventapp.dashboard.office import bp
from eventapp.dashboard.service import keep
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.web.lookup import get_or_404


@bp.route("/accounts/invite", methods=["GET", "POST"])
@requires(Right.ADMINISTER)
@requires_fresh
def invite_account() -> ResponseReturnValue:
    """Invite somebody to work in all weeks."""
    return _invite(None)


@bp.route("/<slug>/staff/invite", methods=["GET", "POST"])
@requires(Right.ADMINISTER)
@requires_fresh
def invite_to_week(slug: str) -> ResponseReturnValue:
    """Invite somebody to work in one week."""
    return _invite(week_at(slug))


@bp.post("/accounts/<uuid:account_id>/invite-again")
@requires(Right.ADMINISTER)
def invite_account_again(account_id: UUID) -> ResponseReturnValue:
    """Send another link to somebody who has not come yet."""
    account = get_or_404(Account, account_id)
    linking.invite_again(account, invited_by=signed_in().name)
    keep(signed_in(), "account.invited", account.name, account)
    flash(_("Another link is on its way to %(address)s.", address=account.address))
    return redirect(url_for(".account", account_id=account.id))


@bp.post("/accounts/<uuid:account_id>/take-back")
@requires(Right.ADMINISTER)
def take_invitation_back(account_id: UUID) -> ResponseReturnValue:
    """Forget somebody who was invited and has not come yet."""
    account = get_or_404(Account, account_id)
    keep(signed_in(), "account.invitation_taken_back", account.name, account)
    linking.take_back(account)
    flash(_("The invitation is taken back. Its link opens nothing any more."))
    return redirect(url_for(".accounts"))


def _invite(week: Week | None) -> ResponseReturnValue:
    form = InviteForm(data=request.args.to_dict()).offer()
    if form.validate_on_submit():
        try:
            account = linking.invite(
                form.address.data or "",
                form.name.data or "",
                form.language.data,
                invited_by=signed_in().name,
            )
        except AddressTaken as refusal:
            form.address.errors = [str(refusal)]
        else:
            keep(signed_in(), "account.invited", account.name, account)
            _give(account, Role(form.role.data), week)
            flash(_("An invitation is on its way to %(to)s.", to=account.address))
            return redirect(_back(week))
    page = render_template(
        "dashboard/invite.html",
        form=form,
        week=week,
        back=_back(week),
        roles=list(Role),
    )
    return page, form.status


def _give(account: Account, role: Role, week: Week | None) -> None:
    if week is None:
        set_role(account, role, by=signed_in())
    else:
        appoint(account, week.id, role, by=signed_in())


def _back(week: Week | None) -> str:
    if week is None:
        return url_for(".accounts")
    return url_for(".staff", slug=week.slug)
