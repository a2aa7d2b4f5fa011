"""The office's pages of delegations: the list, one of them, what is decided."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts.access import requires, signed_in
from eventapp.accounts.taking import note_taken
from eventapp.accounts.vocabulary import Right
from eventapp.badges.cards import reissue_card
from eventapp.config import current
from eventapp.delegations import listing, queries
from eventapp.delegations.cards import picture_of_card
from eventapp.delegations.errors import QuotaTooSmall
from eventapp.delegations.forms.office import (
    DelegationFilter,
    DelegationForm,
    RefusalForm,
)
from eventapp.delegations.progress import progress_of
from eventapp.delegations.service import deciding, linking, members
from eventapp.institutions.queries import institutions_by_name, territories
from eventapp.journal.queries import entries_about
from eventapp.mail.queries import messages_about
from eventapp.programme.access import week_at
from eventapp.programme.models.weeks import Week
from eventapp.programme.planned import persons
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import RegistrationStatus
from eventapp.web.addresses import neighbours, page_number
from eventapp.web.tables import csv_answer

bp = Blueprint("delegations", __name__, url_prefix="/organise")
MOST_PERSONS = 1000  # from whom counterpart and greeter are chosen


@bp.get("/<slug>/delegations")
@requires(Right.MANAGE)
def delegations(slug: str) -> ResponseReturnValue:
    """The delegations of a week, the highest rank first."""
    week = week_at(slug)
    page = page_number()
    form = DelegationFilter(request.args).offer(territories())
    choice = listing.choice_of(form)
    rows, total = queries.page_of(week, choice, page)
    return render_template(
        "delegations/delegations.html",
        week=week,
        rows=rows,
        heads=queries.heads_of([one.delegation.id for one in rows]),
        total=total,
        page=page,
        size=queries.PAGE,
        pages=neighbours(page, has_more=page * queries.PAGE < total),
        filter=form,
        chosen=listing.chosen(form, choice),
        everything=url_for(".delegations", slug=slug),
        kept={name: value for name, value in request.args.items() if value},
    )


@bp.post("/<slug>/delegations.csv")
@requires(Right.MANAGE)
def export_delegations(slug: str) -> ResponseReturnValue:
    """The same list as a file for a spreadsheet; the journal keeps who took it."""
    week, by = week_at(slug), signed_in()
    form = DelegationFilter(request.args).offer(territories())
    choice = listing.choice_of(form)
    rows, _total = queries.page_of(week, choice, most=queries.EXPORTED)
    heads = queries.heads_of([one.delegation.id for one in rows])
    cells = [listing.cells(row, heads.get(row.delegation.id)) for row in rows]
    name = f"delegations-{week.slug}.csv"
    note_taken("delegations.exported", name, len(cells), by=by, week_id=week.id)
    return csv_answer(name, [listing.head(), *cells])


@bp.route("/<slug>/delegations/new", methods=["GET", "POST"])
@requires(Right.MANAGE)
def enter_delegation(slug: str) -> ResponseReturnValue:
    """Expect a delegation."""
    week = week_at(slug)
    form = _form()
    if form.validate_on_submit():
        found = deciding.enter_delegation(week, form.entry(), actor=signed_in().name)
        flash(_("The delegation is entered. Send its contact the link."))
        return redirect(_page_of(week, found))
    page = render_template(
        "delegations/edit_delegation.html", week=week, delegation=None, form=form
    )
    return page, form.status


@bp.get("/<slug>/delegations/<uuid:delegation_id>")
@requires(Right.MANAGE)
def delegation(slug: str, delegation_id: UUID) -> ResponseReturnValue:
    """One delegation: its people, its link, what happened."""
    week = week_at(slug)
    found = _delegation(week, delegation_id)
    path = linking.link_path(found)
    return render_template(
        "delegations/delegation.html",
        week=week,
        delegation=found,
        progress=progress_of(found),
        link=f"{current().address}{path}" if path else None,
        entries=entries_about(found.id),
        messages=messages_about(found.id),
        status=RegistrationStatus,
    )


@bp.route("/<slug>/delegations/<uuid:delegation_id>/edit", methods=["GET", "POST"])
@requires(Right.MANAGE)
def edit_delegation(slug: str, delegation_id: UUID) -> ResponseReturnValue:
    """Describe a delegation anew."""
    week = week_at(slug)
    found = _delegation(week, delegation_id)
    form = _form()
    if form.validate_on_submit():
        had_link = found.link_digest is not None
        try:
            actor = signed_in().name
            deciding.change_delegation(found, form.entry(), actor=actor)
        except QuotaTooSmall as refusal:
            form.quota.errors = [str(refusal)]
        else:
            flash(_("Saved."))
            if had_link and found.link_digest is None:
                flash(_("The contact has another address. Send the new link."), "warn")
            return redirect(_page_of(week, found))
    if request.method == "GET":
        form.show(found)
    page = render_template(
        "delegations/edit_delegation.html", week=week, delegation=found, form=form
    )
    return page, form.status


@bp.post("/<slug>/delegations/<uuid:delegation_id>/link")
@requires(Right.MANAGE)
def link(slug: str, delegation_id: UUID) -> ResponseReturnValue:
    """Send, renew or end the private link of the contact."""
    week = week_at(slug)
    found = _delegation(week, delegation_id)
    actor = signed_in().name
    deed = request.form.get("do")
    if deed == "renew":
        linking.renew_link(found, actor=actor)
        flash(_("There is a new link. The old one has ended. We sent the new one."))
    elif deed == "end":
        linking.end_link(found, actor=actor)
        flash(_("The link has ended."))
    else:
        linking.send_link(found, actor=actor)
        flash(_("We sent the link to %(address)s.", address=found.contact_address))
    return redirect(_page_of(week, found))


@bp.get("/<slug>/delegations/<uuid:delegation_id>/card.svg")
@requires(Right.MANAGE)
def office_card(slug: str, delegation_id: UUID) -> ResponseReturnValue:
    """The code of a delegation's card, as a picture."""
    return picture_of_card(_delegation(week_at(slug), delegation_id))


