"""The texts of a week's invitations, and files with those whom it invites."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from wtforms import Field, HiddenField, ValidationError
from wtforms.validators import Optional

from eventapp.invitations import wording
from eventapp.invitations.service.writing import InvitationTexts
from eventapp.programme.models.weeks import Week
from eventapp.web.fields import Count, Given
from eventapp.web.forms import Form
from eventapp.web.texts import Texts


class TextsForm(Form):
    """What the invitations of a week write, and when it reminds."""

    subject = Texts(lazy_gettext("Subject of the e-mail"), most=200)
    text = Texts(
        lazy_gettext("Text of the e-mail"),
        most=6000,
        lines=12,
        description=lazy_gettext("Leave it empty to use our words."),
    )
    reminds_before = Count(
        lazy_gettext("Remind by itself, so many days before the last day"),
        [Optional()],
        description=lazy_gettext("Leave it empty to remind by hand alone."),
        least=1,
        most=60,
    )
    most = Count(
        lazy_gettext("Reminders at most, of one invitation"),
        [Given(lazy_gettext("Enter how many reminders there may be."))],
        least=0,
        most=10,
    )

    def show(self, week: Week) -> None:
        """Fill in what is decided."""
        self.subject.show(week.invitation_subject)
        self.text.show(week.invitation_text)
        self.reminds_before.data = week.reminds_before_days
        self.most.data = week.most_reminders

    def texts(self, week: Week) -> InvitationTexts:
        """What was decided; after validation."""
        return InvitationTexts(
            invitation_subject=self.subject.text_or_none(week.invitation_subject),
            invitation_text=self.text.text_or_none(week.invitation_text),
            reminds_before_days=self.reminds_before.data,
            most_reminders=self.most.data or 0,
        )

    def validate_subject(self, field: Texts) -> None:
        """Nothing in braces that we cannot fill."""
        _check_marks(field)

    def validate_text(self, field: Texts) -> None:
        """The same; and without its link an invitation is of no use."""
        _check_marks(field)
        for one in field:
            if one.text and f"{{{wording.NEEDED}}}" not in one.text:
                raise ValidationError(
                    _(
                        "%(language)s: write %(mark)s where the link stands.",
                        language=one.language,
                        mark=f"{{{wording.NEEDED}}}",
                    )
                )


class ListForm(Form):
    """A file with those whom to invite."""

    file = FileField(lazy_gettext("File"))

    def validate_file(self, field: Field) -> None:
        """Refuse a form without a file."""
        if not field.data or not getattr(field.data, "filename", ""):
            raise ValidationError(_("Choose a file."))


class TakingForm(Form):
    """The rows that were looked at, to be read once more and taken."""

    rows = HiddenField()


def _check_marks(field: Texts) -> None:
    for one in field:
        strange = wording.unknown_marks(one.text)
        if strange:
            raise ValidationError(
                _(
                    "%(language)s: we know no %(mark)s. Use the words below.",
                    language=one.language,
                    mark=strange[0],
                )
            )
