"""How the vault says no."""

from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import lazy_gettext


class NothingKept(Refusal):
    """There is nothing sealed about this subject, or no longer."""

    message = lazy_gettext("These data are not kept here, or no longer.")
