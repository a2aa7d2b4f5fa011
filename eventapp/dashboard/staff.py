"""People and rights: what accounts are, in all weeks and in each."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts import queries
from eventapp.accounts.access import may, requires, requires_fresh, signed_in
from eventapp.accounts.models import Account, Appointment
from eventapp.accounts.service import appointing
from eventapp.accounts.vocabulary import Right, Role
from eventapp.accounts.words import role_word
from eventapp.dashboard.forms.staff import ColleagueForm, RoleForm, WeekRoleForm
from eventapp.dashboard.office import bp
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.programme.queries import weeks
from eventapp.web.lookup import get_or_404


@bp.get("/accounts/<uuid:account_id>")
@requires(Right.ADMINISTER)
def account(account_id: UUID) -> ResponseReturnValue:
    """One account: what it is in all weeks, and in which of them."""
    return _page(get_or_404(Account, account_id))


@bp.post("/accounts/<uuid:account_id>/role")
@requires(Right.ADMINISTER)
@requires_fresh
def set_role(account_id: UUID) -> ResponseReturnValue:
    """Let an account be something in all weeks, or nothing."""
    someone = get_or_404(Account, account_id)
    form = RoleForm().offer(someone.role)
    if not form.validate_on_submit():
        return _page(someone, form=form), form.status
    appointing.set_role(someone, form.chosen, by=signed_in())
    flash(_("Saved."))
    return redirect(url_for(".account", account_id=someone.id))


@bp.post("/accounts/<uuid:account_id>/weeks")
@requires(Right.ADMINISTER)
@requires_fresh
def appoint(account_id: UUID) -> ResponseReturnValue:
    """Let an account be something in one week."""
    someone, found = get_or_404(Account, account_id), weeks(public_only=False)
    form = WeekRoleForm().offer(found)
    if not form.validate_on_submit():
        return _page(someone, week_form=form), form.status
    week = week_at(form.week.data)
    appointing.appoint(someone, week.id, Role(form.role.data), by=signed_in())
    flash(_appointed(someone, Role(form.role.data), week))
    return redirect(url_for(".account", account_id=someone.id))


@bp.get("/<slug>/staff")
@requires(Right.MANAGE)
def staff(slug: str) -> ResponseReturnValue:
    """Who works in this week, as what."""
    return _staff(week_at(slug), ColleagueForm().offer())


@bp.post("/<slug>/staff")
@requires(Right.ADMINISTER)
@requires_fresh
def add_colleague(slug: str) -> ResponseReturnValue:
    """Give somebody who has an account a role in this week."""
    week, form = week_at(slug), ColleagueForm().offer()
    if not form.validate_on_submit():
        return _staff(week, form), form.status
    role, address = Role(form.role.data), form.address.data or ""
    someone = queries.account_by_address(address)
    if someone is None:
        flash(_("Nobody has an account with this address yet. Invite them here."))
        return redirect(
            url_for(".invite_to_week", slug=slug, address=address, role=role.value)
        )
    appointing.appoint(someone, week.id, role, by=signed_in())
    flash(_appointed(someone, role, week))
    return redirect(url_for(".staff", slug=slug))


@bp.post("/<slug>/staff/<uuid:account_id>/role")
@requires(Right.ADMINISTER)
@requires_fresh
def change_colleague(slug: str, account_id: UUID) -> ResponseReturnValue:
    """Let somebody be something else in this week."""
    week, found = _appointment(slug, account_id)
    chosen = request.form.get("role", "")
    if chosen not in set(Role):
        abort(400)
    someone = found.account
    appointing.appoint(someone, week.id, Role(chosen), by=signed_in())
    flash(_appointed(someone, Role(chosen), week))
    return redirect(url_for(".staff", slug=slug))


@bp.post("/<slug>/staff/<uuid:account_id>/end")
@requires(Right.ADMINISTER)
def end_colleague(slug: str, account_id: UUID) -> ResponseReturnValue:
    """Let somebody be nothing more in this week."""
    week, found = _appointment(slug, account_id)
    name = found.account.name
    appointing.end_appointment(found, by=signed_in())
    flash(_("%(name)s has no role in this week any more.", name=name))
    if request.form.get("back") == "account" and may(Right.ADMINISTER):
        return redirect(url_for(".account", account_id=account_id))
    return redirect(url_for(".staff", slug=week.slug))


def _appointment(slug: str, account_id: UUID) -> tuple[Week, Appointment]:
    week = week_at(slug)
    return week, queries.appointment(account_id, week.id) or abort(404)


def _appointed(someone: Account, role: Role, week: Week) -> str:
    return _(
        "%(name)s, %(week)s: %(role)s.",
        name=someone.name,
        week=str(week.name),
        role=role_word(role),
    )


def _page(
    someone: Account,
    *,
    form: RoleForm | None = None,
    week_form: WeekRoleForm | None = None,
) -> str:
    known = {one.id: one for one in weeks(public_only=False)}
    return render_template(
        "dashboard/account.html",
        account=someone,
        own=signed_in(),
        form=form or RoleForm(None).offer(someone.role),
        week_form=week_form or WeekRoleForm(None).offer(known.values()),
        appointments=[
            (known[one.week_id], one)
            for one in queries.appointments_of(someone)
            if one.week_id in known
        ],
        roles=list(Role),
    )


def _staff(week: Week, form: ColleagueForm) -> str:
    return render_template(
        "dashboard/staff.html",
        week=week,
        colleagues=queries.colleagues_in(week.id),
        form=form,
        own=signed_in(),
        roles=list(Role),
    )
