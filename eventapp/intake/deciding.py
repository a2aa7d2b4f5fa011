"""What an organiser decided about rows that wait, applied to them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from eventapp.intake.candidates import Candidate
from eventapp.intake.directory import Directory, Near
from eventapp.intake.findings import Finding
from eventapp.intake.vocabulary import Choice, Doubt, Outcome

ADD = "add"  # to the directory of institutions
Facts = Mapping[str, Any]


@dataclass
class Question:
    """One institution of a list about which somebody must decide, for all its rows."""

    key: str
    text: str
    territory: str | None
    finding: Finding
    nears: Sequence[Near]
    lines: list[int] = field(default_factory=list)
    choice: str = ""  # empty: not decided


@dataclass(frozen=True)
class Decisions:
    """What was decided: for single rows, for all of one reason, for institutions."""

    rows: Mapping[str, Mapping[str, str]]  # by line and doubt
    all: Mapping[str, str]  # by reason
    institutions: Mapping[str, str]  # by the key of the question
    ticks: frozenset[int]  # lines whose changes are wanted
    ticks_all: bool = False

    @classmethod
    def of(cls, kept: Facts) -> "Decisions":
        """As they are kept with the file."""
        return cls(
            rows=kept.get("rows", {}),
            all=kept.get("all", {}),
            institutions=kept.get("institutions", {}),
            ticks=frozenset(kept.get("ticks", ())),
            ticks_all=bool(kept.get("ticks_all")),
        )

    @property
    def kept(self) -> dict[str, Any]:
        """As the file keeps them."""
        return {
            "rows": {line: dict(one) for line, one in self.rows.items()},
            "all": dict(self.all),
            "institutions": dict(self.institutions),
            "ticks": sorted(self.ticks),
            "ticks_all": self.ticks_all,
        }


def questions_in(candidates: Iterable[Candidate]) -> list[Question]:
    """The institutions about which somebody must decide, in the order of the list."""
    found: dict[str, Question] = {}
    for one in candidates:
        finding = institution_doubt(one)
        if finding is None or one.outcome is Outcome.REJECT:
            continue
        territory = one.values.get("territory_code")
        key = f"{territory or ''}|{one.institution_text}"
        question = found.get(key)
        if question is None:
            nears = list(one.nears)
            if one.institution is not None:
                nears = [Near(one.institution, one.institution.name, 1.0)]
            question = found[key] = Question(
                key, one.institution_text, territory, finding, nears
            )
        question.lines.append(one.line)
    return list(found.values())


def apply(
    decisions: Decisions,
    candidates: Sequence[Candidate],
    questions: Sequence[Question],
    directory: Directory,
) -> None:
    """Let the rows be what was decided about them."""
    by_line = {one.line: one for one in candidates}
    for question in questions:
        default = decisions.all.get(question.finding.code, "")
        question.choice = decisions.institutions.get(question.key) or default
        if question.choice:
            for line in question.lines:
                _decide_institution(by_line[line], question.choice, directory)
    for one in candidates:
        kept = decisions.rows.get(str(one.line), {})
        for finding in one.findings:
            doubt = finding.doubt
            if doubt in {None, Doubt.INSTITUTION}:
                continue
            choice = kept.get(str(doubt)) or decisions.all.get(finding.code)
            if doubt is not None and choice in set(Choice):
                one.resolved[doubt] = choice
        if one.is_same_by_choice and one.twin_id and not one.known_id:
            one.known_id = one.twin_id
        one.is_ticked = decisions.ticks_all or one.line in decisions.ticks


def _decide_institution(one: Candidate, choice: str, directory: Directory) -> None:
    listed = directory.by_id(UUID(choice)) if _is_id(choice) else None
    if listed is not None:
        one.institution = listed
        one.values |= {
            "institution_id": listed.id,
            "proposed_institution": None,
            "territory_code": one.values.get("territory_code") or listed.territory,
        }
    elif choice in (Choice.LEAVE, ADD):
        one.institution = None
        one.values |= {
            "institution_id": None,
            "proposed_institution": one.institution_text,
        }
    elif choice != Choice.SKIP:
        return
    one.resolved[Doubt.INSTITUTION] = choice


def institution_doubt(one: Candidate) -> Finding | None:
    """The finding because of which somebody must decide about the institution."""
    return next((it for it in one.findings if it.doubt is Doubt.INSTITUTION), None)


def _is_id(choice: str) -> bool:
    try:
        UUID(choice)
    except ValueError:
        return False
    return True
