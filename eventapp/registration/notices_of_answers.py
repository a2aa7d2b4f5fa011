"""Messages about answers that somebody else changed."""

from flask_babel import gettext as _

from eventapp.kernel.i18n import Localised, speaking
from eventapp.registration.models.registrations import Registration
from eventapp.registration.notices import write


def tell_answers_changed(registration: Registration, page: Localised | str) -> None:
    """The office changed the answers of one page."""
    week = registration.week
    with speaking(registration.language):
        write(
            registration,
            "registration.answers_changed",
            _("Your answers for %(week)s were changed", week=week.name),
            _("The organisers changed answers of yours: %(page)s.", page=page),
            _("Please open your registration and read them."),
            _("Is something wrong? Answer this e-mail."),
        )
