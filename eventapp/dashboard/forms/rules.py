"""The form of one rule of a condition."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from wtforms import TextAreaField, ValidationError

from eventapp.questions import words
from eventapp.questions.conditions import Rule
from eventapp.questions.form import FormQuestion
from eventapp.questions.forms.writing import Seen
from eventapp.questions.vocabulary import Comparison, Joined, Subject
from eventapp.web.fields import Pick, Picks, member, words_of


class JoinedForm(Seen):
    """How rules work together."""

    joined = Pick(_("The question is asked when"))

    def offer(self) -> "JoinedForm":
        """Offer both ways."""
        self.joined.offer(words_of(words.JOINED))
        return self

    def chosen(self) -> Joined:
        """Which way was chosen."""
        return Joined(self.joined.data)


class RuleForm(Seen):
    """One comparison with what is known of a person, or with an earlier answer."""

    comparison = Pick(_("Comparison"))
    values = Picks(_("Answers"))
    typed = TextAreaField(_("Answers"), description=_("One answer on each line."))

    def offer(
        self, known: Mapping[str, str] | None, *, is_question: bool
    ) -> "RuleForm":
        """Offer what can be compared; without a list, words are typed."""
        self.is_typed = known is None
        said = dict(words.COMPARISONS)
        if not is_question:
            said.pop(Comparison.ANSWERED)
        self.comparison.offer(words_of(said))
        self.values.choices = list((known or {}).items())
        return self

    def validate_typed(self, _field: TextAreaField) -> None:
        """Something to compare with."""
        if self.is_typed and self._compares and not self._lines:
            raise ValidationError(_("Write one answer at least."))

    def validate_values(self, field: Picks) -> None:
        """The same where there is a list."""
        if not self.is_typed and self._compares and not field.data:
            raise ValidationError(_("Choose one answer at least."))

    def rule(self, subject: Subject, question: FormQuestion | None) -> Rule:
        """What was said."""
        given = self._lines if self.is_typed else tuple(self.values.data or ())
        return Rule(
            subject,
            member(Comparison, self.comparison),
            given if self._compares else (),
            question.id if question else None,
        )

    @property
    def _compares(self) -> bool:
        return str(self.comparison.data) != Comparison.ANSWERED.value

    @property
    def _lines(self) -> tuple[str, ...]:
        lines = (self.typed.data or "").splitlines()
        return tuple(line.strip() for line in lines if line.strip())
