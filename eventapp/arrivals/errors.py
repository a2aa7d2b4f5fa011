"""How arrivals say no."""

from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import lazy_gettext


class CarFull(Refusal):
    """More people than seats."""

    message = lazy_gettext(
        "Not everybody you chose fits. Seats in this car: %(seats)s. Nobody was moved."
    )


class SeatsTaken(Refusal):
    """The new car is smaller than the group in it."""

    status = 422
    message = lazy_gettext("Give the car a seat for each person in it: %(people)s.")


class PickupChangedMeanwhile(Refusal):
    """Two organisers plan one pick-up; the second one must look again."""

    message = lazy_gettext(
        "Somebody else changed this pick-up meanwhile. Look at it again, then save."
    )


class MetAlready(Refusal):
    """Who sits in the car is not moved to another one."""

    message = lazy_gettext("%(name)s was met already.")


class NotTheSamePoint(Refusal):
    """Two pick-ups at different points do not become one."""

    message = lazy_gettext("These pick-ups wait at different points.")


class NobodyToSend(Refusal):
    """A list without names is not sent."""

    message = lazy_gettext("Nobody sleeps in this hotel yet. There is no list to send.")


class TakenByAPair(Refusal):
    """One of two shares a room with a third person already."""

    message = lazy_gettext(
        "%(name)s shares a room with somebody else. Take that pair apart first."
    )


class NotOneTwin(Refusal):
    """Two share a room only if both sleep in a twin of the same hotel."""

    status = 422
    message = lazy_gettext(
        "Two people share a room only when both have a twin, in the same hotel."
    )


class InUse(Refusal):
    """What travellers or guests name is not taken away."""

    message = lazy_gettext("“%(name)s” is in use. It cannot be removed.")


class KeyTaken(Refusal):
    """Two points of one week have different keys."""

    status = 422
    message = lazy_gettext(
        "Another airport or station of this week has the code %(key)s."
    )


class HasNoLink(Refusal):
    """Nobody is told before there is a driver."""

    status = 422
    message = lazy_gettext("Enter the driver’s name first.")


class TravelClosed(Refusal):
    """After the week nobody travels to it; what ended is not met."""

    message = lazy_gettext("Travel can no longer be changed here.")
