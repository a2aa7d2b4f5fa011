"""The words of what a delegation lacks, and of its link."""

from eventapp.delegations.queries import Missing
from eventapp.kernel.i18n import lazy_gettext

MISSING = {
    Missing.LINK: lazy_gettext("The link was not sent"),
    Missing.OPENING: lazy_gettext("The link was not opened"),
    Missing.SENDING: lazy_gettext("The delegation was not sent to us"),
    Missing.NAMES: lazy_gettext("Names are missing"),
    Missing.PARTS: lazy_gettext("Own answers are missing"),
}


def missing_word(missing: Missing) -> str:
    """What we call this gap."""
    return str(MISSING[missing])
