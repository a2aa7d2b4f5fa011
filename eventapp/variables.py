"""How EVENTAPP_* variables are read: each is checked, and refused in a sentence."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

PREFIX = "EVENTAPP_"
NAMES = (
    "SECRET_KEY",
    "DATA",
    "DATABASE",
    "ADDRESS",
    "HOSTS",
    "SMTP",
    "MAIL_FROM",
    "CLOCK_SHIFT",
    "PROXIES",
    "WORKERS",
    "VAULT_KEY",
    "CALENDAR_HOSTS",
    "LOG",
    "METRICS_TOKEN",
    "MAILBOX",
    "MAILBOX_ADDRESS",
    "OIDC",
)
SECRET_LENGTH = 32
MAILBOX_ADDRESS = re.compile(r"[^@+\s]{1,30}@[^@\s]+")  # a token of 27 signs is added
HOST = re.compile(r"[a-z0-9._-]{1,253}(?::\d{1,5})?")
DATABASES = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}


class ConfigurationError(Exception):
    """A setting is missing or wrong; the sentence says which and what to do."""


@dataclass(frozen=True)
class Mailbox:
    """Where answers to our invitations arrive, by IMAP."""

    host: str
    port: int
    is_sealed: bool  # TLS from the first byte; else STARTTLS, where it is offered
    user: str
    password: str
    folder: str
    address: str  # local+anything@domain must arrive here too


def check_names(environment: Mapping[str, str]) -> None:
    """Refuse a variable that we do not know."""
    for name in environment:
        if name.startswith(PREFIX) and name.removeprefix(PREFIX) not in NAMES:
            known = ", ".join(f"{PREFIX}{one}" for one in NAMES)
            message = f"{name} is not a setting. There are: {known}."
            raise ConfigurationError(message)


def secret_in(value: str) -> str:
    """The secret key."""
    if not value:
        message = (
            "EVENTAPP_SECRET_KEY is missing. Set it to at least 32 random characters,"
            " for example from: python -c 'import secrets; print(secrets.token_hex())'"
        )
        raise ConfigurationError(message)
    if len(value) < SECRET_LENGTH:
        message = (
            f"EVENTAPP_SECRET_KEY is too short ({len(value)} characters)."
            f" It needs at least {SECRET_LENGTH}."
        )
        raise ConfigurationError(message)
    return value


def vault_keys_in(value: str) -> tuple[str, ...]:
    """One key, or several with a comma between them."""
    keys = tuple(part.strip() for part in value.split(",") if part.strip())
    if any(len(key) < SECRET_LENGTH for key in keys):
        message = (
            "EVENTAPP_VAULT_KEY holds a key that is too short. Each needs at least"
            f" {SECRET_LENGTH} characters; a comma stands between two keys."
        )
        raise ConfigurationError(message)
    return keys


def hosts_in(
    name: str, environment: Mapping[str, str], example: str
) -> tuple[str, ...]:
    """Names or numbers of hosts, each perhaps with a port."""
    value = environment.get(f"{PREFIX}{name}", "")
    hosts = tuple(part.strip().lower() for part in value.split(",") if part.strip())
    if any(not HOST.fullmatch(host) for host in hosts):
        message = (
            f"{PREFIX}{name} must name hosts with commas between them,"
            f" for example {example}."
        )
        raise ConfigurationError(message)
    return hosts


def own_hosts_in(environment: Mapping[str, str]) -> tuple[str, ...]:
    """More names of ours; at which port they are asked says nothing."""
    hosts = hosts_in("HOSTS", environment, "monitor.campus.example,10.1.2.3")
    return tuple(host.partition(":")[0] for host in hosts)


def log_in(value: str) -> str:
    """How log lines look."""
    if (value or "text") not in {"text", "json"}:
        message = "EVENTAPP_LOG must be text, for people, or json, for programs."
        raise ConfigurationError(message)
    return value or "text"


def token_in(value: str) -> str | None:
    """Who may ask for figures."""
    if value and len(value) < SECRET_LENGTH:
        message = (
            "EVENTAPP_METRICS_TOKEN is too short. It needs at least"
            f" {SECRET_LENGTH} random characters."
        )
        raise ConfigurationError(message)
    return value or None


def database_in(value: str, data: Path) -> str:
    """The address of the database, for SQLAlchemy."""
    if not value:
        return f"sqlite:///{data / 'eventapp.db'}"
    scheme, separator, rest = value.partition("://")
    plain = scheme.partition("+")[0]
    if plain not in DATABASES or not separator or not rest:
        message = (
            "EVENTAPP_DATABASE must begin with sqlite:/// or postgresql://,"
            " for example postgresql://user:password@localhost/eventapp."
        )
        raise ConfigurationError(message)
    return f"{DATABASES[plain]}://{rest}"


def address_in(value: str) -> str:
    """How people reach us."""
    if not value:
        return "http://127.0.0.1:8000"
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query:
        message = (
            "EVENTAPP_ADDRESS must be the address at which people reach the site,"
            " for example https://week.university.example."
        )
        raise ConfigurationError(message)
    return value.rstrip("/")


def smtp_in(value: str) -> str | None:
    """The mail server."""
    if not value:
        return None
    parts = urlsplit(value)
    try:
        fits = parts.scheme in {"smtp", "smtps"} and parts.hostname and parts.port != 0
    except ValueError:
        fits = False
    if not fits:
        message = (
            "EVENTAPP_SMTP must be the address of a mail server,"
            " for example smtp://user:password@mail.university.example:587."
        )
        raise ConfigurationError(message)
    return value


def mailbox_in(value: str, address: str) -> Mailbox | None:
    """The mailbox that is read."""
    if not value:
        return None
    parts = urlsplit(value)
    try:
        port = parts.port or (993 if parts.scheme == "imaps" else 143)
    except ValueError:
        port = 0
    user = unquote(parts.username or "")
    address = address or (user if "@" in user else f"{user}@{parts.hostname}")
    fits = parts.scheme in {"imap", "imaps"} and parts.hostname and user and port
    if not fits or not MAILBOX_ADDRESS.fullmatch(address):
        message = (
            "EVENTAPP_MAILBOX must be the address of a mailbox, for example"
            " imaps://calendar%40university.example:password@mail.university.example,"
            " and EVENTAPP_MAILBOX_ADDRESS, if set, the mail address that leads there."
        )
        raise ConfigurationError(message)
    return Mailbox(
        host=str(parts.hostname),
        port=port,
        is_sealed=parts.scheme == "imaps",
        user=user,
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        address=address,
    )


def mail_from_in(value: str) -> str:
    """From whom our messages come."""
    if not value:
        return "Partnership Week <week@localhost.example>"
    if "@" not in value or "\n" in value or "\r" in value:
        message = (
            "EVENTAPP_MAIL_FROM must be a mail address,"
            " for example 'International Office <week@university.example>'."
        )
        raise ConfigurationError(message)
    return value


def clock_shift_in(value: str) -> timedelta:
    """By how much another time is lived."""
    try:
        return timedelta(seconds=int(value or 0))
    except (ValueError, OverflowError):
        message = (
            "EVENTAPP_CLOCK_SHIFT must be a whole number of seconds, for example"
            " -86400 for yesterday. Leave it out in production."
        )
        raise ConfigurationError(message) from None


def count_in(name: str, environment: Mapping[str, str]) -> int | None:
    """A small number."""
    value = environment.get(name, "")
    if not value:
        return None
    if not value.isascii() or not value.isdigit() or int(value) > 99:  # noqa: PLR2004 - two digits
        message = f"{name} must be a whole number from 0 to 99."
        raise ConfigurationError(message)
    return int(value)
