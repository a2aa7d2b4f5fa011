"""What an organiser decides about rows, read from the page of the preview."""

from collections.abc import Mapping
from uuid import UUID

from eventapp.intake.deciding import ADD, Decisions, Question
from eventapp.intake.findings import DOUBTS
from eventapp.intake.previewing import Preview
from eventapp.intake.vocabulary import Choice, Doubt
from eventapp.web.forms import as_uuid

OF_PERSON = {Choice.NEW, Choice.SAME, Choice.SKIP}
OF_TEXT = {Choice.NEW, Choice.SKIP}
OF_INSTITUTION = {ADD, Choice.LEAVE, Choice.SKIP}
ALLOWED: Mapping[Doubt, set[str]] = {
    Doubt.PERSON: set(OF_PERSON),
    Doubt.TEXT: set(OF_TEXT),
    Doubt.INSTITUTION: set(OF_INSTITUTION),
}


def decided(form: Mapping[str, str], before: Decisions, seen: Preview) -> Decisions:
    """What was decided before, with what this page says; other pages stay."""
    ticks_all = before.ticks_all
    if form.get("shown-all"):
        ticks_all = bool(form.get("tick-all"))
    alike = dict(before.all)
    for code, doubt in DOUBTS.items():
        choice = form.get(f"all-{code}")
        if choice is not None:
            _keep(alike, code, choice, ALLOWED[doubt])
    return Decisions(
        _rows(form, before, seen),
        alike,
        _institutions(form, before, seen),
        _ticks(form, before, seen),
        ticks_all=ticks_all,
    )


def _rows(
    form: Mapping[str, str], before: Decisions, seen: Preview
) -> dict[str, dict[str, str]]:
    rows = {line: dict(kept) for line, kept in before.rows.items()}
    for one in seen.candidates:
        for doubt in (Doubt.PERSON, Doubt.TEXT):
            choice = form.get(f"{doubt}-{one.line}")
            if choice is not None:
                kept = rows.setdefault(str(one.line), {})
                _keep(kept, str(doubt), choice, ALLOWED[doubt])
    return rows


def _ticks(form: Mapping[str, str], before: Decisions, seen: Preview) -> frozenset[int]:
    shown = {one.line for one in seen.candidates if form.get(f"shown-{one.line}")}
    ticked = {line for line in shown if form.get(f"tick-{line}")}
    return (before.ticks - shown) | ticked


def _institutions(
    form: Mapping[str, str], before: Decisions, seen: Preview
) -> dict[str, str]:
    found = dict(before.institutions)
    for number, question in enumerate(seen.questions):
        choice = form.get(f"institution-{number}")
        if choice is None:
            continue
        found.pop(question.key, None)
        if _is_offered(choice, question):
            found[question.key] = choice
    return found


def _keep(kept: dict[str, str], name: str, choice: str, allowed: set[str]) -> None:
    kept.pop(name, None)
    if choice in allowed:
        kept[name] = choice


def _is_offered(choice: str, question: Question) -> bool:
    if choice in OF_INSTITUTION:
        return True
    key: UUID | None = as_uuid(choice)
    return key in {near.listed.id for near in question.nears}
