"""How an import of people says no to a whole file or step."""

from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import lazy_gettext
from eventapp.spreadsheets.errors import FileRefused


class HeaderTwice(FileRefused):
    """Nobody can say which of the two columns is meant."""

    message = lazy_gettext(
        "Two columns are called “%(header)s”. Give one of them another name."
    )


class ListEnded(Refusal):
    """A list is taken over once, and kept for a day."""

    status = 410
    message = lazy_gettext("This import has ended. Choose the file again.")


class PeopleMovedOn(Refusal):
    """Somebody registered, or was changed, while the list was decided."""

    message = lazy_gettext(
        "Something changed in the week meanwhile. Look at the rows again, then import."
    )
