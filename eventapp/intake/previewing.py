"""A list as a preview: what would become of each row; nothing is written."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eventapp.intake.candidates import Candidate, Manner
from eventapp.intake.columns import Mapped
from eventapp.intake.comparing import compare
from eventapp.intake.deciding import Decisions, Question, apply, questions_in
from eventapp.intake.doublets import judge_all, known_keys
from eventapp.intake.findings import REASONS
from eventapp.intake.grouping import check_groups
from eventapp.intake.queries import Known, know_details, known
from eventapp.intake.reading import candidate_of
from eventapp.intake.vocabulary import DayOrder, NamesOrder, Outcome, Welcome
from eventapp.programme.models.weeks import Week
from eventapp.spreadsheets.tables import Table


@dataclass(frozen=True)
class Preview:
    """All that an import would do, with what it knew of the week."""

    candidates: Sequence[Candidate]
    questions: Sequence[Question]
    known: Known
    manner: Manner

    @property
    def counts(self) -> Counter[Outcome]:
        """How many rows have which outcome."""
        return Counter(one.outcome for one in self.candidates)

    @property
    def new(self) -> list[Candidate]:
        """The rows that become registrations."""
        return [one for one in self.candidates if one.is_new]

    @property
    def to_change(self) -> list[Candidate]:
        """The rows whose changes somebody ticked."""
        return [one for one in self.candidates if one.is_to_change]

    @property
    def reasons(self) -> Counter[str]:
        """How many rows wait for each reason."""
        return Counter(
            finding.code
            for one in self.candidates
            for finding in one.open_findings
            if REASONS[finding.code][0] is Outcome.REVIEW
        )


def manner_of(choices: Mapping[str, Any]) -> Manner:
    """How a list is read, as it was chosen with its columns."""
    order = choices.get("day_order")
    return Manner(
        day_order=DayOrder(order) if order else None,
        names_order=NamesOrder(choices.get("names_order") or NamesOrder.GIVEN_FIRST),
        welcome=Welcome(choices.get("welcome") or Welcome.SUBMITTED),
        agrees=bool(choices.get("agrees")),
    )


def preview_of(
    week: Week,
    table: Table,
    mapped: Mapped,
    manner: Manner,
    decisions: Decisions,
) -> Preview:
    """What an import of this table would do now."""
    present = known(week)
    candidates = [
        candidate_of(line, row, mapped, present, manner)
        for line, row in enumerate(table.rows, start=1)
    ]
    judge_all(present, candidates)
    questions = questions_in(candidates)
    apply(decisions, candidates, questions, present.directory)
    know_details(present, known_keys(candidates))
    for one in candidates:
        if one.known_id:
            compare(one, present)
    check_groups(present, candidates)
    return Preview(candidates, questions, present, manner)
