"""Settings from EVENTAPP_* variables, checked at start."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from eventapp.variables import (
    ConfigurationError,
    Mailbox,
    address_in,
    check_names,
    clock_shift_in,
    count_in,
    database_in,
    hosts_in,
    log_in,
    mail_from_in,
    mailbox_in,
    own_hosts_in,
    secret_in,
    smtp_in,
    token_in,
    vault_keys_in,
)

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


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
        check_names(environment)
        data = Path(environment.get("EVENTAPP_DATA") or "data").absolute()
        return cls(
            secret_key=secret_in(environment.get("EVENTAPP_SECRET_KEY", "")),
            data=data,
            database=database_in(environment.get("EVENTAPP_DATABASE", ""), data),
            address=address_in(environment.get("EVENTAPP_ADDRESS", "")),
            smtp=smtp_in(environment.get("EVENTAPP_SMTP", "")),
            mail_from=mail_from_in(environment.get("EVENTAPP_MAIL_FROM", "")),
            clock_shift=clock_shift_in(environment.get("EVENTAPP_CLOCK_SHIFT", "")),
            proxies=count_in("EVENTAPP_PROXIES", environment) or 0,
            workers=count_in("EVENTAPP_WORKERS", environment),
            vault_keys=vault_keys_in(environment.get("EVENTAPP_VAULT_KEY", "")),
            oidc=Path(told) if (told := environment.get("EVENTAPP_OIDC")) else None,
            calendar_hosts=hosts_in(
                "CALENDAR_HOSTS", environment, "calendar.campus.example,10.1.2.3:8443"
            ),
            hosts=own_hosts_in(environment),
            log=log_in(environment.get("EVENTAPP_LOG", "")),
            metrics_token=token_in(environment.get("EVENTAPP_METRICS_TOKEN", "")),
            mailbox=mailbox_in(
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
