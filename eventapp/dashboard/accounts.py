"""Accounts: who may sign in, as what; for administrators."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts import queries
from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.models import Account, Appointment
from eventapp.accounts.service import accounts as service
from eventapp.accounts.service import sessions
from eventapp.accounts.vocabulary import Right, Role
from eventapp.dashboard.forms.staff import AccountFilter
from eventapp.dashboard.office import bp
from eventapp.dashboard.service import keep
from eventapp.kernel.names import searchable
from eventapp.programme.models.weeks import Week
from eventapp.programme.queries import weeks
from eventapp.web.lookup import get_or_404


@bp.get("/accounts")
@requires(Right.ADMINISTER)
def accounts() -> ResponseReturnValue:
    """Who may sign in, and as what, in all weeks and in each."""
    known = weeks(public_only=False)
    form = AccountFilter(request.args).offer(known)
    everywhere, appointed = queries.accounts(), queries.appointments()
    rows = [(one, appointed.get(one.id, [])) for one in everywhere]
    return render_template(
        "dashboard/accounts.html",
        rows=[row for row in rows if _fits(*row, form, known)],
        total=len(rows),
        weeks={one.id: one for one in known},
        filter=form,
        roles=list(Role),
        own=signed_in(),
    )


@bp.post("/accounts/<uuid:account_id>/disable")
@requires(Right.ADMINISTER)
def disable_account(account_id: UUID) -> ResponseReturnValue:
    """Let an account sign in no more."""
    account = get_or_404(Account, account_id)
    service.disable(account, by=signed_in())
    keep(signed_in(), "account.disabled", account.name, account)
    flash(_("%(name)s can no longer sign in.", name=account.name))
    return redirect(url_for(".accounts"))


@bp.post("/accounts/<uuid:account_id>/enable")
@requires(Right.ADMINISTER)
def enable_account(account_id: UUID) -> ResponseReturnValue:
    """Let an account sign in again."""
    account = get_or_404(Account, account_id)
    service.enable(account)
    keep(signed_in(), "account.enabled", account.name, account)
    flash(_("%(name)s can sign in again.", name=account.name))
    return redirect(url_for(".accounts"))


@bp.post("/accounts/<uuid:account_id>/end-sessions")
@requires(Right.ADMINISTER)
def end_account_sessions(account_id: UUID) -> ResponseReturnValue:
    """Sign an account out on all its devices."""
    account = get_or_404(Account, account_id)
    sessions.end_sessions(account)
    keep(signed_in(), "account.sessions_ended", account.name, account)
    flash(_("%(name)s is signed out everywhere.", name=account.name))
    return redirect(url_for(".accounts"))


def _fits(
    account: Account,
    appointed: Sequence[Appointment],
    form: AccountFilter,
    known: Sequence[Week],
) -> bool:
    """Whether somebody looks for this account."""
    words = searchable(form.q.data or "").split()
    text = searchable(account.name, account.address)
    chosen = {one.id for one in known if one.slug == form.week.data}
    there = [one for one in appointed if not chosen or one.week_id in chosen]
    roles = {account.role, *(one.role for one in there)} - {None}
    return (
        all(word in text for word in words)
        and (not chosen or bool(roles))
        and (not form.role.data or form.role.data in roles)
    )
