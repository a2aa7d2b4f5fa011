"""Invitations of the demonstration in each state; what waits for the office."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from eventapp.institutions.models import Institution
from eventapp.kernel import clock
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import PersonName, searchable
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.approvals import Inquiry, KeptReason, PendingChange
from eventapp.registration.models.entering import Invitation
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service.changes import encoded
from eventapp.registration.service.inviting import open_codes
from eventapp.registration.vocabulary import DelegateKind, RegistrationStatus

GUESTS: tuple[tuple[PersonName, str, dict[str, int]], ...] = (
    (PersonName("Helena Wójcik", title="Prof."), "x-pl2", {}),
    (PersonName("Tomás Ferreira", title="Dr."), "x-pt1", {}),
    (PersonName("Elena Petrova"), "x-ru1", {"sent_at": 9}),
    (PersonName("Nguyen Thi Lan"), "x-vn1", {"sent_at": 9, "reminded_at": 3}),
    (PersonName("Ahmad Rahimi", title="Prof."), "x-my1", {"sent_at": 8}),
    (PersonName("Claire Dubois"), "x-fr1", {"sent_at": 9, "opened_at": 6}),
    (
        PersonName("Sato Haruka", "佐藤遥", "ja"),
        "x-jp1",
        {"sent_at": 9, "opened_at": 7},
    ),
    (PersonName("Lars Eriksen"), "x-no1", {"sent_at": 9, "answered_at": 8}),
    (
        PersonName("Kim Ji-woo", "김지우", "ko"),
        "x-kr1",
        {"sent_at": 9, "answered_at": 2},
    ),
    (PersonName("Marta Rossi"), "x-it1", {"sent_at": 9, "declined_at": 5}),
    (PersonName("Omar Haddad"), "x-eg1", {"sent_at": 9, "expires_at": 1}),
)
REASONS = (
    ("All places are taken.", "名额已满。"),
    ("Please register with your institution's delegation.", "请随贵校代表团注册。"),
)


def plant_invitations(week: Week, known: Mapping[str, Institution]) -> None:
    """Invite a handful of people, who are in each state an invitation can be in."""
    now = clock.now()
    others = [one for key, one in sorted(known.items()) if one.territory_code]
    for number, (name, key, days) in enumerate(GUESTS):
        institution = known.get(key) or others[number * 3 % len(others)]
        dates: dict[str, Any] = {
            field: now - timedelta(days=ago) for field, ago in days.items()
        }
        dates.setdefault("expires_at", now + timedelta(days=10 + number))
        _invite(
            week,
            name=name,
            address=f"{searchable(name.latin).replace(' ', '.')}@guest.example",
            language="en",
            kind=DelegateKind.DELEGATE,
            institution=institution,
            decline_reason="Exams are held in that week."
            if "declined_at" in days
            else None,
            reminders=1 if "reminded_at" in days else 0,
            used=1 if "answered_at" in days else 0,
            is_tied=number % 2 == 0,
            created_at=now - timedelta(days=10),
            **dates,
        )
    _invite(
        week,
        proposed_institution="Institute of Invented Studies",
        language="zh-Hans",
        uses_allowed=5,
        used=2,
        name=PersonName(""),
        sent_at=now - timedelta(days=4),
        answered_at=now - timedelta(days=2),
        created_at=now - timedelta(days=10),
    )
    db.session.flush()


def plant_waiting(week: Week) -> None:
    """Let a changed answer and an open question wait for the office."""
    now = clock.now()
    week.rechecked = ("name", "institution")
    for en, zh in REASONS:
        text = Localised({"en": en, "zh-Hans": zh})
        db.session.add(KeptReason(text=text, created_at=now, week_id=week.id))
    first, second = db.session.scalars(
        select(Registration)
        .where(
            Registration.week_id == week.id,
            Registration.status == RegistrationStatus.CONFIRMED,
            Registration.accompanies_id.is_(None),
        )
        .order_by(Registration.number)
        .limit(2)
    )
    name = replace(first.name, latin=f"{first.name.latin} Example")
    db.session.add(
        PendingChange(
            before={"name": encoded(first.name)},
            after={"name": encoded(name)},
            asked_at=now - timedelta(days=2),
            registration_id=first.id,
        )
    )
    db.session.add(
        Inquiry(
            sentence="Which of your two names stands in the passport?",
            due_on=now.astimezone(week.tzinfo).date() + timedelta(days=3),
            asked_by="Organiser",
            asked_at=now - timedelta(days=1),
            registration_id=second.id,
        )
    )
    db.session.flush()


def _invite(week: Week, **values: Any) -> None:
    institution = values.get("institution")
    place = str(institution.name) if institution else values["proposed_institution"]
    invitation = Invitation(
        week_id=week.id, week=week, label=str(values["name"]) or place, **values
    )
    invitation.search_text = searchable(invitation.label, invitation.address, place)
    db.session.add(open_codes(invitation))
