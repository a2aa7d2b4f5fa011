"""Five hundred invented delegates, with what they agreed to."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, update

from eventapp.demo.delegations import plant_delegations
from eventapp.demo.programme import Programme
from eventapp.demo.sources import Line, person_name, table, words
from eventapp.institutions.models import Institution
from eventapp.kernel.codes import ALPHABET, REFERENCE_LENGTH
from eventapp.kernel.db import Model, db
from eventapp.kernel.i18n import LANGUAGES, Localised, speaking
from eventapp.kernel.names import searchable
from eventapp.programme.models.weeks import Week
from eventapp.programme.service.weeks import invite
from eventapp.registration.answers import STEPS
from eventapp.registration.vocabulary import (
    ConsentPurpose,
    DelegateKind,
    Diet,
    RegistrationStatus,
)
from eventapp.registration.words import CONSENTS

DECIDED = {RegistrationStatus.CONFIRMED, RegistrationStatus.DECLINED}


@dataclass(frozen=True)
class Delegate:
    """What places need to know about a registration."""

    id: UUID
    key: str
    is_confirmed: bool
    is_head: bool  # of a delegation
    registered_at: datetime


def plant_delegates(
    programme: Programme, known: Mapping[str, Institution]
) -> Sequence[Delegate]:
    """Enter the delegates in order of asking, and the institutions they come from."""
    week = programme.week
    lines = table("delegates")
    delegations = plant_delegations(week, known, lines)
    rows = [
        _row(line, number, week, known[line["institution"]])
        | {"delegation_id": delegations[line["institution"]]}
        for number, line in enumerate(lines, start=1)
    ]
    tables = Model.metadata.tables
    db.session.execute(insert(tables["registration"]), rows)
    consents = [
        consent
        for line, row in zip(lines, rows, strict=True)
        for consent in _consents(line, row["id"], programme)
    ]
    db.session.execute(insert(tables["consent"]), consents)
    db.session.execute(
        update(Week).where(Week.id == week.id).values(next_number=len(rows) + 1)
    )
    delegates = [
        _delegate(line, row["id"]) for line, row in zip(lines, rows, strict=True)
    ]
    _invite_those_who_come(week, lines, known)
    return delegates


def reference_of(key: str) -> str:
    """The reference of an invented delegate: the same in every planting."""
    number = int.from_bytes(hashlib.sha256(f"gpw2024 {key}".encode()).digest())
    signs = (ALPHABET[number >> 5 * place & 31] for place in range(REFERENCE_LENGTH))
    return "".join(signs)


def _row(
    line: Line, number: int, week: Week, institution: Institution
) -> dict[str, Any]:
    name = person_name(line)
    status = RegistrationStatus(line["status"])
    registered_at = datetime.fromisoformat(line["registered_at"])
    reference = reference_of(line["key"])
    return {
        "id": uuid4(),
        "key": line["key"],
        "reference": reference,
        "number": number,
        "status": status,
        "address": line["address"],
        "language": line["language"],
        "name_latin": name.latin,
        "name_native": name.native,
        "name_native_language": name.native_language,
        "name_order": name.order,
        "honorific": name.honorific,
        "academic_title": name.title,
        "search_text": searchable(
            name.latin,
            name.native,
            reference,
            line["address"],
            institution.search_text,
        )[:1200],
        "kind": DelegateKind(line["kind"]),
        "phone": line["phone"],
        "languages": words(line["languages"]),
        "interpretation": line["interpretation"] or None,
        "diet": Diet(line["diet"]),
        "access": words(line["access"]),
        "arrives_on": _day(line["arrives_on"]),
        "departs_on": _day(line["departs_on"]),
        "needs_visa_letter": _is_yes(line["visa_letter"]),
        "is_head": line["role"] == "leader",
        "steps_done": STEPS,
        "created_at": registered_at,
        "changed_at": registered_at,
        "submitted_at": registered_at,
        "decided_at": registered_at if status in DECIDED else None,
        "agenda_changed_at": registered_at,
        "week_id": week.id,
        "institution_id": institution.id,
        "territory_code": line["territory"],
    }


def _consents(line: Line, key: UUID, programme: Programme) -> list[dict[str, Any]]:
    is_open = _is_yes(line["photographs"])
    consents: list[tuple[ConsentPurpose, Localised, bool]] = [
        (ConsentPurpose.PRIVACY, programme.week.privacy, True),
        (ConsentPurpose.PHOTOGRAPHS, programme.photographs, is_open),
        (ConsentPurpose.LISTED, asked(ConsentPurpose.LISTED), is_open),
    ]
    if line["diet"] != Diet.NONE or line["access"]:
        told = asked(ConsentPurpose.SENSITIVE)
        consents.append((ConsentPurpose.SENSITIVE, told, True))
    return [
        {
            "id": uuid4(),
            "purpose": purpose,
            "is_given": is_given,
            "text": text[line["language"]],
            "version": programme.week.privacy_version,
            "language": line["language"],
            "at": datetime.fromisoformat(line["registered_at"]),
            "registration_id": key,
        }
        for purpose, text, is_given in consents
    ]


@cache
def asked(purpose: ConsentPurpose) -> Localised:
    """The words of a consent, as each language has them."""
    said = {}
    for language in LANGUAGES:
        with speaking(language.tag):
            said[language.tag] = str(CONSENTS[purpose])
    return Localised(said)


def _delegate(line: Line, key: UUID) -> Delegate:
    return Delegate(
        id=key,
        key=line["key"],
        is_confirmed=line["status"] == RegistrationStatus.CONFIRMED,
        is_head=line["role"] == "leader",
        registered_at=datetime.fromisoformat(line["registered_at"]),
    )


def _invite_those_who_come(
    week: Week, lines: Sequence[Line], known: Mapping[str, Institution]
) -> None:
    coming = {
        line["institution"]
        for line in lines
        if line["status"] == RegistrationStatus.CONFIRMED
    }
    for key in sorted(coming):
        invite(week, known[key])


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _is_yes(text: str) -> bool:
    return text == "yes"
