"""The pages of a delegation's head or secretary: opened by a private link alone."""

from uuid import UUID

from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.delegations import access
from eventapp.delegations.errors import (
    DelegationEnded,
    DelegationLinkEnded,
    NobodyToSend,
    TooLateToAdd,
    WeekOver,
)
from eventapp.delegations.forms.people import ContactForm
from eventapp.delegations.progress import progress_of
from eventapp.delegations.service import deciding, holding, linking
from eventapp.registration.access import delegate
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.vocabulary import RegistrationStatus
from eventapp.web.audience import public

bp = Blueprint("delegation", __name__, url_prefix="/delegations")


@bp.after_request
def keep_private(response: Response) -> Response:
    """No search engine and no other site learns of these addresses."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.route("/<token>", methods=["GET", "POST"])
@public
def enter(token: str) -> ResponseReturnValue:
    """Exchange a private link for this browser's right; scanners press no button."""
    try:
        if request.method == "POST":
            found = linking.open_by_link(token)
            access.remember(found)
            return redirect(home(found))
        found = linking.delegation_by_link(token)
    except DelegationLinkEnded as refusal:
        page = render_template("delegations/link_ended.html", reason=str(refusal))
        return page, refusal.status
    return render_template(
        "delegations/enter.html", week=found.week, delegation=found
    ), {"Referrer-Policy": "no-referrer"}


@bp.post("/leave")
@public
def leave() -> ResponseReturnValue:
    """Close all delegations on this device; the links in the mails stay."""
    access.forget_all()
    flash(_("Your delegation is closed on this device."))
    return redirect(url_for("programme.weeks"))


@bp.get("/<uuid:delegation_id>/")
@delegate
def show(delegation_id: UUID) -> ResponseReturnValue:
    """The delegation: who comes, what is missing, what to do next."""
    found = access.own_delegation(delegation_id)
    return render_template(
        "delegations/show.html",
        week=found.week,
        delegation=found,
        progress=progress_of(found),
        may_add=may_add(found),
        may_name=may_name(found),
        status=RegistrationStatus,
    )


@bp.route("/<uuid:delegation_id>/send", methods=["GET", "POST"])
@delegate
def send(delegation_id: UUID) -> ResponseReturnValue:
    """Look at the whole once more, then send it."""
    found = access.own_delegation(delegation_id)
    if found.status is not RegistrationStatus.DRAFT:
        return redirect(home(found))
    problem = None
    if request.method == "POST":
        try:
            deciding.submit_delegation(found)
        except NobodyToSend as refusal:
            problem = str(refusal)
        else:
            if found.is_confirmed:
                flash(_("Your delegation is registered."))
            else:
                flash(_("Your delegation is sent. The organisers will write to you."))
            return redirect(home(found))
    page = render_template(
        "delegations/send.html",
        week=found.week,
        delegation=found,
        progress=progress_of(found),
        problem=problem,
        back=home(found),
    )
    return page, NobodyToSend.status if problem else 200


@bp.route("/<uuid:delegation_id>/contact", methods=["GET", "POST"])
@delegate
def contact(delegation_id: UUID) -> ResponseReturnValue:
    """Who speaks for the delegation, and in which language we write."""
    found = access.own_delegation(delegation_id)
    form = ContactForm().offer()
    if form.validate_on_submit():
        deciding.write_to_contact_in(found, form.name.data or "", form.language.data)
        flash(_("Saved."))
        return redirect(home(found))
    if request.method == "GET":
        form.name.data = found.contact_name
        form.language.data = found.language
    page = render_template(
        "delegations/contact.html",
        week=found.week,
        delegation=found,
        form=form,
        back=home(found),
    )
    return page, form.status


def home(delegation: Delegation, part: str | None = None) -> str:
    """The page of the whole delegation, or a part of it."""
    return url_for("delegation.show", delegation_id=delegation.id, _anchor=part)


def may_add(delegation: Delegation) -> bool:
    """Whether people are added, replaced and sent now."""
    try:
        holding.check_open(delegation)
    except (DelegationEnded, WeekOver, TooLateToAdd):
        return False
    return True


def may_name(delegation: Delegation) -> bool:
    """Whether people are named, changed and removed now."""
    try:
        holding.check_live(delegation)
    except (DelegationEnded, WeekOver):
        return False
    return True
