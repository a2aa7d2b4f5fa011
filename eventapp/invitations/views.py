"""The pages of an invitation: read, accepted, declined; this registers all of them."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.accounts.service.limits import check_limit, count
from eventapp.invitations import listing, managing, wording
from eventapp.invitations.errors import InvitationEnded
from eventapp.invitations.forms.public import AcceptForm, DeclineForm
from eventapp.invitations.office import bp
from eventapp.invitations.service import answering
from eventapp.kernel import clock, i18n
from eventapp.kernel.tokens import digest
from eventapp.programme.access import week_or_404
from eventapp.programme.models.weeks import Week
from eventapp.registration import keys
from eventapp.registration.entering import await_code
from eventapp.registration.errors import CodeSentJustNow
from eventapp.registration.models.entering import Invitation
from eventapp.registration.service import confirming, inviting
from eventapp.registration.vocabulary import InvitationState
from eventapp.web.audience import public

__all__ = ("BRANCHES", "bp")

BRANCHES = (managing, listing)
LINKS_PER_ADDRESS = 4  # within fifteen minutes


@bp.route("/weeks/<slug>/invitation/<token>", methods=["GET", "POST"])
@public
def read(slug: str, token: str) -> ResponseReturnValue:
    """Who invites whom; at first behind a button, for scanners press none."""
    week, invitation = _found(slug, token)
    if request.method == "POST":
        answering.open_invitation(invitation)
        return redirect(url_for(".read", slug=slug, token=token))
    return _page(week, invitation, token, AcceptForm(formdata=None))


@bp.post("/weeks/<slug>/invitation/accept/<token>")
@public
def accept(slug: str, token: str) -> ResponseReturnValue:
    """Go on to register: six digits to the address; or the delegation's link."""
    week, invitation = _found(slug, token)
    if invitation.opens_delegation:
        _limit_links(invitation)
        answering.begin_delegation(invitation)
        return render_template(
            "invitations/delegation_begun.html", week=week, invitation=invitation
        )
    form = AcceptForm()
    if invitation.is_tied:
        form.address.data = invitation.address
    if not form.validate_on_submit():
        return _page(week, invitation, token, form)
    address = form.address.data or ""
    try:
        confirming.ask_to_confirm(
            week,
            address,
            language=i18n.spoken().tag,
            code=token,
            from_address=request.remote_addr or "",
        )
    except CodeSentJustNow:
        pass  # it is on its way: the page of the code asks for it
    else:
        answering.open_invitation(invitation)
    await_code(week, address, token)
    return redirect(url_for("registration.code", slug=slug))


@bp.route("/weeks/<slug>/invitation/decline/<token>", methods=["GET", "POST"])
@public
def decline(slug: str, token: str) -> ResponseReturnValue:
    """Say that nobody comes, with a reason or without."""
    week, invitation = _found(slug, token)
    form = DeclineForm()
    if form.validate_on_submit():
        answering.decline_invitation(invitation, form.reason.data or "")
        return redirect(url_for(".read", slug=slug, token=token))
    page = render_template(
        "invitations/decline.html",
        week=week,
        invitation=invitation,
        state=invitation.state(clock.now()).value,
        form=form,
        back=url_for(".read", slug=slug, token=token),
    )
    return page, form.status


def _found(slug: str, token: str) -> tuple[Week, Invitation]:
    """The week and the invitation; wrong links are counted, and all look alike."""
    week = week_or_404(slug)
    whence = request.remote_addr or ""
    inviting.check_tries(whence)
    found = keys.invitation_by_link(week, token)
    if found is None:
        inviting.count_wrong_try(whence)
        abort(404)
    return week, found


def _page(
    week: Week, invitation: Invitation, token: str, form: AcceptForm
) -> tuple[str, int]:
    now = clock.now()
    state = invitation.state(now)
    if invitation.has_ended(now) and state is not InvitationState.ANSWERED:
        page = render_template("invitations/ended.html", week=week)
        return page, InvitationEnded.status
    if request.method == "GET" and not form.address.data:
        form.address.data = invitation.address
    is_full = invitation.used >= invitation.uses_allowed
    page = render_template(
        "invitations/read.html",
        week=week,
        invitation=invitation,
        token=token,
        form=form,
        state=state.value,
        is_opened=invitation.opened_at is not None or state is InvitationState.ANSWERED,
        is_full=is_full,
        last_day=wording.last_day_in_words(invitation, week),
        takes_registrations=week.takes_registrations(now),
    )
    return page, form.status


def _limit_links(invitation: Invitation) -> None:
    whom = digest(f"invited {invitation.id}")
    check_limit("link", whom, LINKS_PER_ADDRESS)
    count("link", whom)
