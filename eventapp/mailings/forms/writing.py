"""What a mailing says, and when it leaves."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, RadioField, ValidationError

from eventapp.kernel.wall import NoSuchHour, instant_of
from eventapp.mail.placeholders import Placeholder, problems_in
from eventapp.mailings.models import Mailing, ReminderRule
from eventapp.mailings.service.writing import MailingTexts
from eventapp.programme.models.weeks import Week
from eventapp.web.fields import Day, Hour
from eventapp.web.forms import Form
from eventapp.web.texts import Texts, language_word

LONGEST_SUBJECT = 200
LONGEST_TEXT = 8000


class TextsForm(Form):
    """A subject and a text in the languages of the week."""

    subject = Texts(lazy_gettext("Subject"), most=LONGEST_SUBJECT)
    text = Texts(lazy_gettext("Text"), most=LONGEST_TEXT, lines=14)
    is_essential = BooleanField(
        lazy_gettext("Everybody must know this"),
        description=lazy_gettext(
            "It also goes to those who do not want news: for another room or"
            " another hour, not for a greeting."
        ),
    )

    def offer(self, week: Week, placeholders: Sequence[Placeholder]) -> None:
        """Ask for the languages of the week; these words in braces are known."""
        self.week, self.placeholders = week, placeholders
        self.subject.speak(week.languages)
        self.text.speak(week.languages)
        self.subject.flags.required = self.text.flags.required = True

    def show_texts(self, known: Mailing | ReminderRule) -> None:
        """Fill in what is written."""
        self.subject.show(known.subject)
        self.text.show(known.text)
        self.is_essential.data = known.is_essential

    def texts(self) -> MailingTexts:
        """What was written; after validation."""
        return MailingTexts(
            self.subject.text(), self.text.text(), bool(self.is_essential.data)
        )

    def validate_subject(self, field: Texts) -> None:
        """Nothing in braces that we cannot fill; a subject for each text."""
        self._check(field, is_whole=False)
        self._check_pairs(field, self.text, _("%(language)s: write a subject, too."))

    def validate_text(self, field: Texts) -> None:
        """The same; a text for each subject."""
        self._check(field, is_whole=True)
        self._check_pairs(field, self.subject, _("%(language)s: write a text, too."))

    def _check(self, field: Texts, *, is_whole: bool) -> None:
        for one in field:
            if not one.text:
                continue
            wrong = problems_in(one.text, self.placeholders, is_whole=is_whole)
            if wrong:
                raise ValidationError(f"{one.language}: {wrong[0]}")

    def _check_pairs(self, field: Texts, other: Texts, sentence: str) -> None:
        written = field.text()
        for tag in other.text():
            if tag not in written:
                language = language_word(tag, self.week.languages)
                raise ValidationError(sentence % {"language": language})


class SendForm(Form):
    """Now, or at a time on the week's clock."""

    when = RadioField(lazy_gettext("When"), default="now")
    day = Day(lazy_gettext("Day"))
    hour = Hour(lazy_gettext("Time"))

    def offer(self, week: Week) -> "SendForm":
        """By the clock of this week."""
        self.week = week
        self.when.choices = [("now", _("At once")), ("at", _("At a time"))]
        return self

    @property
    def at(self) -> datetime | None:
        """The instant that was chosen; None: now. After validation."""
        if self.when.data != "at" or self.day.data is None or self.hour.data is None:
            return None
        return instant_of(self.day.data, self.hour.data, self.week.tzinfo)

    def validate_day(self, field: Day) -> None:
        """A time has a day."""
        if self.when.data == "at" and field.data is None:
            raise ValidationError(_("Enter the day."))

    def validate_hour(self, field: Hour) -> None:
        """And an hour that there is."""
        if self.when.data != "at":
            return
        if field.data is None:
            raise ValidationError(_("Enter the time."))
        try:
            self.at  # noqa: B018 - it refuses an hour that does not exist
        except NoSuchHour as refusal:
            raise ValidationError(str(refusal)) from None
