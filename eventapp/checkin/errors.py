"""How the desk says no to a request; a badge that is refused is a fact instead."""

from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import lazy_gettext


class ScanIdReused(Refusal):
    """One identifier never stands for two scans."""

    message = lazy_gettext("This scan was sent before with another code.")


class UnknownEvent(Refusal):
    """The desk and the event belong to different weeks, or one is gone."""

    status = 422
    message = lazy_gettext(
        "This desk does not admit to this event. Choose another one."
    )


class TooLateToUndo(Refusal):
    """Stewards undo for two minutes; organisers always."""

    message = lazy_gettext("Two minutes have passed. Ask an organiser to undo this.")


class NothingToUndo(Refusal):
    """Only an admission can be undone."""

    message = lazy_gettext("Nobody was admitted by this scan.")
