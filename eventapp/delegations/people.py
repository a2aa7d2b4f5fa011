"""The pages about one of a delegation's people, and about several at once."""

from collections.abc import Sequence
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.accounts.service.limits import spend
from eventapp.delegations import queries
from eventapp.delegations.access import own_delegation, own_member
from eventapp.delegations.errors import AlreadyInDelegation, QuotaReached
from eventapp.delegations.forms.people import MemberForm, SeveralForm, UnnamedForm
from eventapp.delegations.pages import bp, home, may_add, may_name
from eventapp.delegations.progress import lacks
from eventapp.delegations.service import holding, linking, members
from eventapp.delegations.service.members import MemberEntry
from eventapp.questions.vocabulary import Readers
from eventapp.registration.access import delegate
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.registrations import Registration
from eventapp.registration.showing import answered_parts
from eventapp.registration.steps import walk_of
from eventapp.web.forms import Form

__all__ = ("bp",)


@bp.route("/<uuid:delegation_id>/people/new", methods=["GET", "POST"])
@delegate
def add_member(delegation_id: UUID) -> ResponseReturnValue:
    """Add one person by name."""
    found = own_delegation(delegation_id)
    holding.check_open(found)
    form = MemberForm().offer()
    if form.validate_on_submit() and _add(found, form, [form.entry()]):
        flash(_("%(name)s is in your delegation.", name=str(form.entry().name)))
        if request.form.get("do") == "another":
            return redirect(url_for(".add_member", delegation_id=found.id))
        return redirect(home(found, "people"))
    return _form_page("add_member", found, form)


@bp.route("/<uuid:delegation_id>/people/several", methods=["GET", "POST"])
@delegate
def add_several(delegation_id: UUID) -> ResponseReturnValue:
    """Add several people at once, one on each line."""
    found = own_delegation(delegation_id)
    holding.check_open(found)
    form = SeveralForm().offer()
    if form.validate_on_submit() and _add(found, form, form.entries()):
        _say_added(len(form.entries()))
        return redirect(home(found, "people"))
    return _form_page("add_several", found, form)


@bp.route("/<uuid:delegation_id>/people/unnamed", methods=["GET", "POST"])
@delegate
def add_unnamed(delegation_id: UUID) -> ResponseReturnValue:
    """Keep room for people who will be named later."""
    found = own_delegation(delegation_id)
    holding.check_open(found)
    form = UnnamedForm().offer()
    if form.validate_on_submit():
        is_repeat = bool(form.key) and not spend(form.key)
        if is_repeat or _add(found, form, form.entries()):
            _say_added(len(form.entries()))
            return redirect(home(found, "people"))
    form.offer_key()
    return _form_page("add_unnamed", found, form)


@bp.route("/<uuid:delegation_id>/people/<uuid:member_id>", methods=["GET", "POST"])
@delegate
def member(delegation_id: UUID, member_id: UUID) -> ResponseReturnValue:
    """One person: the name, what is missing, and what else can be done."""
    found = own_delegation(delegation_id)
    person = own_member(found, member_id)
    is_own = members.answers_themselves(person)
    form = MemberForm().offer(may_wait=not person.is_named)
    if request.method == "POST":
        holding.check_live(found)
    if not is_own and form.validate_on_submit():
        was_named = person.is_named
        try:
            members.change_member(person, form.entry(person.name))
        except AlreadyInDelegation as refusal:
            form.form_errors = [str(refusal)]
        else:
            _say_saved(person, is_new=person.is_named and not was_named)
            return redirect(home(found, "people"))
    if request.method == "GET":
        form.show(person)
    page = render_template(
        "delegations/member.html",
        week=found.week,
        delegation=found,
        member=person,
        form=form,
        is_own=is_own,
        may_add=may_add(found),
        may_name=may_name(found),
        lacks=lacks(person, walk := walk_of(person)),
        parts=answered_parts(person, walk.form, readers=(Readers.DELEGATION,)),
        link_sent_at=queries.links_sent([person.id]).get(person.id),
        back=home(found, "people"),
    )
    return page, form.status


