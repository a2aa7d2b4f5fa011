"""How the programme says no."""

from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import lazy_gettext


class EventChangedMeanwhile(Refusal):
    """Two people change one event; the second one must look again."""

    message = lazy_gettext(
        "Somebody else changed this event meanwhile. Look at it again, then save."
    )


class VenueInUse(Refusal):
    """A venue at which something happens stays."""

    message = lazy_gettext("Events take place here. Move them first.")


class PartOfItself(Refusal):
    """An event cannot contain itself, directly or through another one."""

    message = lazy_gettext("An event cannot be part of itself.")


class SlugTaken(Refusal):
    """Two weeks never share an address."""

    status = 422
    message = lazy_gettext("Another week has this address.")
