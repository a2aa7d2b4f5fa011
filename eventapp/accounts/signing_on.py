"""The conversation with a provider: asked in the browser, checked behind it.

Authorization code with PKCE (RFC 7636), state and nonce; the token's signature,
issuer, audience, nonce and times are checked by authlib.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Flask, current_app, request, session, url_for
from flask.typing import ResponseReturnValue
from joserfc.errors import JoseError
from requests import RequestException
from werkzeug.exceptions import abort

from eventapp.accounts import factor_queries as queries
from eventapp.accounts.factor_errors import SignOnAway, SignOnFailed
from eventapp.accounts.factors import SignOnLink
from eventapp.accounts.models import Account
from eventapp.accounts.providers import Provider, read_providers
from eventapp.accounts.service.signing_on import Person
from eventapp.config import current
from eventapp.kernel.tokens import digest, new_token, same

SECONDS = 8  # so long may a provider take to answer us
FRESH_SECONDS = 300  # so old may a proof be where one is asked for anew
LINKING = "linking"  # in the session: what the own button to link carries
DEED = "sign_on"  # in the session: why we asked, and where to go on
THROUGH = "came_through"  # in the session: the provider that let this browser in
EXTENSION = "eventapp_sign_on"


@dataclass(frozen=True)
class Asked:
    """Why the browser was sent to a provider."""

    deed: str  # "enter", "link" or "prove"
    provider: str
    onward: str


@dataclass(frozen=True)
class Vouched:
    """What a provider said, checked."""

    person: Person
    asked: Asked
    has_asked_twice: bool


@dataclass(frozen=True)
class Way:
    """A provider as an account knows it."""

    key: str
    label: str
    link: SignOnLink | None


class SignOns:
    """The providers of this site, each with its client."""

    def __init__(self, app: Flask, providers: Sequence[Provider]) -> None:
        """Know them; nothing is asked before somebody signs on."""
        self.providers = {one.key: one for one in providers}
        self._registry = OAuth(app)
        for one in providers:
            well_known = f"{one.issuer.rstrip('/')}/.well-known/openid-configuration"
            self._registry.register(
                one.key,
                client_id=one.client_id,
                client_secret=one.client_secret,
                server_metadata_url=well_known,
                client_kwargs={
                    "scope": one.scope,
                    "code_challenge_method": "S256",
                    "default_timeout": SECONDS,
                },
            )

    def client(self, key: str) -> Any:  # noqa: ANN401 - authlib has no types
        """The client of one provider, its addresses loaded.

        Raises:
            SignOnAway: the provider does not answer, or not as itself.
        """
        client = self._registry.create_client(key)
        try:
            told = client.load_server_metadata()
        except (RequestException, ValueError):
            raise SignOnAway from None
        if told.get("issuer") != self.providers[key].issuer:
            client.server_metadata.clear()  # it is asked anew, once it is mended
            raise SignOnAway
        return client


def init_app(app: Flask) -> None:
    """Know the providers of the site.

    Raises:
        ConfigurationError: the file that names them is wrong.
    """
    app.extensions[EXTENSION] = SignOns(app, read_providers(current().oidc))
    app.jinja_env.globals["sign_on_providers"] = providers
    app.jinja_env.globals["sign_on_ways"] = ways_of
    app.jinja_env.globals["sign_on_link_key"] = link_key


def providers() -> Sequence[Provider]:
    """All providers, as the sign-in page offers them."""
    return list(_sign_ons().providers.values())


def provider_or_404(key: str) -> Provider:
    """The provider with this name."""
    return _sign_ons().providers.get(key) or abort(404)


def ways_of(account: Account) -> Sequence[Way]:
    """Each provider, and the account's link to it."""
    links = {one.provider: one for one in queries.links_of(account.id)}
    return [Way(one.key, one.label, links.get(one.key)) for one in providers()]


def link_key() -> str:
    """What only a page of ours knows that offers to link this account."""
    key: str = session.setdefault(LINKING, new_token())
    return key


