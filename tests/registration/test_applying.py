"""A delegate's own decisions: answers, sending, changing, cancelling."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from eventapp.institutions.models import Institution
from eventapp.journal.models import Entry
from eventapp.kernel.db import db
from eventapp.kernel.names import PersonName
from eventapp.mail.models import Message
from eventapp.programme.vocabulary import RegistrationMode
from eventapp.registration import queries
from eventapp.registration.answers import (
    ASKED,
    Consents,
    InstitutionAnswers,
    NameAnswers,
    NeedsAnswers,
    StayAnswers,
)
from eventapp.registration.errors import (
    AnswersMissing,
    ConsentNeeded,
    EventNotOpen,
    LinkEnded,
    NoLongerOpen,
    NotDecidable,
    RegistrationClosed,
    TooLateToChange,
)
from eventapp.registration.models.entering import PrivateLink
from eventapp.registration.models.registrations import Registration
from eventapp.registration.notices import LINK_LASTS
from eventapp.registration.service import opening
from eventapp.registration.service.applying import (
    cancel,
    missing_steps,
    save_answers,
    submit,
)
from eventapp.registration.service.deciding import (
    confirm_registration,
    decline_registration,
)
from eventapp.registration.service.opening import open_by_link
from eventapp.registration.service.wishing import (
    choose_events,
    drop_wish,
    wish_for_event,
)
from eventapp.registration.vocabulary import (
    ConsentPurpose,
    DelegateKind,
    Diet,
    PlaceStatus,
    RegistrationStatus,
)
from tests.builders import (
    make_event,
    make_institution,
    make_registration,
    make_week,
)
from tests.conftest import StoppedClock

CONSENTS = Consents(
    given={ConsentPurpose.PRIVACY: True, ConsentPurpose.PHOTOGRAPHS: False},
    texts={ConsentPurpose.PRIVACY: "We keep.", ConsentPurpose.PHOTOGRAPHS: "We show."},
    language="en",
)


def test_each_step_is_kept_and_marked_as_done(time: StoppedClock) -> None:
    assert time
    institution = make_institution("Opole University of Technology", "奥波莱理工大学")
    registration = _draft()

    _answer_all(registration, institution)

    assert missing_steps(registration) == []
    assert registration.name.native == "王小明"
    assert registration.institution == institution
    assert registration.arrives_on == date(2027, 3, 7)
    for word in ("wang", "王小明", "opole", "奥波莱", registration.reference.lower()):
        assert word in registration.search_text


def test_changes_after_sending_are_noted_by_field(time: StoppedClock) -> None:
    assert time
    registration = make_registration(arrives_on=None, departs_on=None)

    save_answers(registration, "stay", _stay(date(2027, 3, 7)))

    note = db.session.scalars(select(Entry)).one()
    assert (note.action, note.details) == (
        "registration.changed",
        {"fields": ["arrives_on", "needs_visa_letter"]},
    )


def test_after_the_deadline_answers_stay(time: StoppedClock) -> None:
    registration = make_registration(make_week(registration_closes_at=time.now))

    with pytest.raises(TooLateToChange):
        save_answers(registration, "stay", _stay())


def test_an_ended_registration_is_not_changed(time: StoppedClock) -> None:
    assert time
    registration = make_registration(status=RegistrationStatus.CANCELLED)

    with pytest.raises(NoLongerOpen):
        save_answers(registration, "stay", _stay())
    with pytest.raises(NoLongerOpen):
        choose_events(registration, ())
    with pytest.raises(NoLongerOpen):
        cancel(registration)


def test_an_open_week_confirms_at_once_and_turns_wishes_into_places(
    time: StoppedClock,
) -> None:
    registration = _draft()
    week = registration.week
    event, full = make_event(week, "Salon"), make_event(week, "Tour", capacity=0)
    begun = make_event(week, "Begun", starts_at=time.now - timedelta(hours=2))
    _answer_all(registration)
    choose_events(registration, (event.id, full.id, begun.id))

    submit(registration, CONSENTS)

    lines = queries.lines_of(registration)
    assert registration.status is RegistrationStatus.CONFIRMED
    assert (registration.number, week.next_number) == (1, 2)
    assert {line.event.id: line.place.status for line in lines} == {
        event.id: PlaceStatus.HELD,
        full.id: PlaceStatus.WAITING,
    }
    message = db.session.scalars(select(Message)).one()
    assert message.occasion == "registration.confirmed"
    assert "Your badge number is 0001." in message.text
    assert "Salon" in message.text
    assert "Tour (Shanghai) (waiting list)" in message.text


def test_sending_twice_changes_nothing(time: StoppedClock) -> None:
    assert time
    registration = _draft()
    _answer_all(registration)

    submit(registration, CONSENTS)
    submit(registration, CONSENTS)

    assert registration.week.next_number == 2
    assert len(queries.consents_of(registration)) == 2
    assert len(db.session.scalars(select(Message)).all()) == 1


def test_each_consent_is_kept_with_text_version_and_language(
    time: StoppedClock,
) -> None:
    registration = _draft(privacy_version="2027-01")
    _answer_all(registration)

    submit(registration, CONSENTS)

    kept = {
        consent.purpose: (
            consent.is_given,
            consent.text,
            consent.version,
            consent.language,
            consent.at,
        )
        for consent in queries.consents_of(registration)
    }
    assert kept == {
        ConsentPurpose.PRIVACY: (True, "We keep.", "2027-01", "en", time.now),
        ConsentPurpose.PHOTOGRAPHS: (False, "We show.", "2027-01", "en", time.now),
    }


def test_without_all_answers_nothing_is_sent(time: StoppedClock) -> None:
    assert time
    registration = _draft()

    with pytest.raises(AnswersMissing):
        submit(registration, CONSENTS)

    assert missing_steps(registration) == list(ASKED)


def test_without_consent_nothing_is_sent(time: StoppedClock) -> None:
    assert time
    registration = _draft()
    _answer_all(registration)

    with pytest.raises(ConsentNeeded):
        submit(registration, Consents(given={}, texts={}, language="en"))


def test_after_closing_nothing_is_sent(time: StoppedClock) -> None:
    registration = _draft()
    _answer_all(registration)
    registration.week.registration_closes_at = time.now

    with pytest.raises(RegistrationClosed):
        submit(registration, CONSENTS)


def test_with_approval_the_organisers_decide(time: StoppedClock) -> None:
    assert time
    registration = _draft(registration_mode=RegistrationMode.APPROVAL)
    event = make_event(registration.week)
    _answer_all(registration)
    choose_events(registration, (event.id,))

    submit(registration, CONSENTS)
    assert (registration.is_submitted, registration.is_confirmed) == (True, False)
    assert queries.lines_of(registration) == []
    confirm_registration(registration, actor="Li Na")

    assert registration.status is RegistrationStatus.CONFIRMED
    assert [line.event.id for line in queries.lines_of(registration)] == [event.id]
    assert _occasions() == ["registration.confirmed", "registration.received"]
    with pytest.raises(NotDecidable):
        confirm_registration(registration, actor="Li Na")


def test_a_declined_registration_is_told_the_reason_and_may_be_confirmed_later(
    time: StoppedClock,
) -> None:
    assert time
    registration = make_registration()

    decline_registration(registration, "No places left.", actor="Li Na")

    assert registration.status is RegistrationStatus.DECLINED
    message = db.session.scalars(select(Message)).one()
    assert "Reason: No places left." in message.text
    assert "/me/enter/" not in message.text
    with pytest.raises(NotDecidable):
        decline_registration(registration, "", actor="Li Na")
    confirm_registration(registration, actor="Li Na")
    assert (registration.is_confirmed, registration.decision_note) == (True, None)


def test_wishes_come_and_go_before_confirmation(time: StoppedClock) -> None:
    assert time
    registration = _draft()
    one, other = make_event(registration.week), make_event(registration.week)

    for event in (one, one, other):
        wish_for_event(registration, event)
    drop_wish(registration, one)

    assert registration.wishes == (str(other.id),)
    with pytest.raises(EventNotOpen):
        wish_for_event(registration, make_event(make_week()))


def test_cancelling_a_draft_writes_no_mail(time: StoppedClock) -> None:
    assert time
    registration = _draft()

    cancel(registration)

    assert registration.status is RegistrationStatus.CANCELLED
    assert _occasions() == []


def test_a_private_link_opens_until_it_ends(time: StoppedClock) -> None:
    registration = make_registration()
    opening.send_links(registration.address.upper(), from_address="192.0.2.1")
    token = _links()[0]

    assert open_by_link(token) == registration
    for wrong in ("", "abc", token[:-1], token + "A"):
        with pytest.raises(LinkEnded):
            open_by_link(wrong)
    time.set(time.now + LINK_LASTS)
    with pytest.raises(LinkEnded):
        open_by_link(token)


def test_the_link_is_sent_for_all_live_registrations_of_an_address(
    time: StoppedClock,
) -> None:
    assert time
    address = "anna@guest.example"
    make_registration(address=address)
    draft = make_registration(
        address=address, status=RegistrationStatus.DRAFT, name=PersonName("")
    )
    make_registration(address=address, status=RegistrationStatus.CANCELLED)
    make_registration(make_week(is_public=False), address=address)
    make_registration()

    opening.send_links(address, from_address="192.0.2.1")

    messages = db.session.scalars(select(Message)).all()
    assert {message.to_address for message in messages} == {address}
    assert len(messages) == 2
    text = next(one.text for one in messages if one.about_id == draft.id)
    assert text.startswith("Good day,")
    assert "Continue your registration" in text


def test_an_address_that_asks_too_often_gets_no_more_links(time: StoppedClock) -> None:
    assert time
    registration = make_registration()

    for _ in range(opening.LINKS_PER_ADDRESS + 2):
        opening.send_links(registration.address, from_address="192.0.2.1")

    assert len(_links()) == opening.LINKS_PER_ADDRESS


def test_links_are_kept_as_digests(time: StoppedClock) -> None:
    assert time
    registration = make_registration()
    opening.send_links(registration.address, from_address="")

    kept = db.session.scalars(select(PrivateLink)).one()

    assert (len(kept.token_digest), kept.registration_id) == (32, registration.id)


def _draft(**week: Any) -> Registration:
    return make_registration(
        make_week(**week),
        status=RegistrationStatus.DRAFT,
        number=None,
        submitted_at=None,
        name=PersonName(""),
    )


def _answer_all(
    registration: Registration, institution: Institution | None = None
) -> None:
    save_answers(
        registration,
        "name",
        NameAnswers(PersonName("Wang Xiaoming", "王小明", "zh-Hans"), None),
    )
    institution_id = institution.id if institution else None
    save_answers(
        registration,
        "institution",
        InstitutionAnswers(
            institution.territory_code if institution else None,
            institution_id,
            None if institution else "University of Opole",
            DelegateKind.EXPERT,
            None,
        ),
    )
    save_answers(registration, "stay", _stay(date(2027, 3, 7), date(2027, 3, 13)))
    choose_events(registration, ())
    save_answers(
        registration,
        "needs",
        NeedsAnswers(("zh-Hans",), None, Diet.NONE, None, (), None),
    )
    db.session.flush()


def _occasions() -> list[str]:
    return sorted(db.session.scalars(select(Message.occasion)))


def _links() -> list[str]:
    texts = db.session.scalars(
        select(Message.text).where(Message.occasion == "registration.link")
    )
    return [text.partition("/me/enter/")[2].split()[0] for text in texts]


def _stay(arrives: date | None = None, departs: date | None = None) -> StayAnswers:
    return StayAnswers(arrives, departs, needs_visa_letter=False)
