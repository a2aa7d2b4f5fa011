"""One delegate's registration: what is known, and what organisers decide."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.models import Role
from eventapp.badges.queries import history_of
from eventapp.badges.service import reissue
from eventapp.dashboard import service
from eventapp.dashboard.forms.people import DeclineForm
from eventapp.dashboard.office import bp
from eventapp.journal.queries import entries_about
from eventapp.kernel.db import db
from eventapp.mail.queries import messages_about
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Registration
from eventapp.registration.queries import consents_of, lines_of
from eventapp.registration.queries import registration as registration_by_key
from eventapp.registration.service.applying import cancel
from eventapp.registration.service.deciding import (
    confirm_registration,
    decline_registration,
)
from eventapp.registration.vocabulary import RegistrationStatus


@bp.get("/<slug>/registrations/<uuid:registration_id>")
@requires(Role.ORGANISER)
def registration(slug: str, registration_id: UUID) -> ResponseReturnValue:
    """All that is known about one delegate's registration."""
    week = week_at(slug)
    found = _registration(week, registration_id)
    return render_template(
        "dashboard/registration.html",
        week=week,
        registration=found,
        lines=lines_of(found),
        consents=consents_of(found),
        messages=messages_about(found.id),
        entries=entries_about(found.id),
        badges=history_of(found),
        status=RegistrationStatus,
    )


@bp.post("/<slug>/registrations/<uuid:registration_id>/confirm")
@requires(Role.ORGANISER)
def confirm(slug: str, registration_id: UUID) -> ResponseReturnValue:
    """Say yes; the delegate is told."""
    week = week_at(slug)
    found = _registration(week, registration_id)
    confirm_registration(found, actor=signed_in().name)
    flash(_("Confirmed. We wrote to %(name)s.", name=str(found.name)))
    return redirect(_page_of(week, found))


@bp.route(
    "/<slug>/registrations/<uuid:registration_id>/decline", methods=["GET", "POST"]
)
@requires(Role.ORGANISER)
def decline(slug: str, registration_id: UUID) -> ResponseReturnValue:
    """Say no, with a reason that the delegate reads."""
    week = week_at(slug)
    found = _registration(week, registration_id)
    form = DeclineForm()
    if form.validate_on_submit():
        reason = form.reason.data or ""
        decline_registration(found, reason, actor=signed_in().name)
        flash(_("Declined. We wrote to %(name)s.", name=str(found.name)))
        return redirect(_page_of(week, found))
    page = render_template(
        "dashboard/decline.html", week=week, registration=found, form=form
    )
    return page, form.status


@bp.route(
    "/<slug>/registrations/<uuid:registration_id>/cancel", methods=["GET", "POST"]
)
@requires(Role.ORGANISER)
def cancel_registration(slug: str, registration_id: UUID) -> ResponseReturnValue:
    """Ask once more before a registration ends and its places are released."""
    week = week_at(slug)
    found = _registration(week, registration_id)
    if request.method == "POST":
        cancel(found, actor=signed_in().name)
        flash(_("The registration is cancelled. Its places are free."))
        return redirect(_page_of(week, found))
    return render_template(
        "dashboard/cancel_registration.html",
        week=week,
        registration=found,
        lines=lines_of(found),
    )


@bp.post("/<slug>/registrations/<uuid:registration_id>/badge")
@requires(Role.ORGANISER)
def reissue_badge(slug: str, registration_id: UUID) -> ResponseReturnValue:
    """Replace a lost badge; the old code no longer opens a door."""
    week = week_at(slug)
    found = _registration(week, registration_id)
    reissue(found, actor=signed_in().name)
    flash(_("There is a new badge. The old code no longer works."))
    return redirect(_page_of(week, found))


@bp.post("/<slug>/registrations/<uuid:registration_id>/places/<uuid:place_id>/release")
@requires(Role.ORGANISER)
def release_own_place(
    slug: str, registration_id: UUID, place_id: UUID
) -> ResponseReturnValue:
    """Take back one place of a delegate."""
    week = week_at(slug)
    found = _registration(week, registration_id)
    place = db.session.get(Place, place_id)
    if place is None or place.registration_id != found.id:
        abort(404)
    service.release_place(place, by=signed_in())
    flash(_("The place is released."))
    return redirect(_page_of(week, found))


def _registration(week: Week, key: UUID) -> Registration:
    found = registration_by_key(key)
    if found is None or found.week_id != week.id:
        abort(404)
    return found


def _page_of(week: Week, found: Registration) -> str:
    return url_for(".registration", slug=week.slug, registration_id=found.id)
