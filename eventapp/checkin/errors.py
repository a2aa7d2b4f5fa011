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


class CannotOverrule(Refusal):
    """Whom nobody could read, nobody admits all the same."""

    message = lazy_gettext("Nobody was recognised. Scan the badge again.")


class ReasonMissing(Refusal):
    """Who admits all the same says why."""

    status = 422
    message = lazy_gettext("Say why you admit them all the same.")


class BadgeOnly(Refusal):
    """Stewards at a door admit by badge; names belong to the registration desk."""

    status = 403
    message = lazy_gettext(
        "This desk admits by badge only. Send them to the registration desk."
    )


class PassedSince(Refusal):
    """Only the last time that somebody came or went can be undone."""

    message = lazy_gettext("They came or went again since. Undo that first.")


class IsSettled(Refusal):
    """A conflict ends once."""

    message = lazy_gettext("Somebody settled this already.")


class NothingExpected(Refusal):
    """A device hands in until it has forgotten, for some weeks at most."""

    message = lazy_gettext("Nothing more is expected from this device.")


class TooManyHandedIn(Refusal):
    """A device that was stolen may send as much as it likes."""

    status = 413
    message = lazy_gettext("This device handed in too many scans.")


class NobodyKnown(Refusal):
    """Whom nobody knows cannot be counted by a device that is not trusted."""

    message = lazy_gettext("Nobody knows whose badge it was. It cannot be counted.")
