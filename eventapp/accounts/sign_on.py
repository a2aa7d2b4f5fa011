"""Sign-on by OpenID Connect: there, and back with somebody vouched for."""

from flask import (
    Blueprint,
    abort,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp.accounts import access, entering, signing_on
from eventapp.accounts import factor_queries as queries
from eventapp.accounts.access import requires_account, requires_fresh
from eventapp.accounts.factor_errors import (
    LinkTaken,
    NobodyHere,
    SignOnAway,
    SignOnFailed,
)
from eventapp.accounts.models import Account
from eventapp.accounts.providers import Provider
from eventapp.accounts.service import signing_on as service
from eventapp.accounts.signing_on import THROUGH, Vouched
from eventapp.accounts.vocabulary import Means
from eventapp.kernel.db import db, writing
from eventapp.kernel.errors import Refusal
from eventapp.web.audience import public
from eventapp.web.language import safe_next

bp = Blueprint("sign_on", __name__, url_prefix="/account/sign-on")
FACTORS = "own_factors.factors"


@bp.get("/<provider>")
@public
def begin(provider: str) -> ResponseReturnValue:
    """Send somebody who wants in to the provider."""
    onward = safe_next(request.args.get("next"), "")
    return _sent(signing_on.provider_or_404(provider), "enter", onward)


@bp.get("/<provider>/link")
@requires_account
def link(provider: str) -> ResponseReturnValue:
    """Send somebody there whose account is to be opened that way.

    Only the button on our page leads there: by a link on another site somebody could
    be led who is signed in, at the provider, as whoever made that link. It is no form,
    nor comes it right after one: browsers take none of ours to another site.
    """
    known, own_page = signing_on.provider_or_404(provider), url_for(FACTORS)
    if not access.is_fresh():
        return redirect(url_for("accounts.prove", next=own_page, again=1))
    if not signing_on.is_link_key(request.args.get("key", "")):
        return redirect(own_page)
    return _sent(known, "link", own_page)


@bp.get("/<provider>/prove")
@requires_account
def prove(provider: str) -> ResponseReturnValue:
    """Send somebody there to prove again who it is."""
    onward = safe_next(request.args.get("next"), url_for(FACTORS))
    return _sent(signing_on.provider_or_404(provider), "prove", onward)


@bp.get("/<provider>/back")
@public
def back(provider: str) -> ResponseReturnValue:
    """Take what the provider says about somebody, and let them in.

    The browser comes by a link from elsewhere, so this GET writes: its state, which
    only a page of ours gave this browser, is what vouches for it, once.
    """
    known = signing_on.provider_or_404(provider)
    try:
        found = signing_on.vouched(known)
        with writing():
            return DEEDS[found.asked.deed](known, found)
    except (SignOnFailed, SignOnAway, NobodyHere, LinkTaken) as refusal:
        return _refused(refusal)


@bp.get("/<provider>/out")
@public
def farewell(provider: str) -> ResponseReturnValue:
    """Say that one is signed out here, and lead to where one signs out there."""
    known = signing_on.provider_or_404(provider)
    there = signing_on.farewell(provider) or abort(404)
    return render_template("sign_on/farewell.html", provider=known, there=there)


@bp.post("/<provider>/unlink")
@requires_account
@requires_fresh
def unlink(provider: str) -> ResponseReturnValue:
    """Let this sign-on open the account no more."""
    found = queries.link_of(access.signed_in().id, provider) or abort(404)
    known = {one.key: one for one in signing_on.providers()}.get(provider)
    service.unlink(found, known)
    flash(_("Unlinked."))
    return redirect(url_for(FACTORS))


def _sent(provider: Provider, deed: str, onward: str) -> ResponseReturnValue:
    try:
        return signing_on.send_there(provider, deed, onward)
    except SignOnAway as refusal:
        return _refused(refusal)


def _enter(provider: Provider, found: Vouched) -> ResponseReturnValue:
    account = service.account_of(found.person, provider)
    entered = entering.enter(
        account,
        Means.SIGN_ON,
        is_strong=found.has_asked_twice,
        onward=found.asked.onward,
    )
    session[THROUGH] = provider.key
    return entered


def _link(provider: Provider, found: Vouched) -> ResponseReturnValue:
    own = access.current_account() or abort(401)
    service.link_to(db.session.get_one(Account, own.id), found.person, provider)
    flash(_("Linked. You can now sign in with %(name)s.", name=provider.label))
    return redirect(found.asked.onward)


def _prove(provider: Provider, found: Vouched) -> ResponseReturnValue:
    own = access.current_account() or abort(401)
    known = queries.link_by_subject(provider.key, found.person.subject)
    if known is None or known.account_id != own.id:
        raise SignOnFailed
    access.note_proved()
    return redirect(found.asked.onward)


def _refused(refusal: Refusal) -> ResponseReturnValue:
    flash(str(refusal), "bad")
    here = FACTORS if access.current_account() else "accounts.sign_in"
    return redirect(url_for(here))


DEEDS = {"enter": _enter, "link": _link, "prove": _prove}
