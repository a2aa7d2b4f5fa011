"""The conversation about one section: what is asked, what was sent, what follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext, ngettext
from wtforms import Field

from eventapp.files.errors import FileUnfit
from eventapp.files.looking import FitFile, look_at
from eventapp.files.models import StoredFile
from eventapp.kernel.personal import Sensitivity
from eventapp.questions.conditions import Circumstances, Given, Outlook
from eventapp.questions.form import FormPart, FormQuestion, WeekForm
from eventapp.questions.forms.answering import Offered, answers_form, name_of
from eventapp.questions.forms.fields import Files
from eventapp.questions.vocabulary import QuestionKind
from eventapp.web.forms import one_line

IS_THERE = ("file",)  # stands for files while the conditions are looked at
KeptFiles = Mapping[UUID, Sequence[tuple[UUID, StoredFile]]]


@dataclass(frozen=True)
class Drawn:
    """One question on the page of its section."""

    question: FormQuestion
    field: Field
    is_asked: bool
    depends: Outlook  # on answers of the same page

    @property
    def name(self) -> str:
        """The name of its field."""
        return name_of(self.question.id)

    @property
    def kind(self) -> QuestionKind:
        """How it is answered."""
        return self.question.kind


@dataclass(frozen=True)
class Sent:
    """What was given to the questions that were asked and seen."""

    values: Mapping[UUID, tuple[str, ...]]
    files: Mapping[UUID, tuple[tuple[UUID, ...], tuple[FitFile, ...]]]
    is_complete: bool  # else more questions follow
    agrees: str | None = None  # to keep what is sensitive, in these words


class PartPage:
    """One section as one person sees it, by the answers of today."""

    def __init__(
        self,
        form: WeekForm,
        part: FormPart,
        circumstances: Circumstances,
        given: Given,
        offered: Offered,
    ) -> None:
        """Ask what is asked now, and what may follow from answers of this page."""
        self.week_form, self.part = form, part
        self.circumstances, self.given = circumstances, given
        asked = form.asked(circumstances, given)
        here = {one.id for one in part.questions}
        before = {key: values for key, values in given.items() if key in asked}
        self.outlooks = {
            one.id: one.condition.outlook(circumstances, before, here)
            for one in part.questions
        }
        self.questions = [
            one for one in part.questions if self.outlooks[one.id] is not False
        ]
        self.form = answers_form(self.questions, offered)
        self.asked = asked
        self.fits: dict[UUID, list[FitFile]] = {}

    def show(self, kept: KeptFiles) -> None:
        """Fill in what is known."""
        self.offer_files(kept)
        self.form.show(self.given)

    def offer_files(self, kept: KeptFiles) -> None:
        """Offer to keep the files handed in before."""
        self.form.offer_files(kept)

    @property
    def drawn(self) -> list[Drawn]:
        """The questions in order, with their fields."""
        return [
            Drawn(one, self.form.of(one), one.id in self.asked, self.outlooks[one.id])
            for one in self.questions
        ]

    def read(self, kept: KeptFiles) -> Sent | None:
        """What was sent, or None where something is wrong."""
        self.offer_files(kept)
        typed = {**self.given, **self.form.given()}
        for one in self.questions:
            field = self.form.of(one)
            if isinstance(field, Files):
                typed[one.id] = IS_THERE if field.staying or field.uploads else ()
        self.asked = self.week_form.asked(self.circumstances, typed)
        fresh = self.form.ask_only(self.asked)
        is_valid = self.form.validate_on_submit()
        seen = [one for one in self.questions if one.id in self.asked - fresh]
        self._look_at_files(seen)
        tells = self._check_agreed(seen)
        if not is_valid or self.form.errors:
            return None
        given = self.form.given()
        return Sent(
            {
                one.id: given[one.id]
                for one in seen
                if one.kind is not QuestionKind.FILES
            },
            {
                one.id: (self._files(one).staying, tuple(self.fits.get(one.id, ())))
                for one in seen
                if one.kind is QuestionKind.FILES
            },
            is_complete=not fresh,
            agrees=str(self.form.agrees.label.text) if tells else None,
        )

    @property
    def is_sensitive(self) -> bool:
        """Whether something is asked that needs a consent of its own."""
        return any(_is_sensitive(one) for one in self.questions)

    def _check_agreed(self, seen: Sequence[FormQuestion]) -> bool:
        """Whether something sensitive was told; it is kept by consent only."""
        given = self.form.given()
        tells = any(
            _is_sensitive(one) and (given[one.id] or self.fits.get(one.id))
            for one in seen
        )
        if tells and not self.form.agrees.data:
            self.form.agrees.errors = [
                gettext("Agree that we keep these answers, or leave them empty.")
            ]
        return tells

    def _look_at_files(self, questions: Sequence[FormQuestion]) -> None:
        for one in questions:
            if one.kind is not QuestionKind.FILES:
                continue
            field, limits = self._files(one), one.wording.limits
            errors = [str(error) for error in field.errors]
            for upload in field.uploads:
                content = upload.stream.read(limits.octets + 1)
                try:
                    fit = look_at(
                        content,
                        upload.filename or "",
                        kinds=limits.kinds,
                        most_octets=limits.octets,
                    )
                except FileUnfit as refusal:
                    errors.append(_about(upload.filename, str(refusal)))
                else:
                    self.fits.setdefault(one.id, []).append(fit)
            most = limits.most or 1
            if len(field.staying) + len(self.fits.get(one.id, ())) > most:
                errors.append(
                    ngettext(
                        "Keep at most %(num)d file.",
                        "Keep at most %(num)d files.",
                        most,
                    )
                )
            field.errors = errors

    def _files(self, question: FormQuestion) -> Files:
        field = self.form.of(question)
        if not isinstance(field, Files):
            raise TypeError(field)
        return field


def _is_sensitive(question: FormQuestion) -> bool:
    return question.sensitivity is Sensitivity.SENSITIVE


def _about(name: str | None, sentence: str) -> str:
    """A sentence about one of several files."""
    shown = str(one_line(name or ""))[-60:]
    return gettext("%(name)s: %(sentence)s", name=shown, sentence=sentence)
