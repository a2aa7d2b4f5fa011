"""Rows for tests: every argument has a default, so that a test names what matters."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from eventapp.accounts.models import Account, AccountSession, Appointment
from eventapp.accounts.vocabulary import Means, Role
from eventapp.arrivals.entries import JourneyEntry, PointEntry, StayEntry
from eventapp.arrivals.models.journeys import Journey, Point
from eventapp.arrivals.models.stays import Hotel, Stay
from eventapp.arrivals.service.journeys import keep_journey
from eventapp.arrivals.service.points import keep_point
from eventapp.arrivals.service.stays import keep_stay
from eventapp.arrivals.vocabulary import Direction, PointKind, RoomType, TravelMode
from eventapp.checkin.models.awaiting import Awaited
from eventapp.checkin.models.desks import Desk
from eventapp.checkin.service.awaiting import AwaitedEntry, await_guest
from eventapp.exchange.models import CalendarSource
from eventapp.institutions.models import Institution, InstitutionType, Territory
from eventapp.institutions.service import InstitutionEntry, enter_institution
from eventapp.kernel import clock
from eventapp.kernel.codes import new_reference
from eventapp.kernel.dates import DatePrecision, KnownDate
from eventapp.kernel.db import add, db
from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import NameOrder, PersonName, searchable
from eventapp.kernel.tokens import digest, new_token
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Person
from eventapp.programme.models.releases import Release
from eventapp.programme.models.venues import Venue
from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import EventPlan, VenuePlan, plan_of
from eventapp.programme.service.drafts import save_plan
from eventapp.programme.service.events import plan_event
from eventapp.programme.service.people import PersonEntry, enter_person
from eventapp.programme.service.releases import publish
from eventapp.programme.service.venues import plan_venue
from eventapp.programme.vocabulary import EventKind, Mode, RegistrationMode, Track
from eventapp.questions.form import Limits, Option, Wording
from eventapp.questions.models import FormSection, Question
from eventapp.questions.plans import QuestionPlan, SectionPlan
from eventapp.questions.service.building import (
    add_question,
    add_section,
    set_condition,
)
from eventapp.questions.vocabulary import QuestionKind
from eventapp.registration.answers import STEPS
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.entering import Invitation
from eventapp.registration.models.places import Place
from eventapp.registration.models.registrations import Consent, Registration
from eventapp.registration.service.inviting import open_codes
from eventapp.registration.vocabulary import (
    ConsentPurpose,
    DelegateKind,
    Diet,
    PlaceStatus,
    RegistrationStatus,
)

Asked = TypeVar("Asked", FormSection, Question)
_numbers = count(1)
FIRST_DAY = date(2027, 3, 8)
MORNING = datetime(2027, 3, 8, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai


def make_account(role: Role | None = Role.ORGANISER, **changes: Any) -> Account:
    number = next(_numbers)
    values: dict[str, Any] = {
        "address": f"account{number}@host.example",
        "name": f"Account {number}",
        "role": role,
        "password_hash": "no password fits",
        "is_enabled": True,
        "created_at": clock.now(),
    }
    return add(Account(**(values | changes)))


def make_appointment(account: Account, week: Week, role: Role) -> Appointment:
    row = Appointment(
        account_id=account.id, week_id=week.id, role=role, appointed_at=clock.now()
    )
    return add(row)


def make_session(account: Account, **changes: Any) -> str:
    """A session of an account; the answer is what its cookie carries."""
    token, now = new_token(), clock.now()
    values: dict[str, Any] = {
        "account_id": account.id,
        "digest": digest(token),
        "means": Means.PASSWORD,
        "is_strong": True,
        "device": "Firefox, Windows",
        "whence": "192.0.2.1",
        "began_at": now,
        "seen_at": now,
        "proved_at": now,
    }
    add(AccountSession(**(values | changes)))
    return token


def make_territory(code: str = "PL", en: str = "Poland", zh: str = "波兰") -> Territory:
    known = db.session.get(Territory, code)
    return known or add(
        Territory(code=code, label=Localised({"en": en, "zh-Hans": zh}))
    )


def make_institution(
    en: str = "Opole University of Technology", zh: str = "", **changes: Any
) -> Institution:
    values: dict[str, Any] = {
        "name": Localised({"en": en, "zh-Hans": zh}),
        "type": InstitutionType.UNIVERSITY,
        "territory": make_territory().code,
        "city": "Opole",
    }
    return enter_institution(InstitutionEntry(**(values | changes)))


def make_week(slug: str | None = None, **changes: Any) -> Week:
    number = next(_numbers)
    now = clock.now()
    values: dict[str, Any] = {
        "slug": slug or f"week{number}",
        "name": Localised(
            {"en": f"Partnership Week {number}", "zh-Hans": "合作伙伴周"}
        ),
        "city": Localised({"en": "Shanghai", "zh-Hans": "上海"}),
        "privacy": Localised(
            {"en": "We keep your answers.", "zh-Hans": "我们保存您的回答。"}
        ),
        "privacy_version": "1",
        "mode": Mode.ONSITE,
        "accent": Track.TEAL,
        "languages": ("en", "zh-Hans"),
        "contact_address": "office@host.example",
        "is_public": True,
        "zone": "Asia/Shanghai",
        "held": KnownDate(FIRST_DAY, FIRST_DAY + timedelta(days=4), DatePrecision.DAY),
        "registration_mode": RegistrationMode.OPEN,
        "registration_opens_at": now - timedelta(days=30),
        "registration_closes_at": now + timedelta(days=30),
        "revised_at": now,
    }
    values |= changes
    if "host" not in values and "host_id" not in values:
        values["host"] = make_institution("Host University", "主办大学")
    return add(Week(**values))


def make_venue(
    week: Week | None = None, en: str = "Main Hall", **changes: Any
) -> Venue:
    values: dict[str, Any] = {"name": Localised({"en": en}), "capacity": 200}
    return plan_venue(week or make_week(), VenuePlan(**(values | changes)))


def make_event(week: Week | None = None, en: str = "Salon", **changes: Any) -> Event:
    starts_at = changes.pop("starts_at", MORNING)
    key = changes.pop("key", None)
    values: dict[str, Any] = {
        "kind": EventKind.SALON,
        "title": Localised({"en": en, "zh-Hans": changes.pop("zh", "")}),
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=1),
    }
    return plan_event(week or make_week(), EventPlan(**(values | changes)), key=key)


def make_registration(week: Week | None = None, **changes: Any) -> Registration:
    number = next(_numbers)
    now = clock.now()
    name = changes.pop(
        "name", PersonName("Wang Xiaoming", "王小明", "zh-Hans", NameOrder.NATIVE_FIRST)
    )
    week = week or make_week()
    is_draft = changes.get("status") is RegistrationStatus.DRAFT
    is_begun = is_draft or "delegation_id" in changes
    values: dict[str, Any] = {
        "reference": new_reference(),
        "number": number,
        "status": RegistrationStatus.CONFIRMED,
        "address": f"delegate{number}@guest.example",
        "language": "en",
        "name": name,
        "search_text": searchable(name.latin, name.native),
        "kind": DelegateKind.DELEGATE,
        "proposed_institution": "University of Opole",
        "diet": Diet.NONE,
        "steps_done": () if is_begun else STEPS,
        "created_at": now,
        "changed_at": now,
        "submitted_at": now,
        "agenda_changed_at": now,
    }
    return add(Registration(week_id=week.id, week=week, **(values | changes)))


def make_section(
    week: Week | None = None, en: str = "More about you", **changes: Any
) -> FormSection:
    plan = SectionPlan(Localised({"en": en}), changes.pop("introduction", None))
    section = add_section(week or make_week(), plan, by=make_account())
    return _asked_if(section, changes)


def make_question(
    section: FormSection | None = None,
    kind: QuestionKind = QuestionKind.SHORT_TEXT,
    en: str = "What do you study?",
    options: Sequence[str] = (),
    **changes: Any,
) -> Question:
    """A question; its options have the keys a1, a2 and so on."""
    said = [Option(f"a{n}", Localised({"en": one})) for n, one in enumerate(options, 1)]
    wording = Wording(
        kind,
        Localised({"en": en, "zh-Hans": changes.pop("zh", "")}),
        changes.pop("hint", None),
        tuple(said),
        Limits(**changes.pop("limits", {})),
    )
    condition = {"condition": changes.pop("condition", None)}
    plan = QuestionPlan(wording, **changes)
    section = section or make_section()
    return _asked_if(add_question(section, plan, by=make_account()), condition)


def _asked_if(row: Asked, changes: dict[str, Any]) -> Asked:
    if condition := changes.get("condition"):
        by = make_account()
        set_condition(row, condition, seen=row.revision, by=by)
    return row


def make_delegation(week: Week | None = None, **changes: Any) -> Delegation:
    number = next(_numbers)
    now = clock.now()
    week = week or make_week()
    values: dict[str, Any] = {
        "status": RegistrationStatus.DRAFT,
        "quota": 10,
        "contact_name": "Secretary",
        "contact_address": f"secretary{number}@guest.example",
        "language": "en",
        "created_at": now,
        "changed_at": now,
    }
    values |= changes
    if "institution" not in values and "institution_id" not in values:
        values["institution"] = make_institution()
    return add(Delegation(week_id=week.id, week=week, **values))


def make_invitation(week: Week | None = None, **changes: Any) -> Invitation:
    number = next(_numbers)
    week = week or make_week()
    values: dict[str, Any] = {
        "name": PersonName("Anna Nowak"),
        "address": f"guest{number}@guest.example",
        "created_at": clock.now(),
        "used": 0,
    }
    values |= changes
    label = str(values["name"])
    invitation = Invitation(week_id=week.id, week=week, label=label, **values)
    invitation.search_text = searchable(label)
    return add(open_codes(invitation))


def make_place(
    registration: Registration, event: Event, status: PlaceStatus = PlaceStatus.HELD
) -> Place:
    now = clock.now()
    return add(
        Place(
            registration_id=registration.id,
            event_id=event.id,
            status=status,
            asked_at=now,
            held_at=now if status is PlaceStatus.HELD else None,
        )
    )


def agree(
    registration: Registration, purpose: ConsentPurpose, *, is_given: bool = True
) -> Consent:
    return add(
        Consent(
            purpose=purpose,
            is_given=is_given,
            text="You may.",
            version="1",
            language="en",
            at=clock.now(),
            registration_id=registration.id,
        )
    )


def make_desk(week: Week, en: str = "Hall door", **changes: Any) -> Desk:
    return add(Desk(week_id=week.id, name=Localised({"en": en}), **changes))


def make_awaited(guest: Registration | Delegation, **changes: Any) -> Awaited:
    """A host who awaits a delegate or a delegation."""
    is_person = isinstance(guest, Registration)
    values: dict[str, Any] = {
        "host_name": "Li Hua",
        "host_address": f"host{next(_numbers)}@host.example",
        "language": "en",
        "registration_id": guest.id if is_person else None,
        "delegation_id": None if is_person else guest.id,
    }
    entry = AwaitedEntry(**(values | changes))
    return await_guest(guest.week, entry, actor="Office")


def make_person(latin: str = "Yao Li", native: str = "", **changes: Any) -> Person:
    tag = "zh-Hans" if native else None
    return enter_person(PersonEntry(PersonName(latin, native or None, tag), **changes))


def republish(event: Event, **changes: Any) -> Release:
    """Plan an event anew and publish it, as an organiser does."""
    by = make_account()
    plan = replace(plan_of(event), **changes)
    save_plan(event, plan, seen_version=event.version, by=by)
    return publish(event.week, [event.id], None, by=by)


def make_point(week: Week, key: str = "PVG", **changes: Any) -> Point:
    values: dict[str, Any] = {
        "kind": PointKind.AIRPORT,
        "name": Localised({"en": f"Airport {key}", "zh-Hans": f"{key}机场"}),
    }
    return keep_point(week, PointEntry(key=key, **(values | changes)))


def make_journey(
    traveller: Registration | Delegation, point: Point | None = None, **changes: Any
) -> Journey:
    point = point or make_point(traveller.week, key=f"P{next(_numbers)}")
    values: dict[str, Any] = {
        "direction": Direction.ARRIVAL,
        "mode": TravelMode.FLIGHT,
        "number": "ZZ415",
        "at": MORNING - timedelta(days=1),
        "needs_pickup": True,
        "point_id": point.id,
    }
    return keep_journey(traveller, JourneyEntry(**(values | changes)))


def make_hotel(week: Week, en: str = "Garden Hotel", **changes: Any) -> Hotel:
    values: dict[str, Any] = {"single_rooms": 10, "twin_rooms": 10}
    names = Localised({"en": en})
    return add(Hotel(week_id=week.id, week=week, name=names, **(values | changes)))


def make_stay(
    registration: Registration, hotel: Hotel | None = None, **changes: Any
) -> Stay:
    values: dict[str, Any] = {
        "needs_hotel": True,
        "check_in": FIRST_DAY,
        "check_out": FIRST_DAY + timedelta(days=3),
        "room": RoomType.SINGLE,
    }
    stay = keep_stay(registration, StayEntry(**(values | changes)))
    stay.hotel_id = hotel.id if hotel else None
    db.session.flush()
    return stay


def make_source(week: Week, **changes: Any) -> CalendarSource:
    now = clock.now()
    values: dict[str, Any] = {
        "address": f"https://calendar.partner.example/{next(_numbers)}.ics",
        "name": "Programme of the partner",
        "held": {},
        "settled": {},
        "created_by": "Office",
        "created_at": now,
        "asked_at": now,
    }
    return add(CalendarSource(week_id=week.id, **(values | changes)))
