"""Candidates as rows of the database, ready to be inserted together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from eventapp.intake.candidates import Candidate
from eventapp.intake.grouping import Party
from eventapp.intake.queries import ENDED, Known
from eventapp.intake.vocabulary import Welcome
from eventapp.kernel.codes import new_reference
from eventapp.kernel.i18n import DEFAULT, language
from eventapp.kernel.names import searchable
from eventapp.registration.answers import STEPS
from eventapp.registration.vocabulary import (
    ConsentPurpose,
    DelegateKind,
    RegistrationStatus,
)

Row = dict[str, Any]
NUMBERED = (RegistrationStatus.SUBMITTED, RegistrationStatus.CONFIRMED)
DECIDED = (RegistrationStatus.CONFIRMED, RegistrationStatus.DECLINED)
WELCOMES = {
    Welcome.DRAFT: RegistrationStatus.DRAFT,
    Welcome.SUBMITTED: RegistrationStatus.SUBMITTED,
    Welcome.CONFIRMED: RegistrationStatus.CONFIRMED,
}


@dataclass(frozen=True)
class Making:
    """How rows are made: of which week, when, and as what people come."""

    known: Known
    now: datetime
    status: RegistrationStatus  # of those whose row says none
    companion: str  # what somebody is called who accompanies a delegate

    def registration(self, one: Candidate, search: str, party: Party | None) -> Row:
        """One candidate as a registration, without its number."""
        values = one.values
        status = one.status or self.status
        asked = min(one.registered_at or self.now, self.now)
        reference = new_reference()
        is_sent = status is not RegistrationStatus.DRAFT
        ended = {RegistrationStatus.CANCELLED: self.now}.get(status)
        return {
            **values,
            "id": one.id,
            "key": one.key,
            "reference": reference,
            "number": None,
            "status": status,
            "kind": values.get("kind") or DelegateKind.DELEGATE,
            "has_own_address": True,
            "language": spoken_by(one),
            "search_text": searchable(
                one.latin, one.native, reference, one.address, search
            )[:1200],
            "is_head": one.is_head,
            "steps_done": steps_of(one),
            "created_at": asked,
            "changed_at": self.now,
            "submitted_at": asked if is_sent else None,
            "decided_at": self.now if status in DECIDED else ended,
            "agenda_changed_at": self.now,
            "week_id": self.known.week.id,
            "delegation_id": party.id if party else None,
            "accompanies_id": None,
            "to_be_named": None,
        }

    def companions(self, delegate: Row, count: int) -> list[Row]:
        """Those who come with a delegate; who they are is not known yet."""
        kept = ("status", "address", "language", "arrives_on", "departs_on")
        where = ("institution_id", "proposed_institution", "territory_code")
        same = ("created_at", "changed_at", "submitted_at", "decided_at")
        copied = (*kept, *where, *same, "agenda_changed_at", "week_id")
        empty = dict.fromkeys(delegate)
        rows = []
        for _number in range(count):
            reference = new_reference()
            rows.append(
                {
                    **empty,
                    **{name: delegate[name] for name in copied},
                    "id": uuid4(),
                    "reference": reference,
                    "kind": DelegateKind.COMPANION,
                    "has_own_address": False,
                    "name_latin": "",
                    "to_be_named": self.companion,
                    "search_text": searchable(reference, delegate["address"]),
                    "is_head": False,
                    "languages": (),
                    "access": (),
                    "steps_done": (),
                    "accompanies_id": delegate["id"],
                }
            )
        return rows

    def consents(self, one: Candidate, text: str) -> list[Row]:
        """What the list says somebody agreed to, or not."""
        return [
            {
                "id": uuid4(),
                "purpose": purpose,
                "is_given": is_given,
                "text": text,
                "version": self.known.week.privacy_version,
                "language": spoken_by(one),
                "at": self.now,
                "registration_id": one.id,
            }
            for purpose, is_given in one.consents.items()
        ]

    def delegation(self, party: Party) -> Row:
        """The delegation that some rows make."""
        contact = party.head or party.rows[0]
        statuses = {one.status or self.status for one in party.expected}
        confirmed = RegistrationStatus.CONFIRMED in statuses
        status = (
            RegistrationStatus.CONFIRMED if confirmed else RegistrationStatus.SUBMITTED
        )
        listed = self.known.directory.by_id(party.institution_id or UUID(int=0))
        is_its_key = listed is not None and party.label in {listed.key, *listed.names}
        return {
            "id": party.id,
            "label": None if is_its_key else party.label,
            "status": status,
            "quota": max(len(party.expected), 1),
            "contact_name": (contact.latin or contact.native)[:200],
            "contact_address": contact.address,
            "language": spoken_by(contact),
            "created_at": self.now,
            "changed_at": self.now,
            "submitted_at": self.now,
            "decided_at": self.now if confirmed else None,
            "week_id": self.known.week.id,
            "institution_id": party.institution_id,
        }


def numbered(rows: Sequence[Row], first: int) -> int:
    """Number those who come, in the order of the list; the number after them."""
    following = first
    for row in rows:
        if row["status"] in NUMBERED:
            row["number"] = following
            following += 1
    return following


def steps_of(one: Candidate) -> tuple[str, ...]:
    """The steps of registering whose answers a row holds."""
    values = one.values
    has_institution = values.get("institution_id") or values["proposed_institution"]
    done = {
        "name": bool(one.latin or one.native),
        "institution": bool(values["territory_code"] and has_institution),
        "stay": values["needs_visa_letter"] is not None,
        "events": one.status not in {None, RegistrationStatus.DRAFT},
        "needs": values["diet"] is not None,
        "check": bool(one.consents.get(ConsentPurpose.PRIVACY)),
    }
    return tuple(step for step in STEPS if done.get(step))


def spoken_by(one: Candidate) -> str:
    """In which of our languages we write to somebody."""
    known: Iterable[str] = one.values.get("languages") or ()
    return next((tag for tag in known if language(tag)), DEFAULT.tag)


def by_row(parties: Iterable[Party]) -> Mapping[int, Party]:
    """To which delegation each line belongs."""
    return {one.line: party for party in parties for one in party.rows}


def is_expected(row: Row) -> bool:
    """Whether somebody neither declined nor cancelled."""
    return row["status"] not in ENDED