@bp.route(
    "/<uuid:delegation_id>/people/<uuid:member_id>/replace", methods=["GET", "POST"]
)
@delegate
def replace_member(delegation_id: UUID, member_id: UUID) -> ResponseReturnValue:
    """Let somebody else come instead."""
    found = own_delegation(delegation_id)
    holding.check_open(found)
    person = own_member(found, member_id)
    form = MemberForm().offer()
    if form.validate_on_submit():
        try:
            successor = members.replace_member(person, form.entry())
        except AlreadyInDelegation as refusal:
            form.form_errors = [str(refusal)]
        else:
            flash(_("%(name)s comes instead.", name=str(successor.name)))
            return redirect(home(found, "people"))
    if request.method == "GET":
        form.kind.data = person.kind.value if person.kind else ""
        form.position.data = person.position
    return _form_page("replace_member", found, form, member=person)


@bp.route(
    "/<uuid:delegation_id>/people/<uuid:member_id>/remove", methods=["GET", "POST"]
)
@delegate
def remove_member(delegation_id: UUID, member_id: UUID) -> ResponseReturnValue:
    """Ask once more, then take somebody out of the delegation."""
    found = own_delegation(delegation_id)
    person = own_member(found, member_id)
    if request.method == "POST":
        members.remove_member(person)
        flash(_("Removed from your delegation."))
        return redirect(home(found, "people"))
    return render_template(
        "delegations/remove.html",
        week=found.week,
        delegation=found,
        member=person,
        back=_page_of(found, person),
    )


@bp.post("/<uuid:delegation_id>/people/<uuid:member_id>/head")
@delegate
def mark_head(delegation_id: UUID, member_id: UUID) -> ResponseReturnValue:
    """Say who leads the delegation."""
    found = own_delegation(delegation_id)
    members.mark_head(own_member(found, member_id))
    flash(_("Saved."))
    return redirect(home(found, "people"))


@bp.post("/<uuid:delegation_id>/people/<uuid:member_id>/link")
@delegate
def send_own_link(delegation_id: UUID, member_id: UUID) -> ResponseReturnValue:
    """Send somebody the link to their own part."""
    found = own_delegation(delegation_id)
    person = own_member(found, member_id)
    if not person.is_named:
        abort(404)
    _say_sent(*linking.send_own_parts(found, [person]))
    return redirect(_page_of(found, person))


@bp.post("/<uuid:delegation_id>/links")
@delegate
def send_own_links(delegation_id: UUID) -> ResponseReturnValue:
    """Send everybody whose answers are missing the link to their own part."""
    found = own_delegation(delegation_id)
    wanting = [
        one for one in queries.members_of(found) if "check" not in one.steps_done
    ]
    _say_sent(*linking.send_own_parts(found, wanting))
    return redirect(home(found, "people"))


def _add(delegation: Delegation, form: Form, entries: Sequence[MemberEntry]) -> bool:
    """Add these people, or say in the form why not."""
    try:
        members.add_members(delegation, entries)
    except (QuotaReached, AlreadyInDelegation) as refusal:
        form.form_errors = [str(refusal)]
        return False
    return True


def _form_page(
    name: str, delegation: Delegation, form: Form, **more: object
) -> ResponseReturnValue:
    left = delegation.quota - queries.present_count(delegation)
    page = render_template(
        f"delegations/{name}.html",
        week=delegation.week,
        delegation=delegation,
        form=form,
        left=max(0, left),
        back=home(delegation, "people"),
        **more,
    )
    return page, form.status


def _page_of(delegation: Delegation, person: Registration) -> str:
    return url_for(
        "delegation.member", delegation_id=delegation.id, member_id=person.id
    )


def _say_saved(person: Registration, *, is_new: bool) -> None:
    name = str(person.name)
    if is_new and queries.links_sent([person.id]):
        flash(
            _(
                "%(name)s is named. We sent the link to %(address)s.",
                name=name,
                address=person.address,
            )
        )
    elif is_new and person.is_confirmed:
        flash(_("%(name)s is named. You can send the link to them below.", name=name))
    else:
        flash(_("Saved."))


def _say_added(number: int) -> None:
    flash(
        ngettext(
            "%(num)s person is added.",
            "%(num)s people are added.",
            number,
        )
    )


def _say_sent(direct: int, through_contact: int) -> None:
    if direct:
        flash(
            ngettext(
                "We wrote to %(num)s person.",
                "We wrote to %(num)s people.",
                direct,
            )
        )
    if through_contact:
        flash(
            ngettext(
                "We sent you the link of %(num)s person without an own e-mail.",
                "We sent you the links of %(num)s people without an own e-mail.",
                through_contact,
            )
        )
    if not direct and not through_contact:
        flash(_("Nobody needs a link now."), "info")