def is_link_key(given: str) -> bool:
    """Whether somebody comes from that page; each time anew."""
    return same(digest(given), digest(session.pop(LINKING, "") or new_token()))


def send_there(provider: Provider, deed: str, onward: str) -> ResponseReturnValue:
    """Send the browser to the provider; it comes back with a code.

    Raises:
        SignOnAway: the provider does not answer.
    """
    more: dict[str, Any] = {}
    if provider.asks_for_acr:
        more["acr_values"] = provider.asks_for_acr
    if provider.prompt:
        more["prompt"] = provider.prompt
    if deed == "prove":
        more |= {"prompt": "login", "max_age": 0}
    client = _sign_ons().client(provider.key)
    session[DEED] = {"deed": deed, "provider": provider.key, "onward": onward}
    there: ResponseReturnValue = client.authorize_redirect(_back(provider), **more)
    return there


def vouched(provider: Provider) -> Vouched:
    """Whom the provider vouches for, now that the browser is back.

    Raises:
        SignOnFailed: it does not, or what it says does not hold.
        SignOnAway: the provider does not answer.
    """
    kept = session.pop(DEED, None)
    if not isinstance(kept, Mapping) or kept.get("provider") != provider.key:
        raise SignOnFailed
    asked = Asked(**kept)
    client = _sign_ons().client(provider.key)
    issuer = request.args.get("iss")  # RFC 9207: no other provider's answer
    must_say = client.server_metadata.get(
        "authorization_response_iss_parameter_supported"
    )
    if (issuer or must_say) and issuer != provider.issuer:
        raise SignOnFailed
    try:
        token = client.authorize_access_token()
    except (AuthlibBaseError, JoseError, ValueError, KeyError, TypeError):
        raise SignOnFailed from None
    except RequestException:
        raise SignOnAway from None
    claims = dict(token.get("userinfo") or {})
    if not claims.get("sub"):
        raise SignOnFailed
    if asked.deed == "prove" and not _is_fresh(claims):
        raise SignOnFailed
    claims = _completed(client, token, claims)
    return Vouched(
        Person.of_claims(claims, provider), asked, provider.has_asked_twice(claims)
    )


def farewell(key: str) -> str | None:
    """Where one signs out at the provider as well; None where it has no such page."""
    provider = _sign_ons().providers.get(key)
    if provider is None:
        return None
    try:
        told = _sign_ons().client(key).server_metadata
    except SignOnAway:
        return None
    page = told.get("end_session_endpoint")
    if not isinstance(page, str) or not page.startswith(("https://", "http://")):
        return None
    home = current().address + url_for("programme.weeks")
    more = {"client_id": provider.client_id, "post_logout_redirect_uri": home}
    return f"{page}{'&' if '?' in page else '?'}{urlencode(more)}"


def _completed(
    client: Any,  # noqa: ANN401 - authlib has no types
    token: Mapping[str, Any],
    claims: dict[str, Any],
) -> dict[str, Any]:
    """The claims, with what only the provider's own page about the person says.

    What the signed token says counts first; the page must be about the same person.
    """
    if "email" in claims or not client.server_metadata.get("userinfo_endpoint"):
        return claims
    try:
        told = dict(client.userinfo(token=token))
    except (AuthlibBaseError, RequestException, ValueError):
        return claims
    return {**told, **claims} if told.get("sub") == claims["sub"] else claims


def _is_fresh(claims: Mapping[str, Any]) -> bool:
    at = claims.get("auth_time")
    present = time.time()  # noqa: TID251 - the provider lives at the machines' time
    return isinstance(at, int | float) and present - at < FRESH_SECONDS


def _back(provider: Provider) -> str:
    """Where the provider sends the browser, whatever host a request claims."""
    return current().address + url_for("sign_on.back", provider=provider.key)


def _sign_ons() -> SignOns:
    known: SignOns = current_app.extensions[EXTENSION]
    return known
