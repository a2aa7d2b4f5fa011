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


class CodeEnded(Refusal):
    """A code sets up one device, once, within a quarter of an hour."""

    status = 410
    message = lazy_gettext("This code has ended. Ask an organiser to show a new one.")


class IsSetUp(Refusal):
    """A device that works has no code any more."""

    message = lazy_gettext(
        "This device is set up already. For another phone, add another device."
    )


class DeviceEnded(Refusal):
    """A device ends with its week, or when somebody revokes it."""

    message = lazy_gettext("This device has ended. Add another one.")


class ScansWait(Refusal):
    """A device is not signed out while it holds scans that nobody else has."""

    message = lazy_gettext(
        "Scans on this device were not sent yet: %(num)s. Connect it first."
    )
