"""The steps of registering: ours, and one for each section of the week's form."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from eventapp.questions import queries as forms
from eventapp.questions.conditions import Circumstances, Given
from eventapp.questions.form import FormPart, FormQuestion, WeekForm
from eventapp.questions.vocabulary import Subject
from eventapp.registration import answered
from eventapp.registration.models.registrations import Registration
from eventapp.registration.usual import asks_no_needs
from eventapp.registration.vocabulary import DelegateKind

BEFORE = ("name", "institution", "stay", "events", "needs")
OF_COMPANIONS = tuple(step for step in BEFORE if step != "institution")
LAST = "check"
FIRST_STEP = 2  # after the address


@dataclass(frozen=True)
class Walk:
    """The steps of one registration, by the form and the answers of today."""

    form: WeekForm
    given: Given
    asked: frozenset[UUID]
    parts: tuple[FormPart, ...]  # with something to ask
    done: tuple[str, ...]
    before_form: tuple[str, ...] = BEFORE

    @property
    def asks(self) -> tuple[str, ...]:
        """The steps that ask something, in order."""
        return (*self.before_form, *(part.step for part in self.parts))

    @property
    def steps(self) -> tuple[str, ...]:
        """All steps, with the last look."""
        return (*self.asks, LAST)

    @property
    def count(self) -> int:
        """How many steps there are, with the address before them."""
        return FIRST_STEP + len(self.steps) - 1

    def number(self, step: str) -> int:
        """Which step it is, counted from the address."""
        return FIRST_STEP + self.steps.index(step)

    def after(self, step: str) -> str:
        """The next step."""
        return self.steps[self.steps.index(step) + 1]

    def before(self, step: str) -> str | None:
        """The step before, if there is one."""
        place = self.steps.index(step)
        return self.steps[place - 1] if place else None

    @property
    def missing(self) -> list[str]:
        """The steps whose answers are still needed, in order."""
        lacking = {one.section_id for one in self.lacking}
        open_parts = {part.step for part in self.parts if part.id in lacking}
        return [
            step for step in self.asks if step not in self.done or step in open_parts
        ]

    @property
    def lacking(self) -> tuple[FormQuestion, ...]:
        """The questions that must be answered, and are not."""
        return tuple(
            one
            for one in self.form.questions
            if one.is_required and one.id in self.asked and not self.given.get(one.id)
        )


def walk_of(registration: Registration) -> Walk:
    """The steps of one registration."""
    return walks_of([registration])[registration.id]


def walk_in(form: WeekForm, registration: Registration) -> Walk:
    """The steps of one registration, where the form is known already."""
    given = answered.given_by([registration]) if form.parts else {}
    return _walk(registration, form, given.get(registration.id, {}))


def walks_of(registrations: Collection[Registration]) -> Mapping[UUID, Walk]:
    """The steps of several registrations of one week, in one statement."""
    week = next(iter(registrations)).week if registrations else None
    form = forms.form_now(week) if week else WeekForm()
    given = answered.given_by(registrations) if form.parts else {}
    return {one.id: _walk(one, form, given.get(one.id, {})) for one in registrations}


def circumstances(registration: Registration, form: WeekForm) -> Circumstances:
    """What the rules of a form may know about somebody."""
    institution = (
        registration.institution if form.needs(Subject.INSTITUTION_TYPE) else None
    )
    return Circumstances(
        kind=registration.kind.value if registration.kind else None,
        institution_type=institution.type.value if institution else None,
        place=registration.territory_code,
        is_member=registration.delegation_id is not None,
        is_companion=registration.kind is DelegateKind.COMPANION,
    )


def first_steps(form: WeekForm) -> int:
    """How many steps there are for somebody of whom nothing is known."""
    asked = form.asked(Circumstances(), {})
    return FIRST_STEP + len(BEFORE) + len(form.parts_with(asked))


def _walk(registration: Registration, form: WeekForm, given: Given) -> Walk:
    asked: Iterable[UUID] = ()
    if form.parts:
        asked = form.asked(circumstances(registration, form), given)
    keys = frozenset(asked)
    parts = form.parts_with(keys)
    is_companion = registration.kind is DelegateKind.COMPANION
    before_form = OF_COMPANIONS if is_companion else BEFORE
    if asks_no_needs(registration.week):
        before_form = tuple(step for step in before_form if step != "needs")
    return Walk(form, given, keys, parts, registration.steps_done, before_form)
