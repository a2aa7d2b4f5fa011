"""The message that says that an earlier one was a mistake of the office."""

from flask_babel import gettext as _

from eventapp.kernel.i18n import speaking
from eventapp.registration.models.registrations import Registration
from eventapp.registration.notices import write
from eventapp.registration.words import status_word


def tell_mistake(registration: Registration) -> None:
    """The last e-mail was a mistake; the registration stands as it stood before."""
    with speaking(registration.language):
        write(
            registration,
            "registration.corrected",
            _("A correction: %(week)s", week=registration.week.name),
            _("Our last e-mail to you was a mistake. We are sorry."),
            _(
                "The state of your registration is the same as before: %(state)s.",
                state=status_word(registration.status),
            ),
            has_link=registration.is_live,
        )
