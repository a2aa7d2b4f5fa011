"""Messages about accounts: invitations, forgotten passwords, and what to look at."""

from datetime import datetime
from urllib.parse import urlsplit

from flask_babel import format_datetime
from flask_babel import gettext as _

from eventapp.accounts.models import Account
from eventapp.config import current
from eventapp.kernel import i18n
from eventapp.kernel.i18n import day_in_words, speaking
from eventapp.kernel.origin import Origin
from eventapp.mail.service import put


def send_invitation(
    account: Account, token: str, ends_at: datetime, *, invited_by: str
) -> None:
    """The link by which somebody sets name and password."""
    with speaking(_language(account)):
        _write(
            account,
            "account.invitation",
            _("Your account at %(site)s", site=site()),
            _by_whom(invited_by),
            _("Choose your password here:") + f"\n{_address('welcome', token)}",
            _(
                "The link works once, until %(day)s. If you expected no invitation,"
                " do nothing: nobody can use the account without this link.",
                day=day_in_words(ends_at.date()),
            ),
        )


def send_recovery(account: Account, token: str) -> None:
    """The link by which somebody who forgot the password sets another."""
    with speaking(_language(account)):
        _write(
            account,
            "account.recovery",
            _("A new password for %(site)s", site=site()),
            _("Somebody, probably you, asked for a new password for your account."),
            _("Choose it here:") + f"\n{recovery_address(token)}",
            _(
                "The link works once, for one hour."
                " If it was not you, do nothing: your password stays as it is."
            ),
        )


def tell_new_device(account: Account, origin: Origin, at: datetime) -> None:
    """Somebody signed in from a browser that the account did not know."""
    with speaking(_language(account)):
        _write(
            account,
            "account.new_device",
            _("New sign-in at %(site)s", site=site()),
            _("Somebody signed in to your account from a device that is new to us:"),
            "\n".join(_where(origin, at)),
            _("If that was you, there is nothing to do."),
            _("If not, end that session and change your password at once:")
            + f"\n{current().address}/account/",
        )


def tell_password_changed(account: Account, origin: Origin, at: datetime) -> None:
    """The password is another one; whoever did not do that should know at once."""
    with speaking(_language(account)):
        _write(
            account,
            "account.password_changed",
            _("Your password at %(site)s was changed", site=site()),
            _("The password of your account was changed:"),
            "\n".join(_where(origin, at)),
            _("If that was not you, ask for a new password at once:")
            + f"\n{current().address}/account/forgotten",
        )


def recovery_address(token: str) -> str:
    """Where another password is chosen."""
    return _address("recover", token)


def site() -> str:
    """How people know us: the host of our address."""
    return urlsplit(current().address).hostname or ""


def _by_whom(name: str) -> str:
    if not name:
        return _(
            "You are invited to work on the partnership week at %(site)s.", site=site()
        )
    return _(
        "%(person)s invites you to work on the partnership week at %(site)s.",
        person=name,
        site=site(),
    )


def _where(origin: Origin, at: datetime) -> list[str]:
    lines = [_("Time: %(instant)s UTC", instant=format_datetime(at, "medium"))]
    if origin.device:
        lines.append(_("Device: %(device)s", device=origin.device))
    if origin.address:
        lines.append(_("Network address: %(address)s", address=origin.address))
    return lines


def _address(page: str, token: str) -> str:
    return f"{current().address}/account/{page}/{token}"


def _language(account: Account) -> str:
    return account.language or i18n.DEFAULT.tag


def _write(account: Account, occasion: str, subject: str, *paragraphs: str) -> None:
    hello = _("Dear %(name)s,", name=account.name)
    end = _("Partnership Week, %(site)s", site=site())
    put(
        occasion,
        to_address=account.address,
        to_name=account.name,
        language=_language(account),
        subject=subject,
        text="\n\n".join([hello, *paragraphs, end]),
        about_id=account.id,
    )
