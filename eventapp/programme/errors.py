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


class PersonInUse(Refusal):
    """Whoever has a part in an event is not forgotten."""

    message = lazy_gettext("This person has a part in an event. Take it away first.")


class NotHeldBack(Refusal):
    """What the public has seen is not hidden again."""

    status = 422
    message = lazy_gettext("This event is public. It can be cancelled, not hidden.")


class PublicKeepsItsHour(Refusal):
    """What the public has seen does not fall out of the programme."""

    status = 422
    message = lazy_gettext(
        "“%(event)s” is public: it needs a time. Give it another one, or cancel it."
    )


class StillInside(Refusal):
    """What contains other events is not removed before them."""

    message = lazy_gettext("Other events are part of this one. Move them out first.")


class NothingToUndo(Refusal):
    """Undoing would take away what somebody else did, or there is nothing."""

    message = lazy_gettext(
        "There is no step of yours to undo, or somebody changed the event after you."
    )


class PlanChangedMeanwhile(Refusal):
    """Something was planned after the organiser read what would be published."""

    message = lazy_gettext(
        "Somebody changed the plan meanwhile. Look at the changes again, then publish."
    )


class NothingToPublish(Refusal):
    """A release has at least one change."""

    status = 422
    message = lazy_gettext("Choose at least one change to publish.")


class NotPlaced(Refusal):
    """The public sees no event without an hour."""

    status = 422
    message = lazy_gettext("“%(event)s” has no place in the programme yet.")


class ParentNotPublished(Refusal):
    """No part is public before its whole."""

    status = 422
    message = lazy_gettext(
        "“%(event)s” is part of “%(parent)s”. Publish both together."
    )


class TooManyStars(Refusal):
    """A list of everything is no list."""

    message = lazy_gettext("You have starred %(most)s events. Take a star away first.")
