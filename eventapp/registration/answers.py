"""What a delegate answers, step by step, as values."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from eventapp.kernel.names import PersonName
from eventapp.registration.vocabulary import ConsentPurpose, DelegateKind, Diet

STEPS = ("name", "institution", "stay", "events", "needs", "check")
ASKED = STEPS[:-1]


@dataclass(frozen=True)
class NameAnswers:
    """Step 2: about you."""

    name: PersonName
    phone: str | None


@dataclass(frozen=True)
class InstitutionAnswers:
    """Step 3: whom you represent. Either in the register, or proposed by its name."""

    territory_code: str | None
    institution_id: UUID | None
    proposed_institution: str | None
    kind: DelegateKind
    position: str | None


@dataclass(frozen=True)
class StayAnswers:
    """Step 4: your days."""

    arrives_on: date | None
    departs_on: date | None
    needs_visa_letter: bool


@dataclass(frozen=True)
class NeedsAnswers:
    """Step 6: what to prepare for you."""

    languages: tuple[str, ...]
    interpretation: str | None
    diet: Diet
    diet_note: str | None
    access: tuple[str, ...]
    access_note: str | None


@dataclass(frozen=True)
class Consents:
    """What somebody agreed to, with the words as they were shown."""

    given: dict[ConsentPurpose, bool]
    texts: dict[ConsentPurpose, str]
    language: str


Answers = NameAnswers | InstitutionAnswers | StayAnswers | NeedsAnswers
