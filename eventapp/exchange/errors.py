"""How an import says no to a whole file; single rows have problems instead."""

from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import lazy_gettext
from eventapp.spreadsheets.errors import FileRefused, NotATable


class NotAProgramme(NotATable):
    """It is a picture, a program, a text without columns."""

    message = lazy_gettext(
        "We cannot read this file. Save it as CSV, XLSX or iCalendar (.ics)."
    )


class NoEvents(FileRefused):
    """A calendar with tasks at most."""

    message = lazy_gettext("This calendar holds no event.")


class NothingNear(FileRefused):
    """A calendar of another year."""

    message = lazy_gettext(
        "No event of this calendar is near the days of the week. They are from"
        " %(first)s to %(last)s."
    )


class BrokenCalendar(FileRefused):
    """Lines that are no iCalendar."""

    message = lazy_gettext(
        "This calendar file is damaged. Export it again, then choose it again."
    )


class CalendarTooLong(FileRefused):
    """More lines than any week has."""

    message = lazy_gettext(
        "This calendar is too long. Export fewer days at once, then choose the file."
    )


class TooManySources(FileRefused):
    """More partners than any week has."""

    message = lazy_gettext(
        "This week remembers %(most)s addresses. Forget one of them first."
    )


class ImportEnded(Refusal):
    """A file is taken over once, and kept for a day."""

    status = 410
    message = lazy_gettext("This import has ended. Choose the file again.")


class PlanMovedOn(Refusal):
    """Something was planned while the organiser looked at the preview."""

    message = lazy_gettext(
        "Somebody changed the plan meanwhile. Look at the preview again, then import."
    )
