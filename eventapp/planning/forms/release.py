"""The form with which what was planned is published."""

from uuid import UUID

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField

from eventapp.programme.models.weeks import Week
from eventapp.web.forms import Form, as_uuid
from eventapp.web.texts import Texts

DIGITS = 9  # of a number that a database counts to
LOOK = "look"  # the button that publishes nothing


class ReleaseForm(Form):
    """Which events, why, and as of which plan."""

    note = Texts(
        _("Note for the public"),
        description=_("Why the programme changes. It stands in the list of changes."),
        most=1000,
        lines=3,
    )
    anyway = BooleanField(_("Publish all the same"))
    plan = HiddenField()

    def offer(self, week: Week) -> "ReleaseForm":
        """Ask for the note in the languages of the week."""
        self.note.speak(week.languages)
        return self

    @property
    def seen_plan(self) -> int:
        """The plan revision that the organiser has read."""
        text = self.plan.data or ""
        is_number = text.isascii() and text.isdigit() and len(text) <= DIGITS
        return int(text) if is_number else 0

    @property
    def only_looks(self) -> bool:
        """Whether the organiser asks who would be told."""
        return request.form.get("step") == LOOK

    def read(self, week: Week) -> None:
        """Take the present plan as read."""
        self.plan.data = str(week.plan_revision)
        self.plan.raw_data = None


def chosen_events() -> set[UUID] | None:
    """The events that are ticked, or named in the address; None: nothing was said."""
    if request.method == "POST":
        return {key for text in request.form.getlist("event") if (key := as_uuid(text))}
    if "event" not in request.args:
        return None
    return {key for text in request.args.getlist("event") if (key := as_uuid(text))}
