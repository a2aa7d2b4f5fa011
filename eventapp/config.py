"""Settings from EVENTAPP_* variables, checked at start."""

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
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
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


@dataclass(frozen=True)
class Settings:
    """All that can be set from outside."""

    secret_key: str
    data: Path
    database: str  # SQLAlchemy URL
    address: str  # how people reach us, without a slash at the end
    smtp: str | None  # smtp://user:password@host:587 or smtps://…
    mail_from: str
    clock_shift: timedelta  # a demonstration lives at another time
    proxies: int  # how many trusted proxies stand before us
    workers: int | None  # None: one on SQLite, two on PostgreSQL
    vault_keys: tuple[str, ...] = ()  # the first seals; none: from the secret key
    mailbox: Mailbox | None = None  # None: nobody reads answers
    calendar_hosts: tuple[str, ...] = ()  # inner ones that organisers may ask
    oidc: Path | None = None  # the file that names providers of OpenID Connect
    log: str | None = None  # text or json; None: whoever starts us says how
    metrics_token: str | None = None  # None: nobody asks for figures
    hosts: tuple[str, ...] = ()  # more names by which we are asked, as by a monitor

    @property
    def is_secure(self) -> bool:
        """Whether people reach us over HTTPS."""
        return self.address.startswith("https://")

    @property
    def own_hosts(self) -> frozenset[str]:
        """The hosts that a request may name: ours, and this machine to itself."""
        ours = urlsplit(self.address).hostname or ""
        return frozenset({ours, *self.hosts, *LOOPBACK})

    @property
    def uses_sqlite(self) -> bool:
        """Whether the database is a file beside us."""
        return self.database.startswith("sqlite")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Read and check the variables.

        Raises:
            ConfigurationError: a value is missing or wrong.
        """
        _check_names(environment)
        data = Path(environment.get("EVENTAPP_DATA") or "data").absolute()
        return cls(
            secret_key=_secret(environment.get("EVENTAPP_SECRET_KEY", "")),
            data=data,
            database=_database(environment.get("EVENTAPP_DATABASE", ""), data),
            address=_address(environment.get("EVENTAPP_ADDRESS", "")),
            smtp=_smtp(environment.get("EVENTAPP_SMTP", "")),
            mail_from=_mail_from(environment.get("EVENTAPP_MAIL_FROM", "")),
            clock_shift=_clock_shift(environment.get("EVENTAPP_CLOCK_SHIFT", "")),
            proxies=_count("EVENTAPP_PROXIES", environment) or 0,
            workers=_count("EVENTAPP_WORKERS", environment),
            vault_keys=_vault_keys(environment.get("EVENTAPP_VAULT_KEY", "")),
            oidc=Path(told) if (told := environment.get("EVENTAPP_OIDC")) else None,
            calendar_hosts=_hosts(
                "CALENDAR_HOSTS", environment, "calendar.campus.example,10.1.2.3:8443"
            ),
            hosts=_own_hosts(environment),
            log=_log(environment.get("EVENTAPP_LOG", "")),
            metrics_token=_token(environment.get("EVENTAPP_METRICS_TOKEN", "")),
            mailbox=_mailbox(
                environment.get("EVENTAPP_MAILBOX", ""),
                environment.get("EVENTAPP_MAILBOX_ADDRESS", ""),
            ),
        )


_current: Settings | None = None


def use(settings: Settings) -> None:
    """Let this process work with `settings`."""
    global _current  # noqa: PLW0603 - one process has one configuration
    _current = settings


def current() -> Settings:
    """The settings of this process."""
    if _current is None:
        message = "The application has not been made yet."
        raise ConfigurationError(message)
    return _current


def _check_names(environment: Mapping[str, str]) -> None:
    for name in environment:
        if name.startswith(PREFIX) and name.removeprefix(PREFIX) not in NAMES:
            known = ", ".join(f"{PREFIX}{one}" for one in NAMES)
            message = f"{name} is not a setting. There are: {known}."
            raise ConfigurationError(message)


def _secret(value: str) -> str:
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


def _vault_keys(value: str) -> tuple[str, ...]:
    """One key, or several with a comma between them."""
    keys = tuple(part.strip() for part in value.split(",") if part.strip())
    if any(len(key) < SECRET_LENGTH for key in keys):
        message = (
            "EVENTAPP_VAULT_KEY holds a key that is too short. Each needs at least"
            f" {SECRET_LENGTH} characters; a comma stands between two keys."
        )
        raise ConfigurationError(message)
    return keys


def _hosts(name: str, environment: Mapping[str, str], example: str) -> tuple[str, ...]:
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


def _own_hosts(environment: Mapping[str, str]) -> tuple[str, ...]:
    """More names of ours; at which port they are asked says nothing."""
    hosts = _hosts("HOSTS", environment, "monitor.campus.example,10.1.2.3")
    return tuple(host.partition(":")[0] for host in hosts)


def _log(value: str) -> str:
    if (value or "text") not in {"text", "json"}:
        message = "EVENTAPP_LOG must be text, for people, or json, for programs."
        raise ConfigurationError(message)
    return value or "text"


def _token(value: str) -> str | None:
    if value and len(value) < SECRET_LENGTH:
        message = (
            "EVENTAPP_METRICS_TOKEN is too short. It needs at least"
            f" {SECRET_LENGTH} random characters."
        )
        raise ConfigurationError(message)
    return value or None


def _database(value: str, data: Path) -> str:
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


def _address(value: str) -> str:
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


def _smtp(value: str) -> str | None:
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


def _mailbox(value: str, address: str) -> Mailbox | None:
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


def _mail_from(value: str) -> str:
    if not value:
        return "Partnership Week <week@localhost.example>"
    if "@" not in value or "\n" in value or "\r" in value:
        message = (
            "EVENTAPP_MAIL_FROM must be a mail address,"
            " for example 'International Office <week@university.example>'."
        )
        raise ConfigurationError(message)
    return value


def _clock_shift(value: str) -> timedelta:
    try:
        return timedelta(seconds=int(value or 0))
    except (ValueError, OverflowError):
        message = (
            "EVENTAPP_CLOCK_SHIFT must be a whole number of seconds, for example"
            " -86400 for yesterday. Leave it out in production."
        )
        raise ConfigurationError(message) from None


def _count(name: str, environment: Mapping[str, str]) -> int | None:
    value = environment.get(name, "")
    if not value:
        return None
    if not value.isascii() or not value.isdigit() or int(value) > 99:  # noqa: PLR2004
        message = f"{name} must be a whole number from 0 to 99."
        raise ConfigurationError(message)
    return int(value)
