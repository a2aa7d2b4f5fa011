"""The form of one section: a field for each question, and what was given."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from markupsafe import Markup
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    StringField,
    TelField,
    TextAreaField,
    URLField,
)
from wtforms.fields.choices import SelectChoice

from eventapp.files.models import StoredFile
from eventapp.questions.conditions import NO, YES, Given
from eventapp.questions.form import FormQuestion
from eventapp.questions.forms.fields import (
    Answered,
    Between,
    Buttons,
    Dialled,
    Files,
    Linked,
    Unless,
)
from eventapp.questions.vocabulary import QuestionKind
from eventapp.web.fields import LARGEST, Count, Day, Hour, Pick, Picks
from eventapp.web.filters import local
from eventapp.web.forms import Fits, Form, Mailable

SENSITIVE_STATEMENT = lazy_gettext(
    "You may keep my answers about health or belief, to prepare for me."
)
MOST_BUTTONS = 7
SHORT, LONG = 300, 3000
SHOWN = "shown"
Choices = Mapping[str, str]


@dataclass(frozen=True)
class Offered:
    """What can be chosen besides the options that organisers write."""

    places: Callable[[], Choices]
    languages: Callable[[], Choices]


class AnswersForm(Form):
    """The questions of one section; `answers_form` adds the fields."""

    questions: tuple[FormQuestion, ...] = ()
    agrees = BooleanField(SENSITIVE_STATEMENT)

    def of(self, question: FormQuestion) -> Field:
        """The field of one question."""
        return self[name_of(question.id)]

    def has(self, question: FormQuestion) -> bool:
        """Whether there is a field for this question now."""
        return name_of(question.id) in self

    def show(self, given: Given) -> None:
        """Fill in what is known."""
        for one in self.questions:
            _fill(self.of(one), one, given.get(one.id, ()))

    def offer_files(
        self, kept: Mapping[UUID, Sequence[tuple[UUID, StoredFile]]]
    ) -> None:
        """Offer to keep the files handed in before."""
        for one in self.questions:
            field = self.of(one)
            if isinstance(field, Files):
                field.kept = kept.get(one.id, ())

    def given(self) -> dict[UUID, tuple[str, ...]]:
        """What was typed and makes sense, by question; files are not among it."""
        return {one.id: values_of(self.of(one)) for one in self.questions}

    def ask_only(self, asked: frozenset[UUID]) -> frozenset[UUID]:
        """Leave out what this person is not asked; give what they have not seen yet.

        What follows from an answer of this page was not on it where no script ran.
        It is asked when the page comes back.
        """
        seen = set(request.form.getlist(SHOWN))
        fresh = {
            one.id
            for one in self.questions
            if one.id in asked and one.condition and str(one.id) not in seen
        }
        for one in self.questions:
            if one.id not in asked or one.id in fresh:
                self.of(one).validators = []
                self.of(one).process_errors = []
        return frozenset(fresh)


def answers_form(questions: Sequence[FormQuestion], offered: Offered) -> AnswersForm:
    """A form for these questions."""
    fields = {name_of(one.id): _field(one) for one in questions}
    form: AnswersForm = type("SectionForm", (AnswersForm,), fields)()
    form.questions = tuple(questions)
    for one in questions:
        _offer(form.of(one), one, offered)
    return form


def name_of(question_id: UUID) -> str:
    """The name of a question's field."""
    return f"q_{question_id.hex}"


def values_of(field: Field) -> tuple[str, ...]:
    """What was given, as answers keep it."""
    if field.process_errors or isinstance(field, Files):
        return ()
    data = field.data
    if isinstance(data, bool):
        return (YES,) if data else ()
    if isinstance(data, (list, tuple)):
        return tuple(dict.fromkeys(str(one) for one in data))
    if isinstance(data, time):
        return (data.strftime("%H:%M"),)
    if isinstance(data, date):
        return (data.isoformat(),)
    return () if data is None or not str(data).strip() else (str(data),)


