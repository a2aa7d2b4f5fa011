"""How planning says no."""

from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import lazy_gettext


class PublicKeepsItsHour(Refusal):
    """What the public has seen does not fall out of the programme."""

    status = 422
    message = lazy_gettext(
        "“%(event)s” is public: it needs a time. Give it another one, or cancel it."
    )
