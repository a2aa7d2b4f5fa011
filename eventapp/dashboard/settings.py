"""Settings of a week, and invitation codes."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.models import Role
from eventapp.dashboard import service
from eventapp.dashboard.forms.people import InvitationForm
from eventapp.dashboard.forms.week import WeekForm
from eventapp.dashboard.office import bp
from eventapp.institutions.queries import institutions_by_name
from eventapp.kernel import clock
from eventapp.planning.queries.seats import has_events
from eventapp.programme.access import week_at
from eventapp.programme.vocabulary import RegistrationMode
from eventapp.registration.models.entering import Invitation
from eventapp.registration.queries import invitations_of
from eventapp.registration.service import deciding
from eventapp.web.lookup import get_or_404

SHOWN_ONCE = "new_invitation"


@bp.route("/<slug>/settings", methods=["GET", "POST"])
@requires(Role.ORGANISER)
def settings(slug: str) -> ResponseReturnValue:
    """How the week presents itself, and who may register when."""
    week = week_at(slug)
    form = WeekForm().offer(
        week, institutions_by_name(), may_move_zone=not has_events(week)
    )
    if form.validate_on_submit():
        service.change_week(week, form.settings(), by=signed_in())
        flash(_("Saved."))
        return redirect(url_for(".settings", slug=slug))
    if request.method == "GET":
        form.show()
    page = render_template("dashboard/settings.html", week=week, form=form)
    return page, form.status


@bp.route("/<slug>/invitations", methods=["GET", "POST"])
@requires(Role.ORGANISER)
def invitations(slug: str) -> ResponseReturnValue:
    """Issue codes for a week by invitation; each is shown once."""
    week = week_at(slug)
    form = InvitationForm()
    if form.validate_on_submit():
        invitation, code = deciding.issue_invitation(
            week,
            form.label.data or "",
            uses_allowed=form.uses.data or 1,
            expires_at=form.ends_at(week.tzinfo),
        )
        service.keep(signed_in(), "invitation.issued", invitation.label, invitation)
        session[SHOWN_ONCE] = [invitation.label, code]
        return redirect(url_for(".invitations", slug=slug))
    if request.method == "GET":
        form.uses.data = 1
    page = render_template(
        "dashboard/invitations.html",
        week=week,
        form=form,
        fresh=session.pop(SHOWN_ONCE, None) if request.method == "GET" else None,
        invitations=invitations_of(week),
        at=clock.now(),
        is_by_invitation=week.registration_mode is RegistrationMode.INVITATION,
    )
    return page, form.status


@bp.post("/<slug>/invitations/<uuid:invitation_id>/end")
@requires(Role.ORGANISER)
def end_invitation(slug: str, invitation_id: UUID) -> ResponseReturnValue:
    """End a code early; who has registered with it stays."""
    invitation = get_or_404(Invitation, invitation_id)
    if invitation.week_id != week_at(slug).id:
        abort(404)
    if deciding.end_invitation(invitation):
        service.keep(signed_in(), "invitation.ended", invitation.label, invitation)
    flash(_("The code for %(label)s has ended.", label=invitation.label))
    return redirect(url_for(".invitations", slug=slug))
