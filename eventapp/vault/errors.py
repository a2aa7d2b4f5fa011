"""How the vault says no."""

from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import lazy_gettext


class VaultLocked(Refusal):
    """None of our keys opens what was sealed, or it was tampered with."""

    message = lazy_gettext(
        "These data cannot be opened: the key of the vault does not fit. Ask the"
        " person who runs the site."
    )


class NothingKept(Refusal):
    """There is nothing sealed about this subject, or no longer."""

    message = lazy_gettext("These data are not kept here, or no longer.")
