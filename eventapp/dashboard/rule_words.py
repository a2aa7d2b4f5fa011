"""Conditions in words: what each rule looks at, and from what one chooses."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from eventapp.institutions.queries import territories
from eventapp.institutions.words import TYPES
from eventapp.questions.conditions import NO, YES, Condition, Rule
from eventapp.questions.form import FormQuestion, WeekForm
from eventapp.questions.vocabulary import Comparison, Joined, QuestionKind, Subject
from eventapp.questions.words import SUBJECTS
from eventapp.registration import choices
from eventapp.registration.words import DELEGATE_KINDS
from eventapp.web.filters import listing

Words = Mapping[str, str]


class RuleWords:
    """Says rules in words; asks for countries and regions once at most."""

    def __init__(self, form: WeekForm) -> None:
        """Speak about the questions of one form."""
        self.form = form
        self._places: Words | None = None

    @property
    def places(self) -> Words:
        """Countries and regions of the directory."""
        if self._places is None:
            self._places = {one.code: str(one.label) for one in territories()}
        return self._places

    def subject(self, rule: Rule) -> str:
        """What a rule looks at."""
        return self.name(rule.subject, rule.question_id)

    def name(self, subject: Subject, question_id: UUID | None) -> str:
        """What can be looked at, in words."""
        if subject is not Subject.QUESTION or question_id is None:
            return str(SUBJECTS[subject])
        question = self.form.question(question_id)
        return str(question.wording.label) if question else _("A question that is gone")

    def values(self, subject: Subject, question: FormQuestion | None) -> Words | None:
        """From what one chooses; None: words are typed."""
        if question is not None:
            return self._values_of(question)
        return {
            Subject.KIND: lambda: _said(DELEGATE_KINDS),
            Subject.INSTITUTION_TYPE: lambda: _said(TYPES),
            Subject.PLACE: lambda: self.places,
            Subject.MEMBER: _yes_or_no,
            Subject.COMPANION: _yes_or_no,
        }[subject]()

    def rule(self, rule: Rule) -> str:
        """One rule as a sentence."""
        subject = self.subject(rule)
        if rule.comparison is Comparison.ANSWERED:
            return _("“%(subject)s” is answered", subject=subject)
        question = self.form.question(rule.question_id) if rule.question_id else None
        known = self.values(rule.subject, question) or {}
        said = [known.get(one, one) for one in rule.values]
        is_one, values = len(said) == 1, listing(said)
        if rule.comparison is Comparison.NONE_OF:
            sentence = (
                _("“%(subject)s” is not: %(values)s")
                if is_one
                else _("“%(subject)s” is none of: %(values)s")
            )
        else:
            sentence = (
                _("“%(subject)s” is: %(values)s")
                if is_one
                else _("“%(subject)s” is one of: %(values)s")
            )
        return sentence % {"subject": subject, "values": values}

    def rules(self, condition: Condition) -> list[str]:
        """Each rule as a sentence."""
        return [self.rule(one) for one in condition.rules]

    def heading(self, condition: Condition) -> str:
        """What stands before the sentences."""
        if len(condition.rules) == 1:
            return _("Asked only if")
        if condition.joined is Joined.ANY:
            return _("Asked only if one of these is true")
        return _("Asked only if all of these are true")

    def _values_of(self, question: FormQuestion) -> Words | None:
        kind = question.kind
        if kind.has_options:
            return {one.key: str(one.words) for one in question.wording.options}
        if kind is QuestionKind.AGREEMENT:
            return {YES: _("Agreed")}
        if kind is QuestionKind.YES_NO:
            return _yes_or_no()
        if kind is QuestionKind.PLACE:
            return self.places
        if kind is QuestionKind.LANGUAGES:
            return choices.spoken_languages()
        return None


def _said(words: Mapping[Any, object]) -> Words:
    return {key.value: str(word) for key, word in words.items()}


def _yes_or_no() -> Words:
    return {YES: _("Yes"), NO: _("No")}
