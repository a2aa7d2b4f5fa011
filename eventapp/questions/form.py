"""The form of a week as values: what is asked, in which words, of whom."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from eventapp.files.vocabulary import FileKind
from eventapp.kernel.i18n import Localised
from eventapp.kernel.personal import Purpose, Sensitivity
from eventapp.questions.conditions import Circumstances, Condition, Given
from eventapp.questions.vocabulary import QuestionKind, Readers, Subject

MOST_OCTETS = 5_000_000
LARGEST_FILE = 20_000_000
DOCUMENTS = (FileKind.PDF, FileKind.JPEG, FileKind.PNG)


@dataclass(frozen=True)
class Option:
    """What can be chosen, by the value that answers keep."""

    key: str
    words: Localised


@dataclass(frozen=True)
class Limits:
    """Least and most: of a number, of choices, of files, of characters."""

    least: int | None = None
    most: int | None = None
    octets: int = MOST_OCTETS  # of one file
    kinds: tuple[FileKind, ...] = DOCUMENTS


@dataclass(frozen=True)
class Wording:
    """A question in words; another wording is another version."""

    kind: QuestionKind
    label: Localised
    hint: Localised | None = None
    options: tuple[Option, ...] = ()
    limits: Limits = field(default_factory=Limits)

    def word(self, key: str) -> Localised | None:
        """What was to be read beside this choice."""
        return next((one.words for one in self.options if one.key == key), None)

    def details(self) -> dict[str, Any]:
        """Options and limits for the database."""
        return {
            "options": [
                {"key": one.key, "words": dict(one.words)} for one in self.options
            ],
            "least": self.limits.least,
            "most": self.limits.most,
            "octets": self.limits.octets,
            "kinds": [kind.value for kind in self.limits.kinds],
        }

    @classmethod
    def read(
        cls,
        kind: QuestionKind,
        label: Localised,
        hint: Localised | None,
        details: Mapping[str, Any] | None,
    ) -> "Wording":
        """From the database."""
        known = details or {}
        return cls(
            kind,
            label,
            hint,
            tuple(
                Option(one["key"], Localised(one["words"]))
                for one in known.get("options", ())
            ),
            Limits(
                known.get("least"),
                known.get("most"),
                known.get("octets", MOST_OCTETS),
                tuple(FileKind(one) for one in known.get("kinds", ())),
            ),
        )


@dataclass(frozen=True)
class FormQuestion:
    """One question as it is put today."""

    id: UUID
    section_id: UUID
    version: int
    revision: int
    wording: Wording
    condition: Condition
    is_required: bool
    readers: Readers
    purpose: Purpose
    sensitivity: Sensitivity
    is_archived: bool = False

    @property
    def kind(self) -> QuestionKind:
        """How it is answered."""
        return self.wording.kind


@dataclass(frozen=True)
class FormPart:
    """One section with its questions, in order."""

    id: UUID
    title: Localised
    introduction: Localised | None
    condition: Condition
    revision: int
    questions: tuple[FormQuestion, ...]
    is_archived: bool = False

    def read_by(self, readers: Collection[Readers]) -> "FormPart":
        """The same without questions whose answers others may read."""
        questions = tuple(one for one in self.questions if one.readers in readers)
        return replace(self, questions=questions)

    @property
    def step(self) -> str:
        """The name of its step among those of registering."""
        return step_of(self.id)


@dataclass(frozen=True)
class WeekForm:
    """All sections of a week, in order."""

    parts: tuple[FormPart, ...] = ()

    @property
    def questions(self) -> tuple[FormQuestion, ...]:
        """All questions, in order."""
        return tuple(one for part in self.parts for one in part.questions)

    @property
    def living(self) -> "WeekForm":
        """The same without what is archived."""
        return WeekForm(
            tuple(
                replace(
                    part,
                    questions=tuple(
                        one for one in part.questions if not one.is_archived
                    ),
                )
                for part in self.parts
                if not part.is_archived
            )
        )

    def part(self, key: UUID) -> FormPart | None:
        """One section."""
        return next((part for part in self.parts if part.id == key), None)

    def question(self, key: UUID) -> FormQuestion | None:
        """One question."""
        return next((one for one in self.questions if one.id == key), None)

    def needs(self, subject: Subject) -> bool:
        """Whether any rule looks at this."""
        conditions = [part.condition for part in self.parts]
        conditions += [one.condition for one in self.questions]
        return any(one.needs(subject) for one in conditions)

    def asked(self, circumstances: Circumstances, given: Given) -> frozenset[UUID]:
        """The questions that this person is asked; in order, for rules look back."""
        known: dict[UUID, tuple[str, ...]] = {}
        found: set[UUID] = set()
        for part in self.parts:
            if not part.condition.holds(circumstances, known):
                continue
            for one in part.questions:
                if one.condition.holds(circumstances, known):
                    found.add(one.id)
                    if values := given.get(one.id):
                        known[one.id] = values
        return frozenset(found)

    def parts_with(self, asked: Iterable[UUID]) -> tuple[FormPart, ...]:
        """The sections with one of these questions at least."""
        keys = frozenset(asked)
        return tuple(
            part for part in self.parts if any(one.id in keys for one in part.questions)
        )


def step_of(section_id: UUID) -> str:
    """The name of a section's step."""
    return f"section:{section_id}"
