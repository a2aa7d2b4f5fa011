"""Delegations of the demonstration: each institution's, one unsent, one declined."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import cycle
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert

from eventapp.delegations.service.linking import first_digest
from eventapp.demo.sources import Line, table
from eventapp.institutions.models import Institution
from eventapp.kernel import clock
from eventapp.kernel.codes import new_reference
from eventapp.kernel.db import Model, db
from eventapp.kernel.names import PersonName, searchable
from eventapp.programme.models.weeks import Week
from eventapp.programme.service.people import PersonEntry, enter_person
from eventapp.registration.vocabulary import DelegateKind, Rank, RegistrationStatus

SPARE = 2  # how many more may come than do
RANKS = {DelegateKind.PRESIDENT: Rank.PRESIDENTIAL}
HOSTS = (
    PersonName("Lin Yue", "林悦", "zh-Hans"),
    PersonName("Zhou Ping", "周平", "zh-Hans"),
    PersonName("Tang Wei", "唐薇", "zh-Hans"),
)
UNSENT, DECLINED = "design", "union"
REASON = "The week is for universities. Student unions meet in autumn."

Row = dict[str, Any]


def plant_delegations(
    week: Week, known: Mapping[str, Institution], lines: Sequence[Line]
) -> dict[str, UUID]:
    """Enter a delegation for each institution; their keys, by institution."""
    people: dict[str, list[Line]] = {}
    for line in lines:
        people.setdefault(line["institution"], []).append(line)
    hosts = cycle(_hosts(week))
    rows = {
        key: {
            **_delegation(week, known[key], _leader(members), next(hosts)),
            "quota": len(members) + SPARE,
        }
        for key, members in people.items()
    }
    db.session.execute(insert(Model.metadata.tables["delegation"]), list(rows.values()))
    return {key: row["id"] for key, row in rows.items()}


def plant_other_delegations(week: Week, known: Mapping[str, Institution]) -> None:
    """Enter one that is not sent, with people to be named; and a declined one."""
    now = clock.now()
    design = _contact(week, known["x-fr1"], "School of Design", "Camille Roussel")
    design |= {
        "quota": 10,
        "rank": Rank.VICE_PRESIDENTIAL,
        "status": RegistrationStatus.DRAFT,
        "contact_address": "camille.roussel@x-fr1.example",
    }
    union = _contact(week, known["x-th1"], "Student union", "Thanida Wongsa")
    union |= {
        "quota": 4,
        "rank": Rank.WORKING,
        "status": RegistrationStatus.DECLINED,
        "contact_address": "thanida.wongsa@x-th1.example",
        "decision_note": REASON,
        "submitted_at": now - timedelta(days=3),
        "decided_at": now - timedelta(days=2),
    }
    tables = Model.metadata.tables
    db.session.execute(insert(tables["delegation"]), [design, union])
    delegations = {UNSENT: design, DECLINED: union}
    rows = list(_members(delegations, known))
    db.session.execute(insert(tables["registration"]), rows)


def _hosts(week: Week) -> list[UUID]:
    entries = (PersonEntry(name, institution_id=week.host_id) for name in HOSTS)
    return [enter_person(entry).id for entry in entries]


def _leader(members: Sequence[Line]) -> Line:
    return next(line for line in members if line["role"] == "leader")


def _delegation(week: Week, institution: Institution, leader: Line, host: UUID) -> Row:
    at = datetime.fromisoformat(leader["registered_at"])
    row = _contact(week, institution, None, leader["latin"])
    return row | {
        "link_digest": first_digest(row["id"]),
        "link_sent_at": at,
        "opened_at": at,
        "rank": RANKS.get(DelegateKind(leader["kind"]), Rank.WORKING),
        "status": RegistrationStatus.CONFIRMED,
        "contact_address": leader["address"],
        "language": leader["language"],
        "created_at": at,
        "changed_at": at,
        "submitted_at": at,
        "decided_at": at,
        "greeter_id": host,
        "counterpart_id": host,
    }


def _contact(week: Week, institution: Institution, label: str | None, name: str) -> Row:
    now = clock.now()
    return {
        "id": uuid4(),
        "label": label,
        "contact_name": name,
        "language": "en",
        "link_generation": 1,
        "decision_note": None,
        "created_at": now - timedelta(days=9),
        "changed_at": now - timedelta(days=2),
        "submitted_at": None,
        "decided_at": None,
        "week_id": week.id,
        "institution_id": institution.id,
    }


def _members(
    delegations: Mapping[str, Row], known: Mapping[str, Institution]
) -> Iterator[Row]:
    places = {one.id: one for one in known.values()}
    for line in table("delegation_people"):
        delegation = delegations[line["delegation"]]
        institution = places[delegation["institution_id"]]
        told = ["name"] if line["latin"] else []
        yield {
            "id": uuid4(),
            "reference": new_reference(),
            "status": delegation["status"],
            "address": line["address"] or delegation["contact_address"],
            "has_own_address": bool(line["address"]),
            "language": delegation["language"],
            "name_latin": line["latin"],
            "name_native": line["native"] or None,
            "name_native_language": line["native_language"] or None,
            "search_text": searchable(
                line["latin"], line["native"], institution.search_text
            )[:1200],
            "kind": DelegateKind(line["kind"]),
            "position": line["position"] or None,
            "to_be_named": line["to_be_named"] or None,
            "is_head": line["latin"] == delegation["contact_name"],
            "steps_done": (*told, "institution"),
            "decision_note": delegation["decision_note"],
            "created_at": delegation["created_at"],
            "changed_at": delegation["created_at"],
            "submitted_at": delegation["submitted_at"],
            "decided_at": delegation["decided_at"],
            "agenda_changed_at": delegation["created_at"],
            "week_id": delegation["week_id"],
            "institution_id": institution.id,
            "territory_code": institution.territory_code,
            "delegation_id": delegation["id"],
        }
