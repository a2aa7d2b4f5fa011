"""What privacy refuses."""

from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import lazy_gettext


class WeekNotOver(Refusal):
    """Nothing is purged that is still needed."""

    message = lazy_gettext("This week is not over yet. Its data is still needed.")


class ErasedAlready(Refusal):
    """There is nothing left."""

    status = 410
    message = lazy_gettext("This registration was erased already.")


class EraseLinkEnded(Refusal):
    """A link to erase is good until the next day."""

    status = 404  # a stranger learns nothing by it
    message = lazy_gettext("This link has ended. Ask for a new one on your own page.")
