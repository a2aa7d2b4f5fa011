"""A week with one of everything about one person, in words that nobody else says."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from eventapp.arrivals.models.pickups import Passenger, Pickup
from eventapp.badges.service import issue
from eventapp.checkin.models.scans import Admission, Scan
from eventapp.checkin.vocabulary import Direction, Verdict
from eventapp.files.models import StoredFile
from eventapp.files.vocabulary import FileKind
from eventapp.institutions.models import Institution
from eventapp.jobs.models import Job, JobResult, JobStatus
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import Model, add, db
from eventapp.kernel.names import NameOrder, PersonName, searchable
from eventapp.kernel.tokens import digest
from eventapp.letters.service.asking import Agreed, ask
from eventapp.letters.vocabulary import LetterField
from eventapp.mail.service import put
from eventapp.programme.models.weeks import Week
from eventapp.questions.vocabulary import QuestionKind
from eventapp.registration.models.answers import Answer, AnswerFile
from eventapp.registration.models.entering import Confirmation, PrivateLink
from eventapp.registration.models.places import Star
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service.agenda import open_agenda
from eventapp.registration.vocabulary import Access, ConsentPurpose, Diet
from tests.builders import (
    agree,
    make_account,
    make_delegation,
    make_desk,
    make_event,
    make_hotel,
    make_institution,
    make_invitation,
    make_journey,
    make_place,
    make_question,
    make_registration,
    make_section,
    make_stay,
)
from tests.letters.kit import make_settings

NAME = PersonName(
    "Zygfryda Wszechwładna",
    "王无双龙",
    "zh-Hans",
    NameOrder.NATIVE_FIRST,
    "Zyga Wszech",
    "Ms.",
    "Prof. Nadzw.",
)
ADDRESS = "zygfryda@unmistakable.example"
# Whatever of these is found in the database tells of the person.
WORDS = (
    "Zygfryda",
    "Wszechwładna",
    "wszechwladna",
    "王无双龙",
    "Zyga",
    "Nadzw.",
    "unmistakable",
    "+48 600 700 800",
    "dean of dragons",
    "peanuts kill",
    "a green ramp",
    "LO 9876",
    "key-of-the-list",
    "because of dragons",
    "a lame dragon",
    "no stairs for dragons",
    "the study of dragons",
    "a picture of a dragon",
    "zyga.txt",
    "DRAGON77123",
)
PASSPORT = {
    LetterField.NAME: "WSZECHWLADNA, ZYGFRYDA",
    LetterField.PASSPORT_NUMBER: "DRAGON77123",
    LetterField.CITIZENSHIP: "Poland",
}


def everything(week: Week) -> Registration:
    """One confirmed delegate with all that the house can keep."""
    now = clock.now()
    make_settings(week)
    institution: Institution = make_institution("Dragon University")
    one = make_registration(
        week,
        key="key-of-the-list",
        name=NAME,
        address=ADDRESS,
        search_text=searchable(NAME.latin, NAME.native, ADDRESS),
        institution=institution,
        phone="+48 600 700 800",
        position="dean of dragons",
        proposed_institution=None,
        languages=("pl", "zh-Hans"),
        interpretation="zh-Hans",
        diet=Diet.VEGAN,
        diet_note="peanuts kill",
        access=(Access.WHEELCHAIR.value,),
        access_note="a green ramp",
        arrives_on=date(2027, 3, 7),
        departs_on=date(2027, 3, 13),
        needs_visa_letter=True,
        decision_note="because of dragons",
    )
    open_agenda(one)
    event = make_event(week)
    make_place(one, event)
    add(Star(registration_id=one.id, event_id=event.id, starred_at=now))
    _came(one, event.id)
    _agreed(one)
    _was_written_to(one)
    _is_mentioned(one)
    make_delegation(
        week, institution=institution, contact_name=str(NAME), contact_address=ADDRESS
    )
    make_invitation(week, name=NAME, address=ADDRESS, is_tied=True, used=1)
    _travels(one)
    _answered(one)
    ask(one, PASSPORT, Agreed("I agree to this.", "en"))
    return one


def found_words(words: tuple[str, ...] = WORDS) -> set[str]:
    """Where any of these words stands, in any column of any table."""
    places = set()
    for table in Model.metadata.sorted_tables:
        for row in db.session.execute(select(table)).mappings():
            for name, value in row.items():
                text = _text(value)
                places |= {
                    f"{table.name}.{name}: {word}" for word in words if word in text
                }
    return places


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def _came(one: Registration, event_id: UUID) -> None:
    now = clock.now()
    badge = issue(one)
    desk = make_desk(one.week)
    scan = add(
        Scan(
            verdict=Verdict.ADMITTED,
            presented=badge.code_digest,
            direction=Direction.IN,
            scanned_at=now,
            received_at=now,
            desk_id=desk.id,
            event_id=event_id,
            steward_id=make_account().id,
            registration_id=one.id,
        )
    )
    add(
        Admission(
            admitted_at=now,
            registration_id=one.id,
            event_id=event_id,
            scan_id=scan.id,
            last_scan_id=scan.id,
        )
    )


def _agreed(one: Registration) -> None:
    for purpose in ConsentPurpose:
        agree(one, purpose)


def _was_written_to(one: Registration) -> None:
    now = clock.now()
    add(
        PrivateLink(
            token_digest=digest("link"),
            created_at=now,
            expires_at=now,
            registration_id=one.id,
        )
    )
    add(
        Confirmation(
            address=ADDRESS,
            language="en",
            code_digest=digest("1"),
            link_digest=digest("2"),
            sent_at=now,
            expires_at=now,
            week_id=one.week_id,
        )
    )
    put(
        "registration.code",
        to_address=ADDRESS,
        to_name="",
        language="en",
        subject="Code",
        text="A code for Zygfryda.",
        week_id=one.week_id,
    )
    put(
        "registration.confirmed",
        to_address=ADDRESS,
        to_name=NAME.latin,
        language="en",
        subject="Zygfryda Wszechwładna is registered",
        text="Dear Prof. Nadzw.",
        about_id=one.id,
        week_id=one.week_id,
    )


def _travels(one: Registration) -> None:
    """Flies, is met by a car, sleeps in a hotel."""
    journey = make_journey(one, number="LO 9876", note="a lame dragon")
    make_stay(one, make_hotel(one.week), wishes="no stairs for dragons")
    pickup = add(
        Pickup(
            starts_at=clock.now(),
            ends_at=clock.now(),
            seats=4,
            sign="Zygfryda Wszechwładna / 王无双龙",
            driver_name="A driver",
            changed_at=clock.now(),
            week_id=one.week_id,
            point_id=journey.point_id,
        )
    )
    add(
        Passenger(registration_id=one.id, pickup_id=pickup.id, planned_number="LO 9876")
    )


def _answered(one: Registration) -> None:
    """The week's own questions, one of them by a file."""
    section = make_section(one.week)
    said = make_question(section)
    asked = make_question(section, QuestionKind.FILES, "Your dragon")
    add(
        Answer(
            version=1,
            language="en",
            values=("the study of dragons",),
            changed_at=clock.now(),
            registration_id=one.id,
            question_id=said.id,
        )
    )
    stored = add(
        StoredFile(
            kind=FileKind.TEXT,
            name="zyga.txt",
            media_type="text/plain",
            size=10,
            content=b"a picture of a dragon",
            stored_at=clock.now(),
        )
    )
    add(AnswerFile(registration_id=one.id, question_id=asked.id, stored_id=stored.id))


def _is_mentioned(one: Registration) -> None:
    """By others: to the secretary, in the journal, on paper."""
    put(
        "delegation.news",
        to_address="secretary@guest.example",
        to_name="Secretary",
        language="en",
        subject="Zygfryda Wszechwładna (王无双龙) has answered",
        text="Zygfryda Wszechwładna, zygfryda@unmistakable.example, comes.",
        week_id=one.week_id,
    )
    note(
        "registration.changed",
        actor="delegate",
        subject=f"{one.number} {NAME}",
        subject_id=one.id,
        week_id=one.week_id,
        details={"before": "dean of dragons"},
    )
    note(
        "delegation.member_added",
        actor="Secretary",
        subject="Dragon University: Zygfryda Wszechwładna",
        week_id=one.week_id,
        details={"who": NAME.native},
    )
    job = add(
        Job(
            kind="badges.sheets",
            arguments={"week": str(one.week_id)},
            language="en",
            status=JobStatus.DONE,
            created_at=clock.now(),
            due_at=clock.now(),
            week_id=one.week_id,
        )
    )
    add(
        JobResult(
            job_id=job.id,
            name="badges.pdf",
            media_type="application/pdf",
            content="Zygfryda Wszechwładna".encode(),
        )
    )
    db.session.flush()
