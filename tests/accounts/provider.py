"""A provider of OpenID Connect, made with authlib: it checks clients, codes, PKCE."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import UserInfo
from authlib.oidc.core.grants import OpenIDCode
from flask import Flask, jsonify, request
from joserfc.jwk import KeySet, RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "partnership-week", "known to both"


@dataclass
class Persona:
    """Who sits in front of the provider's page, and how they proved it."""

    claims: dict[str, Any]
    amr: list[str] = field(default_factory=lambda: ["pwd"])
    acr: str | None = None
    authenticated_at: float | None = None  # None: just now


@dataclass
class Code:
    """A code that was given and not yet exchanged."""

    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str | None
    code_challenge_method: str | None
    user: Persona

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> int:
        return int(self.user.authenticated_at or time.time())

    def get_amr(self) -> list[str]:
        return self.user.amr

    def get_acr(self) -> str | None:
        return self.user.acr


class Client(ClientMixin):
    """The application, as the provider knows it."""

    def __init__(self, provider: "OpenProvider") -> None:
        self.provider = provider

    def get_client_id(self) -> str:
        return CLIENT

    def get_default_redirect_uri(self) -> str:
        return self.provider.redirect_uri

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == self.provider.redirect_uri

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == SECRET

    def check_endpoint_auth_method(self, method: str, _endpoint: str) -> bool:
        return method in {"client_secret_basic", "client_secret_post"}

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


class OpenProvider:
    """One provider, at an address of this machine; tests say who signs in there."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "now", "use": "sig"})
        self.shown_keys = [self.key]
        self.redirect_uri = "http://week.example/account/sign-on/campus/back"
        self.persona = Persona({"sub": "nobody"})
        self.codes: dict[str, Code] = {}
        self.asked: list[dict[str, str]] = []  # what came to the sign-in page
        self.told: dict[str, Any] = {}  # spoils the tokens of a test
        self.issuer = ""
        self.app = self._made()

    def _made(self) -> Flask:
        app = Flask("provider")
        server = AuthorizationServer(
            app,
            query_client=lambda key: Client(self) if key == CLIENT else None,
            save_token=lambda _token, _request: None,
        )
        server.provider = self
        tokens = Tokens(require_nonce=True)
        tokens.provider = self
        server.register_grant(Codes, [tokens, CodeChallenge(required=True)])
        app.add_url_rule(
            "/.well-known/openid-configuration", view_func=self.configuration
        )
        app.add_url_rule("/keys", view_func=self.keys)
        app.add_url_rule("/authorize", "authorize", lambda: self.authorize(server))
        app.add_url_rule(
            "/token", "token", server.create_token_response, methods=["POST"]
        )
        return app

    def configuration(self) -> Any:
        return jsonify(
            issuer=self.issuer,
            authorization_endpoint=f"{self.issuer}/authorize",
            token_endpoint=f"{self.issuer}/token",
            jwks_uri=f"{self.issuer}/keys",
            end_session_endpoint=f"{self.issuer}/out",
            id_token_signing_alg_values_supported=["RS256"],
        )

    def keys(self) -> Any:
        return jsonify(KeySet([*self.shown_keys]).as_dict(private=False))

    def authorize(self, server: AuthorizationServer) -> Any:
        self.asked.append(request.args.to_dict())
        grant = server.get_consent_grant(end_user=self.persona)
        return server.create_authorization_response(
            grant_user=self.persona, grant=grant
        )


class Codes(AuthorizationCodeGrant):
    """Codes for the authorization code flow, each exchanged once."""

    TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic", "client_secret_post")

    def save_authorization_code(self, code: str, request: Any) -> Code:
        sent = request.payload.data
        kept = Code(
            sent["redirect_uri"],
            sent["scope"],
            sent.get("nonce", ""),
            sent.get("code_challenge"),
            sent.get("code_challenge_method"),
            request.user,
        )
        self.server.provider.codes[code] = kept
        return kept

    def query_authorization_code(self, code: str, _client: Any) -> Code | None:
        found: Code | None = self.server.provider.codes.pop(code, None)
        return found

    def delete_authorization_code(self, authorization_code: Code) -> None:
        """It is gone since it was asked for."""

    def authenticate_user(self, authorization_code: Code) -> Persona:
        return authorization_code.user


class Tokens(OpenIDCode):
    """Signed tokens about the person who sits there."""

    provider: OpenProvider

    def exists_nonce(self, nonce: str, _request: Any) -> bool:
        return any(one.nonce == nonce for one in self.provider.codes.values())

    def resolve_client_private_key(self, _client: Any) -> Any:
        return self.provider.key

    def get_client_algorithm(self, _client: Any) -> str:
        return "RS256"

    def get_encode_header(self, _client: Any) -> dict[str, Any]:
        return {"alg": "RS256", "kid": self.provider.key.kid}

    def get_client_claims(self, _client: Any) -> dict[str, Any]:
        present = int(time.time())
        return {
            "iss": self.provider.issuer,
            "aud": [CLIENT],
            "iat": present,
            "exp": present + 300,
        }

    def generate_user_info(self, user: Persona, _scope: str) -> UserInfo:
        return UserInfo(**(user.claims | self.provider.told))


@contextmanager
def open_provider() -> Iterator[OpenProvider]:
    """A provider that answers, on a free port."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")  # of the provider, in tests
        provider = OpenProvider()
        server = make_server("127.0.0.1", 0, provider.app, threaded=True)
        provider.issuer = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
