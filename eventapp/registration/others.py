"""The pages about others: who comes along, who comes instead, one more person."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.service.limits import spend
from eventapp.programme.access import week_or_404
from eventapp.registration import access, own, paths
from eventapp.registration.access import delegate, own_registration
from eventapp.registration.errors import TooManyCompanions
from eventapp.registration.forms.companions import CompanionForm, HandOverForm
from eventapp.registration.reserving import bp
from eventapp.registration.service import (
    applying,
    companions,
    handing_over,
    withdrawing,
)
from eventapp.web.form_keys import KeyedForm

__all__ = ("bp",)  # entering.py and views.py add their pages to it


@bp.route("/me/<uuid:registration_id>/companions/new", methods=["GET", "POST"])
@delegate
def bring_companion(registration_id: UUID) -> ResponseReturnValue:
    """Say who accompanies me, and what to prepare for them."""
    registration = own_registration(registration_id)
    applying.check_changeable(registration)
    most = registration.week.companions_allowed
    if registration.accompanies_id or len(own.companions_of(registration)) >= most:
        raise TooManyCompanions(most=most)
    form = CompanionForm().offer(registration.week)
    if form.validate_on_submit():
        if _is_new(form):
            companion = companions.bring(registration, form.entry(), form.consents())
            flash(_("%(name)s comes with you.", name=companion.name))
        return redirect(paths.home(registration, "companions"))
    form.offer_key()
    page = render_template(
        "registration/bring_companion.html",
        registration=registration,
        week=registration.week,
        form=form,
        back=paths.home(registration),
    )
    return page, form.status


@bp.route("/me/<uuid:registration_id>/hand-over", methods=["GET", "POST"])
@delegate
def hand_over(registration_id: UUID) -> ResponseReturnValue:
    """Let a colleague come instead of me."""
    registration = own_registration(registration_id)
    if registration.accompanies_id is not None:
        abort(404)
    form = HandOverForm()
    if registration.is_live and form.validate_on_submit():
        if _is_new(form):
            address = form.address.data or ""
            withdrawing.let_come_instead(registration, form.person(), address)
            flash(_("We wrote to %(address)s.", address=address))
        return redirect(paths.home(registration))
    form.offer_key()
    page = render_template(
        "registration/hand_over.html",
        registration=registration,
        week=registration.week,
        form=form,
        companions=own.companions_of(registration),
        back=paths.home(registration),
    )
    return page, form.status


@bp.route("/weeks/<slug>/register/another", methods=["GET", "POST"])
@delegate
def register_another(slug: str) -> ResponseReturnValue:
    """Register one more person under the same address: I am their secretary."""
    week = week_or_404(slug)
    registration = access.own_in(week)
    if registration is None or not registration.has_own_address:
        return redirect(url_for(".start", slug=slug))  # prove an address first
    form = KeyedForm()
    if form.validate_on_submit():
        if not _is_new(form):
            return redirect(url_for(".mine", all=1))
        another = handing_over.begin_another(registration)
        access.remember(another)
        return redirect(paths.step_address(another, paths.next_step(another)))
    form.offer_key()
    page = render_template(
        "registration/register_another.html",
        week=week,
        address=registration.address,
        form=form,
        known=own.at_one_address(week, registration.address),
        back=url_for(".mine", all=1),
    )
    return page, form.status


def _is_new(form: KeyedForm) -> bool:
    """Whether this page is sent for the first time; a repeat does nothing again."""
    return not form.key or spend(form.key)
