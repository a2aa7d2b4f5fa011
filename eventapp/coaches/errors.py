"""How coaches say no to a request."""

from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import lazy_gettext


class CoachFull(Refusal):
    """More people than seats."""

    message = lazy_gettext(
        "Not everybody you chose fits. Free seats in %(coach)s: %(free)s. "
        "Nobody was moved."
    )


class SeatsChangedMeanwhile(Refusal):
    """A proposal that was looked at is no longer the one that would be made."""

    message = lazy_gettext("Somebody changed the seats meanwhile. Look again.")


class NotOnTour(Refusal):
    """The coach does not run for this event, or the stop is not one of its stops."""

    status = 422
    message = lazy_gettext("This coach does not go there. Look at the tour again.")


class DeedIdReused(Refusal):
    """One identifier never stands for two deeds."""

    message = lazy_gettext("This was sent before with other words.")


class StopIsUsed(Refusal):
    """A stop at which people were counted is not taken away."""

    message = lazy_gettext("People were counted at “%(stop)s”. It cannot be removed.")


class NothingToSettle(Refusal):
    """Somebody else decided already."""

    message = lazy_gettext("This was settled already.")
