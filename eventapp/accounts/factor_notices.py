"""Messages about the second step: whoever did not do it themselves learns of it."""

from contextlib import AbstractContextManager

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.accounts.models import Account
from eventapp.config import current
from eventapp.kernel import i18n
from eventapp.kernel.i18n import speaking
from eventapp.mail.service import put


def factor_added(account: Account, name: str) -> None:
    """Something new may prove this account."""
    with _speaking(account):
        _tell(
            account,
            _("A new way to sign in: %(name)s", name=name),
            _(
                "“%(name)s” was added to your account. It proves that it is you.",
                name=name,
            ),
        )


def factor_ended(account: Account, name: str) -> None:
    """Something proves this account no more."""
    with _speaking(account):
        _tell(
            account,
            _("Ended: %(name)s", name=name),
            _("“%(name)s” was taken off your account.", name=name),
        )


def recovery_code_used(account: Account, left: int) -> None:
    """One of the ten codes is spent."""
    with _speaking(account):
        _tell(
            account,
            _("A recovery code was used"),
            _("Somebody signed in to your account with a recovery code.")
            + " "
            + ngettext("%(num)s code is left.", "%(num)s codes are left.", left),
        )


def factors_forgotten(account: Account) -> None:
    """A password alone opens this account again."""
    with _speaking(account):
        _tell(
            account,
            _("Your second step was taken away"),
            _(
                "An administrator took the second step off your account, because it was"
                " lost. Sign in with your password and set up a new one."
            ),
        )


def linked(account: Account, provider: str) -> None:
    """Another sign-on opens this account."""
    with _speaking(account):
        _tell(
            account,
            _("A new way to sign in: %(name)s", name=provider),
            _("You can now sign in to your account with %(name)s.", name=provider),
        )


def _speaking(account: Account) -> AbstractContextManager[None]:
    return speaking(account.language or i18n.DEFAULT.tag)


def _tell(account: Account, subject: str, what: str) -> None:
    greeting = _("Dear %(name)s,", name=account.name)
    warning = _(
        "Was it not you? Change your password now, and tell an administrator: %(site)s",
        site=f"{current().address}/account/",
    )
    put(
        "account.protected",
        to_address=account.address,
        to_name=account.name,
        language=account.language or i18n.DEFAULT.tag,
        subject=subject,
        text=f"{greeting}\n\n{what}\n\n{warning}\n",
    )
