"""Why an address was not asked, or gave no calendar; each says what to do."""

from eventapp.kernel.i18n import lazy_gettext
from eventapp.spreadsheets.errors import FileRefused


class NoAddress(FileRefused):
    """It is no address of the web."""

    message = lazy_gettext(
        "This is no address of a calendar. It begins with https:// or webcal://."
    )


class NamesSomebody(FileRefused):
    """A name and a password stand in it; we would hand them to whoever answers."""

    message = lazy_gettext(
        "This address holds a name or a password. Use one that needs neither."
    )


class OddPort(FileRefused):
    """Where no calendar is, but perhaps another service."""

    message = lazy_gettext("We do not ask port %(port)s. Use the usual address.")


class NoSuchHost(FileRefused):
    """The name leads nowhere."""

    message = lazy_gettext("There is no server called %(host)s. Check the address.")


class InnerAddress(FileRefused):
    """It leads into our own network, where nobody outside may send us."""

    message = lazy_gettext(
        "%(host)s is in an inner network. We ask only public servers, and those that"
        " the operator of this site allows. Save the calendar as a file instead."
    )


class NotReached(FileRefused):
    """Nobody answers, or what answers speaks no HTTP."""

    message = lazy_gettext("%(host)s does not answer. Try again later.")


class TooSlow(FileRefused):
    """It answers, but without end."""

    message = lazy_gettext(
        "%(host)s took longer than %(seconds)s seconds. Try again later."
    )


class NoTrust(FileRefused):
    """Its certificate is old, or another's."""

    message = lazy_gettext(
        "%(host)s cannot prove who it is: its certificate is not valid."
    )


class TooManySteps(FileRefused):
    """It sends us on and on."""

    message = lazy_gettext(
        "This address leads to too many others. Use the one at which it ends."
    )


class LeavesSafety(FileRefused):
    """From https:// it sends us on to http://."""

    message = lazy_gettext(
        "This address leads from a safe connection to one that is not safe."
    )


class Unwilling(FileRefused):
    """It wants a password, or knows no such page."""

    message = lazy_gettext(
        "%(host)s did not give us the calendar (answer %(status)s). Check that it is"
        " public, and that the address is whole."
    )


class AnswerTooLarge(FileRefused):
    """More than any calendar of a year."""

    message = lazy_gettext(
        "This calendar is larger than %(size)s MB. Ask for fewer days, or save it as a"
        " file and shorten it."
    )


class AnswerSpoilt(FileRefused):
    """It is packed in a way that we do not know, or damaged."""

    message = lazy_gettext(
        "%(host)s sent something that we cannot unpack. Save the calendar as a file"
        " instead."
    )


class WebPage(FileRefused):
    """A page for people to read."""

    message = lazy_gettext(
        "This address is a web page, not a calendar. Look there for “iCal”, “.ics” or"
        " “Subscribe”, and copy the address of that link."
    )


class NotACalendar(FileRefused):
    """Something else altogether."""

    message = lazy_gettext("What stands at this address is not a calendar (.ics).")


class AllBusy(FileRefused):
    """Others ask at this moment; threads are few."""

    status = 503
    message = lazy_gettext("Other calendars are being asked. Try again in a minute.")
