"""Invented people who accompany some of the invented delegates."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select

from eventapp.demo.delegates import Delegate, asked, reference_of
from eventapp.demo.sources import table
from eventapp.kernel.db import db
from eventapp.kernel.names import NameOrder, PersonName, searchable
from eventapp.programme.models.weeks import Week
from eventapp.registration.answers import STEPS
from eventapp.registration.models.registrations import Consent, Registration
from eventapp.registration.vocabulary import (
    ConsentPurpose,
    DelegateKind,
    Diet,
    RegistrationStatus,
)

MOST = 2  # with one delegate


def plant_companions(week: Week, delegates: Sequence[Delegate]) -> list[UUID]:
    """Let some delegates bring somebody; the keys of those who come along."""
    week.companions_allowed = MOST
    lines = table("companions")
    keys = {one.key: one.id for one in delegates}
    wanted = select(Registration).where(
        Registration.id.in_([keys[line["delegate"]] for line in lines])
    )
    hosts = {one.key: one for one in db.session.scalars(wanted)}
    first = week.next_number
    planted = [
        _companion(line, number, hosts[line["delegate"]])
        for number, line in enumerate(lines, start=first)
    ]
    db.session.add_all(planted)
    week.next_number = first + len(planted)
    db.session.flush()
    db.session.execute(
        insert(Consent), [_consent(one, week.privacy_version) for one in planted]
    )
    return [one.id for one in planted]


def _companion(
    line: Mapping[str, str], number: int, host: Registration
) -> Registration:
    name = PersonName(
        line["latin"],
        line["native"] or None,
        line["native_language"] or None,
        NameOrder.NATIVE_FIRST if line["native"] else None,
    )
    reference = reference_of(f"{line['delegate']} {line['latin']}")
    return Registration(
        reference=reference,
        number=number,
        status=RegistrationStatus.CONFIRMED,
        kind=DelegateKind.COMPANION,
        name=name,
        address=host.address,
        has_own_address=False,
        language=host.language,
        search_text=searchable(name.latin, name.native, reference, host.address),
        diet=Diet(line["diet"]),
        arrives_on=host.arrives_on,
        departs_on=host.departs_on,
        steps_done=STEPS,
        created_at=host.created_at,
        changed_at=host.created_at,
        submitted_at=host.created_at,
        decided_at=host.created_at,
        agenda_changed_at=host.created_at,
        week_id=host.week_id,
        institution_id=host.institution_id,
        territory_code=host.territory_code,
        accompanies_id=host.id,
    )


def _consent(one: Registration, version: str) -> dict[str, Any]:
    """The delegate said for this person that we may prepare for them."""
    return {
        "id": uuid4(),
        "purpose": ConsentPurpose.SENSITIVE,
        "is_given": True,
        "text": asked(ConsentPurpose.SENSITIVE)[one.language],
        "version": version,
        "language": one.language,
        "at": one.created_at,
        "registration_id": one.id,
    }
