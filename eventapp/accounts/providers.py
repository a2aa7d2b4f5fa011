"""Providers of OpenID Connect, as the file of settings names them."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from eventapp.accounts.vocabulary import Role
from eventapp.variables import ConfigurationError

KEY = re.compile(r"[a-z][a-z0-9-]{0,39}")
AT_HOME = frozenset({"localhost", "127.0.0.1", "::1"})
KNOWN = frozenset(
    {
        "label",
        "issuer",
        "client_id",
        "client_secret",
        "scope",
        "domains",
        "makes_accounts",
        "groups_claim",
        "roles",
        "second_step_amr",
        "second_step_acr",
        "asks_for_acr",
        "prompt",
    }
)


@dataclass(frozen=True)
class Provider:
    """One sign-on elsewhere, and how far it is trusted."""

    key: str  # stands in addresses and in links: never changed later
    label: str
    issuer: str
    client_id: str
    client_secret: str | None = field(repr=False)  # None: PKCE alone
    scope: str = "openid profile email"
    domains: frozenset[str] = frozenset()  # none: whatever it has verified
    makes_accounts: bool = False
    groups_claim: str = "groups"
    roles: Mapping[str, Role] = field(default_factory=dict)  # by group
    second_step_amr: frozenset[str] = frozenset({"mfa"})  # RFC 8176
    second_step_acr: frozenset[str] = frozenset()
    asks_for_acr: str | None = None
    prompt: str | None = None

    def role_of(self, groups: Sequence[str]) -> Role | None:
        """The highest role that one of the groups gives."""
        given = {self.roles[group] for group in groups if group in self.roles}
        return next((role for role in Role if role in given), None)

    def trusts(self, address: str) -> bool:
        """Whether it may speak for this mail address."""
        domain = address.rpartition("@")[2].casefold()
        return not self.domains or domain in self.domains

    def has_asked_twice(self, claims: Mapping[str, Any]) -> bool:
        """Whether it asked for a second step itself, so that we need not."""
        ways = claims.get("amr") or []
        is_named = isinstance(ways, list) and not self.second_step_amr.isdisjoint(
            way for way in ways if isinstance(way, str)
        )
        return is_named or claims.get("acr") in self.second_step_acr


def read_providers(path: Path | None) -> Sequence[Provider]:
    """The providers of a file, in its order.

    Raises:
        ConfigurationError: it cannot be read, or something in it is missing or wrong.
    """
    if path is None:
        return ()
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(
            f"EVENTAPP_OIDC: {path} cannot be read ({error})."
        ) from None
    return [_provider(key, table) for key, table in tables.items()]


def _provider(key: str, table: object) -> Provider:
    if not KEY.fullmatch(key) or not isinstance(table, dict):
        raise ConfigurationError(
            f"EVENTAPP_OIDC: each provider is a table with a short name, for example"
            f" [campus]; {key} is not."
        )
    if unknown := sorted(table.keys() - KNOWN):
        raise ConfigurationError(
            f"EVENTAPP_OIDC: [{key}] has {', '.join(unknown)}, which is not a setting."
            f" There are: {', '.join(sorted(KNOWN))}."
        )
    issuer = _text(key, table, "issuer").rstrip("/")
    parts = urlsplit(issuer)
    if parts.scheme != "https" and parts.hostname not in AT_HOME:
        raise ConfigurationError(f"EVENTAPP_OIDC: [{key}] issuer begins with https://.")
    scope = str(table.get("scope", Provider.scope))
    if "openid" not in scope.split():
        raise ConfigurationError(f"EVENTAPP_OIDC: [{key}] scope holds openid.")
    return Provider(
        key=key,
        label=_text(key, table, "label"),
        issuer=_text(key, table, "issuer"),
        client_id=_text(key, table, "client_id"),
        client_secret=table.get("client_secret"),
        scope=scope,
        domains=_words(key, table, "domains", ()),
        makes_accounts=table.get("makes_accounts", False) is True,
        groups_claim=str(table.get("groups_claim", Provider.groups_claim)),
        roles=_roles(key, table.get("roles", {})),
        second_step_amr=_words(key, table, "second_step_amr", ("mfa",)),
        second_step_acr=_words(key, table, "second_step_acr", ()),
        asks_for_acr=table.get("asks_for_acr"),
        prompt=table.get("prompt"),
    )


def _text(key: str, table: Mapping[str, Any], name: str) -> str:
    value = table.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ConfigurationError(f"EVENTAPP_OIDC: [{key}] needs {name}, in quotes.")
    return value.strip()


def _words(
    key: str, table: Mapping[str, Any], name: str, otherwise: Sequence[str]
) -> frozenset[str]:
    value = table.get(name, list(otherwise))
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ConfigurationError(
            f'EVENTAPP_OIDC: [{key}] {name} is a list, for example ["one", "two"].'
        )
    folded = name == "domains"
    return frozenset(one.casefold() if folded else one for one in value)


def _roles(key: str, table: object) -> Mapping[str, Role]:
    given = dict(table) if isinstance(table, dict) else {"": table}
    try:
        return {str(group): Role(str(role)) for group, role in given.items()}
    except ValueError:
        known = ", ".join(role.value for role in Role)
        raise ConfigurationError(
            f"EVENTAPP_OIDC: [{key}.roles] gives each group one of: {known}."
        ) from None