def _fill(field: Field, question: FormQuestion, values: tuple[str, ...]) -> None:
    kind, first = question.kind, values[0] if values else ""
    if isinstance(field, Files):
        return
    if kind in {QuestionKind.SOME, QuestionKind.LANGUAGES}:
        field.data = list(values)
    elif kind is QuestionKind.AGREEMENT:
        field.data = bool(values)
    elif kind is QuestionKind.NUMBER:
        field.data = int(first) if first.lstrip("-").isdigit() else None
    elif kind is QuestionKind.DATE:
        field.data = _read(date.fromisoformat, first)
    elif kind is QuestionKind.HOUR:
        field.data = _read(time.fromisoformat, first)
    else:
        field.data = first or None


def _read(read: Callable[[str], Any], text: str) -> Any:  # noqa: ANN401 - of that sort
    try:
        return read(text)
    except ValueError:
        return None  # the question was of another kind


def _field(question: FormQuestion) -> Any:  # noqa: ANN401 - an unbound field
    wording, label = question.wording, str(question.wording.label)
    kind, limits = question.kind, wording.limits
    needed = [_needed(question, label) if question.is_required else Unless()]
    most = limits.most
    if kind is QuestionKind.NUMBER:
        least, largest = limits.least or 0, LARGEST if most is None else most
        return Count(label, needed, least=least, most=largest)
    if kind is QuestionKind.LONG_TEXT:
        return TextAreaField(label, [*needed, Fits(most or LONG)])
    if kind is QuestionKind.ONE:
        one = Buttons if len(wording.options) <= MOST_BUTTONS else Pick
        return one(label, needed)
    if kind is QuestionKind.SOME:
        return Picks(label, [*needed, Between(limits.least, most)])
    simple: dict[QuestionKind, tuple[type[Field], list[Any]]] = {
        QuestionKind.SHORT_TEXT: (StringField, [Fits(most or SHORT)]),
        QuestionKind.YES_NO: (Buttons, []),
        QuestionKind.DATE: (Day, []),
        QuestionKind.HOUR: (Hour, []),
        QuestionKind.PLACE: (Pick, []),
        QuestionKind.LANGUAGES: (Picks, []),
        QuestionKind.EMAIL: (EmailField, [Fits(254), Mailable()]),
        QuestionKind.PHONE: (TelField, [Fits(40), Dialled()]),
        QuestionKind.LINK: (URLField, [Fits(500), Linked()]),
        QuestionKind.FILES: (Files, []),
        QuestionKind.AGREEMENT: (BooleanField, []),
    }
    made, checks = simple[kind]
    return made(label, [*needed, *checks])


def _needed(question: FormQuestion, label: str) -> Answered:
    kind = question.kind
    if kind is QuestionKind.AGREEMENT:
        return Answered(
            _("Agree to this, or write to the organisers: %(question)s", question=label)
        )
    if kind in {QuestionKind.YES_NO, QuestionKind.ONE, QuestionKind.PLACE}:
        return Answered(_("Choose an answer: %(question)s", question=label))
    if kind in {QuestionKind.SOME, QuestionKind.LANGUAGES}:
        return Answered(_("Choose at least one answer: %(question)s", question=label))
    if kind is QuestionKind.FILES:
        return Answered(_("Choose a file: %(question)s", question=label))
    return Answered(_("Enter an answer: %(question)s", question=label))


def _offer(field: Any, question: FormQuestion, offered: Offered) -> None:  # noqa: ANN401
    kind = question.kind
    words: Mapping[str, str | Markup] = {}
    if kind is QuestionKind.YES_NO:
        words = {YES: _("Yes"), NO: _("No")}
    elif kind.has_options:
        say = str if isinstance(field, Pick) else local
        words = {one.key: say(one.words) for one in question.wording.options}
    elif kind is QuestionKind.PLACE:
        words = offered.places()
    elif kind is QuestionKind.LANGUAGES:
        words = offered.languages()
    else:
        return
    if isinstance(field, Pick):
        field.offer(list(words.items()), nothing=_("Choose"))
        field.flags.required = question.is_required
    else:
        field.choices = [SelectChoice(key, word) for key, word in words.items()]
