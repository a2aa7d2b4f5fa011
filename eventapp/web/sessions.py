"""Signed cookies and form tokens; what was verified lately is not verified again.

A desk sends the same cookie and the same token all day. A signature is worked out
when a value is seen first; after that, the same octets are the same answer.
"""

from typing import Any

from flask import Flask, Request, current_app, g, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_wtf import CSRFProtect

from eventapp.kernel.lately import Lately
from eventapp.web.audience import is_keyed

KEPT_SECONDS = 60.0  # by so much may a session outlive its 31 days
HEADER = "X-CSRFToken"


def init_app(app: Flask) -> None:
    """Let `app` know its visitors and protect its forms."""
    app.session_interface = Sessions()
    Tokens(app)


class Sessions(SecureCookieSessionInterface):
    """Flask's own signed cookies."""

    def __init__(self) -> None:
        """Begin with no cookie verified."""
        self._verified: Lately[str, str] = Lately(KEPT_SECONDS)

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session of a request: always a fresh one, for views change it."""
        sent = request.cookies.get(self.get_cookie_name(app), "")
        known = self._verified.get(sent)
        if known is not None:
            return self.session_class(self.serializer.loads(known))
        opened = super().open_session(app, request)
        if opened:
            self._verified.keep(sent, self.serializer.dumps(dict(opened)))
        return opened


class Tokens(CSRFProtect):
    """Flask-WTF's own tokens; one in a header is verified once for its session."""

    def __init__(self, app: Flask) -> None:
        """Protect `app`."""
        self._verified: Lately[tuple[Any, str], bool] = Lately(KEPT_SECONDS)
        super().__init__(app)

    def protect(self, apply_exemptions: bool = False) -> None:  # noqa: FBT001, FBT002 - of Flask-WTF
        """Let a request pass that carries a token of its session, or needs none."""
        if is_keyed(current_app.view_functions.get(request.endpoint or "")):
            return
        if not request.is_json:  # then the token may stand in the form
            super().protect(apply_exemptions=apply_exemptions)
            return
        token = request.headers.get(HEADER, "")
        pair = (session.get("csrf_token"), token)
        if token and self._verified.get(pair):
            g.csrf_valid = True
            return
        super().protect(apply_exemptions=apply_exemptions)
        if token and g.get("csrf_valid"):
            self._verified.keep(pair, value=True)
