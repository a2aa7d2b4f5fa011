"""The office notes whom a host awaits: proposals of delegations, and single guests."""

from uuid import UUID

from flask import (
    Blueprint,
    abort,
    flash,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.vocabulary import Right
from eventapp.checkin.forms_of_awaited import AwaitedForm, keys_of
from eventapp.checkin.models.awaiting import Awaited
from eventapp.checkin.notices_of_alerts import link_of
from eventapp.checkin.queries import alerts as known
from eventapp.checkin.queries.desk_people import delegations_of, registration_called
from eventapp.checkin.service import awaiting
from eventapp.programme import queries as programme
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import persons

bp = Blueprint("awaited", __name__, url_prefix="/organise")
MOST_PERSONS = 1000  # among whom a host is chosen


@bp.get("/<slug>/awaited")
@requires(Right.MANAGE)
def guests(slug: str) -> ResponseReturnValue:
    """Who awaits whom, how far they have come, and whom delegations propose."""
    week = week_at(slug)
    return render_template(
        "checkin/awaited.html",
        week=week,
        expectations=known.expectations(week.id),
        proposals=[(one, awaiting.proposed(one)) for one in known.proposals(week)],
    )


@bp.post("/<slug>/awaited/proposals")
@requires(Right.MANAGE)
def take_proposals(slug: str) -> ResponseReturnValue:
    """Let greeters and counterparts of these delegations be told."""
    week = week_at(slug)
    meant = keys_of(request.form.getlist("delegation"))
    taken = 0
    for delegation in known.proposals(week):
        entry = awaiting.proposed(delegation)
        if delegation.id in meant and entry is not None:
            awaiting.await_guest(week, entry, actor=signed_in().name)
            taken += 1
    flash(ngettext("%(num)s host will be told.", "%(num)s hosts will be told.", taken))
    return redirect(url_for(".guests", slug=slug))


@bp.route("/<slug>/awaited/new", methods=["GET", "POST"])
@requires(Right.MANAGE)
def add_guest(slug: str) -> ResponseReturnValue:
    """Let a host be told when somebody comes."""
    week = week_at(slug)
    form = _form(week)
    if request.method == "GET":
        form.guest.data = request.args.get("guest", "")[:60]
    if form.validate_on_submit():
        awaiting.await_guest(week, form.entry(), actor=signed_in().name)
        flash(_("Saved. The host is told as soon as they come."))
        return redirect(url_for(".guests", slug=slug))
    return _page(week, form, None)


@bp.route("/<slug>/awaited/<uuid:awaited_id>", methods=["GET", "POST"])
@requires(Right.MANAGE)
def edit_guest(slug: str, awaited_id: UUID) -> ResponseReturnValue:
    """Describe it anew; its private address, and what was told."""
    week = week_at(slug)
    found = _awaited(week, awaited_id)
    form = _form(week)
    if form.validate_on_submit():
        awaiting.change_awaited(found, form.entry(), actor=signed_in().name)
        flash(_("Saved."))
        return redirect(url_for(".guests", slug=slug))
    if request.method == "GET":
        form.show(found)
    return _page(week, form, found)


@bp.post("/<slug>/awaited/<uuid:awaited_id>/end")
@requires(Right.MANAGE)
def end_guest(slug: str, awaited_id: UUID) -> ResponseReturnValue:
    """Tell the host nothing more."""
    week = week_at(slug)
    awaiting.end_awaited(_awaited(week, awaited_id), actor=signed_in().name)
    flash(_("The host is told nothing more. The private link has ended."))
    return redirect(url_for(".guests", slug=slug))


def _form(week: Week) -> AwaitedForm:
    form = AwaitedForm().offer(
        delegations_of(week.id),
        programme.events_of(week),
        persons(most=MOST_PERSONS),
    )
    form.know(registration_called(week.id, form.guest.data or ""))
    return form


def _awaited(week: Week, key: UUID) -> Awaited:
    found = known.awaited(key)
    if found is None or found.week_id != week.id or found.ended_at is not None:
        abort(404)
    g.zone = week.tzinfo
    return found


def _page(week: Week, form: AwaitedForm, found: Awaited | None) -> ResponseReturnValue:
    page = render_template(
        "checkin/edit_awaited.html",
        week=week,
        form=form,
        awaited=found,
        alerts=known.alerts_of(found) if found else (),
        link=link_of(found) if found else None,
    )
    return page, form.status
