"""Who is in a list twice, or in the week already; nobody is merged silently."""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from eventapp.intake.candidates import Candidate
from eventapp.intake.findings import Finding
from eventapp.intake.queries import Known, Present
from eventapp.intake.vocabulary import Outcome
from eventapp.kernel.names import searchable

Place = tuple[str, object]  # a name as it is searched, and the institution


class Doublets:
    """All who are in the week, and the rows before the present one."""

    def __init__(self, known: Known) -> None:
        """Know who is there, by id, by address, and by name and institution."""
        self.by_key: dict[str, Present] = {}
        self.by_address: dict[str, list[Present]] = defaultdict(list)
        self.by_place: dict[Place, list[Present]] = defaultdict(list)
        for one in known.people:
            if one.key:
                self.by_key[one.key] = one
            self.by_address[one.address.casefold()].append(one)
            name = bare(one.name_latin or one.name_native or "")
            institution = one.institution_id or searchable(one.proposed_institution)
            self.by_place[name, institution].append(one)
        self.rows_by_key: dict[str, Candidate] = {}
        self.rows_by_address: dict[str, list[Candidate]] = defaultdict(list)
        self.rows_by_place: dict[Place, list[Candidate]] = defaultdict(list)

    def judge(self, candidate: Candidate) -> None:
        """Note whom a row repeats, and remember it for the rows that follow."""
        if candidate.outcome is Outcome.REJECT:
            return
        if self._is_repeated(candidate):
            return
        if not self._is_known(candidate) and not self._is_there(candidate):
            self._note_likeness(candidate)
        self._remember(candidate)

    def _is_known(self, candidate: Candidate) -> bool:
        """Whether the week has this registration: by its id, else address and name."""
        found = self.by_key.get(candidate.key or "")
        if found is None:
            same = (
                one
                for one in self.by_address.get(candidate.address, ())
                if _is_same_name(candidate, one)
                and not (one.key and candidate.key and one.key != candidate.key)
            )
            found = next(same, None)
        if found is None:
            return False
        candidate.known_id = found.id
        candidate.find("already_there")
        if found.institution_id is None and _is_proposal_of(candidate, found):
            candidate.findings = [
                one for one in candidate.findings if not _asks_institution(one)
            ]
        return True

    def _is_repeated(self, candidate: Candidate) -> bool:
        """Whether a row before this one is the same person."""
        first = self.rows_by_key.get(candidate.key or "")
        if first is not None:
            is_same = first.address == candidate.address or _are_same(candidate, first)
            code = "same_as" if is_same else "id_of_another"
            label = first.label if is_same else str(first.number)
            candidate.findings.append(Finding(code, "id", detail=label))
            return True
        for other in self.rows_by_address.get(candidate.address, ()):
            if _are_same(candidate, other):
                candidate.findings.append(
                    Finding("same_email_as", "email", detail=other.label)
                )
                return True
        return False

    def _is_there(self, candidate: Candidate) -> bool:
        """Whether the week has this person under another id."""
        for one in self.by_address.get(candidate.address, ()):
            if _is_same_name(candidate, one):
                candidate.known_id = one.id
                candidate.findings.append(
                    Finding("same_email_as", "email", detail=one.key or one.name_latin)
                )
                return True
        return False

    def _note_likeness(self, candidate: Candidate) -> None:
        others = self.rows_by_address.get(candidate.address)
        there = self.by_address.get(candidate.address)
        if others or there:
            label = others[0].label if others else _label(there[0]) if there else ""
            candidate.findings.append(Finding("shared_mailbox", "email", detail=label))
        place = _place(candidate)
        for other in self.rows_by_place.get(place, ()):
            if not _differ(candidate.native, other.native):
                self._compare_rows(candidate, other)
                return
        for one in self.by_place.get(place, ()):
            if _differ(candidate.native, one.name_native):
                continue
            candidate.twin_id = one.id
            is_alike = _shares(candidate.values, partial(getattr, one))
            code = "same_name_institution" if is_alike else "namesake"
            candidate.findings.append(Finding(code, "family", detail=_label(one)))
            return

    def _compare_rows(self, candidate: Candidate, other: Candidate) -> None:
        typed = candidate.typed_name, other.typed_name
        if typed[0] != typed[1] and len({_nfc(text) for text in typed}) == 1:
            for one, twin in ((candidate, other), (other, candidate)):
                one.twin_line = twin.line
                one.findings.append(
                    Finding("same_after_normalisation", "family", detail=twin.label)
                )
            return
        candidate.twin_line = other.line
        is_alike = _shares(candidate.values, other.values.get)
        code = "same_name_institution" if is_alike else "namesake"
        candidate.findings.append(Finding(code, "family", detail=other.label))

    def _remember(self, candidate: Candidate) -> None:
        if candidate.key:
            self.rows_by_key.setdefault(candidate.key, candidate)
        self.rows_by_address[candidate.address].append(candidate)
        self.rows_by_place[_place(candidate)].append(candidate)


def judge_all(known: Known, candidates: Iterable[Candidate]) -> None:
    """Judge the rows in their order."""
    doublets = Doublets(known)
    for candidate in candidates:
        doublets.judge(candidate)


def known_keys(candidates: Sequence[Candidate]) -> list[UUID]:
    """Those of the week whom rows mean, or may mean."""
    found = (one.known_id or one.twin_id for one in candidates)
    return [key for key in found if key is not None]


def _shares(values: dict[str, Any], other: Callable[[str], Any]) -> bool:
    """Whether two people of one name share more than that: so many are called Wang."""
    marks = ("position", "phone", "arrives_on", "name_native")
    return any(values.get(mark) and values.get(mark) == other(mark) for mark in marks)


def _asks_institution(finding: Finding) -> bool:
    return finding.code in {"new_institution", "near_match", "near_match_several"}


def _is_proposal_of(candidate: Candidate, known: Present) -> bool:
    proposed = searchable(known.proposed_institution)
    return proposed == searchable(candidate.institution_text)


def bare(name: str) -> str:
    """A name without case and accents; signs that nobody sees still count."""
    signs = unicodedata.normalize("NFD", name.casefold())
    return "".join(sign for sign in signs if not unicodedata.combining(sign))


def _is_same_name(candidate: Candidate, one: Present) -> bool:
    is_alike = bare(candidate.typed_name) == bare(
        one.name_latin or one.name_native or ""
    )
    return is_alike and not _differ(candidate.native, one.name_native)


def _are_same(one: Candidate, other: Candidate) -> bool:
    is_alike = bare(one.typed_name) == bare(other.typed_name)
    return is_alike and not _differ(one.native, other.native)


def _differ(one: str, other: str | None) -> bool:
    """Whether two names in their own script tell two people of one Latin name apart."""
    return bool(one and other and bare(one) != bare(other))


def _place(candidate: Candidate) -> Place:
    institution = candidate.institution
    where = institution.id if institution else searchable(candidate.institution_text)
    return bare(candidate.typed_name), where


def _label(one: Present) -> str:
    return str(one.key or one.name_latin or one.name_native or "")


def _nfc(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
