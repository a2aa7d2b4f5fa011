"""Rows that come together: which delegation they make, and who leads it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from eventapp.intake.candidates import Candidate
from eventapp.intake.findings import Finding
from eventapp.intake.queries import ENDED, Group, Known


@dataclass(frozen=True)
class Party:
    """The new rows of one delegation, with the delegation that the week has."""

    label: str
    rows: Sequence[Candidate]
    institution_id: UUID | None
    there: Group | None
    id: UUID

    @property
    def expected(self) -> list[Candidate]:
        """Those who neither declined nor cancelled."""
        return [one for one in self.rows if one.status not in ENDED]

    @property
    def head(self) -> Candidate | None:
        """Who leads it."""
        return next((one for one in self.expected if one.is_head), None)


def check_groups(known: Known, candidates: Iterable[Candidate]) -> None:
    """Note who comes alone after all, and who is a second head."""
    for party in parties_of(known, [one for one in candidates if one.is_new]):
        if party.institution_id is None and not _may_be_added(party):
            for one in party.rows:
                one.findings.append(Finding("no_delegation", "delegation"))
                one.delegation, one.is_head = "", False
            continue
        has_head = party.there is not None and party.there.has_head
        for one in party.expected:
            if one.is_head and has_head:
                one.is_head = False
                one.findings.append(Finding("head_twice", "delegation_role"))
            has_head = has_head or one.is_head


def parties_of(known: Known, rows: Sequence[Candidate]) -> list[Party]:
    """The delegations that these rows make, in the order of the list."""
    by_label: dict[str, list[Candidate]] = {}
    for one in rows:
        if one.delegation:
            by_label.setdefault(one.delegation, []).append(one)
    there = _known_groups(known)
    found: list[Party] = []
    for label, members in by_label.items():
        leading = [one for one in members if one.is_head] + members
        ids = [one.values["institution_id"] for one in leading]
        institution = next((key for key in ids if key), None)
        group = there.get(label) or _only_group(known, institution)
        key = group.id if group else uuid4()
        institution = group.institution_id if group else institution
        found.append(Party(label, members, institution, group, key))
    return found


def _known_groups(known: Known) -> Mapping[str, Group]:
    return {one.label: one for one in known.groups if one.label}


def _only_group(known: Known, institution: UUID | None) -> Group | None:
    """The delegation of an institution, where it sends just one without a label."""
    same = [
        one
        for one in known.groups
        if institution and one.institution_id == institution and not one.label
    ]
    return same[0] if len(same) == 1 else None


def _may_be_added(party: Party) -> bool:
    """Whether the import itself adds the institution that sends them."""
    return any("add" in one.resolved.values() for one in party.rows)
