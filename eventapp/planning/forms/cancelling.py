"""The form with which an event is cancelled."""

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import HiddenField

from eventapp.planning.forms.event import version_in
from eventapp.programme.models.weeks import Week
from eventapp.web.forms import Form
from eventapp.web.texts import Texts

LATER = "later"  # the button that tells nobody yet


class CancelForm(Form):
    """Why, and whether people are told at once."""

    note = Texts(
        _("Why"),
        description=_("The public reads it in the list of changes."),
        most=1000,
        lines=3,
    )
    version = HiddenField()

    def offer(self, week: Week) -> "CancelForm":
        """Ask for the reason in the languages of the week."""
        self.note.speak(week.languages)
        return self

    @property
    def seen_version(self) -> int:
        """The version of the event that the organiser has read."""
        return version_in(self.version.data)

    @property
    def waits(self) -> bool:
        """Whether the next release tells it."""
        return request.form.get("then") == LATER
