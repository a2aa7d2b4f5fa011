"""Words of the office for an occasion, as they are typed and checked."""

from flask_babel import lazy_gettext as _
from wtforms import Field, StringField, TextAreaField, ValidationError

from eventapp.mail.occasions import Occasion, Wording
from eventapp.web.forms import Fits, Form, Needed

MOST_SIGNS = 6000


class WordingForm(Form):
    """A subject and a text with placeholders."""

    subject = StringField(
        _("Subject"), [Needed(_("Enter a subject.")), Fits(200)], name="subject"
    )
    text = TextAreaField(_("Text"), [Needed(_("Enter a text.")), Fits(MOST_SIGNS)])

    def about(self, occasion: Occasion) -> "WordingForm":
        """Know what may stand in them."""
        self.occasion = occasion
        return self

    def show(self, wording: Wording) -> "WordingForm":
        """Begin with these words."""
        self.subject.data, self.text.data = wording.subject, wording.text
        return self

    def wording(self) -> Wording:
        """What was typed."""
        return Wording(self.subject.data or "", self.text.data or "")

    def validate_subject(self, _field: Field) -> None:
        """Refuse what could not be filled in, with a sentence for each."""
        wrong, _of_text = self.occasion.problems(self.wording())
        if wrong:
            raise ValidationError(" ".join(wrong))

    def validate_text(self, _field: Field) -> None:
        """The same for the text, which needs its link or its code."""
        _of_subject, wrong = self.occasion.problems(self.wording())
        if wrong:
            raise ValidationError(" ".join(wrong))