@bp.post("/<slug>/delegations/<uuid:delegation_id>/card")
@requires(Right.MANAGE)
def replace_card(slug: str, delegation_id: UUID) -> ResponseReturnValue:
    """End a lost card at once, everywhere, and make another one."""
    week = week_at(slug)
    found = _delegation(week, delegation_id)
    reissue_card(found, actor=signed_in().name)
    flash(_("There is a new card. The old one no longer opens any list."))
    return redirect(_page_of(week, found))


@bp.post("/<slug>/delegations/<uuid:delegation_id>/check")
@requires(Right.MANAGE)
def check_delegation(slug: str, delegation_id: UUID) -> ResponseReturnValue:
    """Recommend the whole delegation; another organiser decides."""
    week = week_at(slug)
    found = _delegation(week, delegation_id)
    deciding.check_delegation(found, by=signed_in())
    flash(_("Recommended. Another organiser decides."))
    return redirect(_page_of(week, found))


@bp.post("/<slug>/delegations/<uuid:delegation_id>/confirm")
@requires(Right.MANAGE)
def confirm_delegation(slug: str, delegation_id: UUID) -> ResponseReturnValue:
    """Say yes to the whole delegation."""
    week = week_at(slug)
    found = _delegation(week, delegation_id)
    by = signed_in()
    deciding.confirm_delegation(found, actor=by.name, actor_id=by.id)
    flash(_("Confirmed. We wrote to %(name)s.", name=found.contact_name))
    return redirect(_page_of(week, found))


@bp.route("/<slug>/delegations/<uuid:delegation_id>/decline", methods=["GET", "POST"])
@requires(Right.MANAGE)
def decline_delegation(slug: str, delegation_id: UUID) -> ResponseReturnValue:
    """Say no to the whole delegation, with a reason."""
    week = week_at(slug)
    found = _delegation(week, delegation_id)
    form = RefusalForm()
    if form.validate_on_submit():
        by, reason = signed_in(), form.reason.data or ""
        deciding.decline_delegation(found, reason, actor=by.name, actor_id=by.id)
        flash(_("Declined. We wrote to %(name)s.", name=found.contact_name))
        return redirect(_page_of(week, found))
    page = render_template(
        "delegations/decline_delegation.html",
        week=week,
        delegation=found,
        people=queries.present_count(found),
        form=form,
    )
    return page, form.status


@bp.route("/<slug>/delegations/<uuid:delegation_id>/cancel", methods=["GET", "POST"])
@requires(Right.MANAGE)
def cancel_delegation(slug: str, delegation_id: UUID) -> ResponseReturnValue:
    """Ask once more before all registrations of a delegation end."""
    week = week_at(slug)
    found = _delegation(week, delegation_id)
    if request.method == "POST":
        deciding.cancel_delegation(found, actor=signed_in().name)
        flash(_("The delegation is cancelled. Its places are free."))
        return redirect(_page_of(week, found))
    return render_template(
        "delegations/cancel_delegation.html",
        week=week,
        delegation=found,
        people=queries.present_count(found),
    )


@bp.post("/<slug>/delegations/<uuid:delegation_id>/people/<uuid:member_id>/head")
@requires(Right.MANAGE)
def mark_head(slug: str, delegation_id: UUID, member_id: UUID) -> ResponseReturnValue:
    """Say who leads a delegation."""
    week = week_at(slug)
    found = _delegation(week, delegation_id)
    members.mark_head(_member(found, member_id), actor=signed_in().name)
    flash(_("Saved."))
    return redirect(_page_of(week, found))


@bp.route(
    "/<slug>/delegations/<uuid:delegation_id>/people/<uuid:member_id>/remove",
    methods=["GET", "POST"],
)
@requires(Right.MANAGE)
def remove_member(
    slug: str, delegation_id: UUID, member_id: UUID
) -> ResponseReturnValue:
    """Ask once more, then take somebody out of a delegation."""
    week = week_at(slug)
    found = _delegation(week, delegation_id)
    person = _member(found, member_id)
    if request.method == "POST":
        members.remove_member(person, actor=signed_in().name)
        flash(_("Removed from the delegation."))
        return redirect(_page_of(week, found))
    return render_template(
        "delegations/remove_member.html", week=week, delegation=found, member=person
    )


def _form() -> DelegationForm:
    everybody = persons(most=MOST_PERSONS)
    return DelegationForm().offer(institutions_by_name(), everybody)


def _delegation(week: Week, key: UUID) -> Delegation:
    found = queries.delegation(key)
    if found is None or found.week_id != week.id:
        abort(404)
    return found


def _member(delegation: Delegation, key: UUID) -> Registration:
    people = queries.members_of(delegation)
    found = next((one for one in people if one.id == key and one.is_live), None)
    return found or abort(404)


def _page_of(week: Week, found: Delegation) -> str:
    return url_for(".delegation", slug=week.slug, delegation_id=found.id)
