"""Food and access are kept by an own consent only, and shown by it."""

from typing import Any

import pytest
from sqlalchemy import select

from eventapp.kernel.db import db
from eventapp.registration.answers import NeedsAnswers
from eventapp.registration.errors import SensitiveConsentNeeded
from eventapp.registration.models.registrations import Consent, Registration
from eventapp.registration.service.applying import save_answers
from eventapp.registration.vocabulary import (
    ConsentPurpose,
    Diet,
    RegistrationStatus,
)
from tests.builders import agree, make_registration, make_week
from tests.conftest import Client, StoppedClock

HALAL = NeedsAnswers(("en",), None, Diet.HALAL, "no alcohol", ("hearing_loop",), None)
NEEDS = {"languages": ["en"], "diet": "halal", "diet_note": "no alcohol"}


def test_nothing_sensitive_is_kept_without_a_consent(time: StoppedClock) -> None:
    registration = make_registration(status=RegistrationStatus.DRAFT)
    assert time

    with pytest.raises(SensitiveConsentNeeded):
        save_answers(registration, "needs", HALAL)

    agree(registration, ConsentPurpose.SENSITIVE)
    save_answers(registration, "needs", HALAL)
    assert registration.diet is Diet.HALAL


def test_who_eats_everything_needs_no_consent(time: StoppedClock) -> None:
    registration = make_registration(status=RegistrationStatus.DRAFT)
    assert time

    save_answers(
        registration, "needs", NeedsAnswers((), None, Diet.NONE, None, (), None)
    )

    assert registration.diet is Diet.NONE


def test_the_consent_is_asked_beside_the_answers_and_kept_with_its_words(
    client: Client, time: StoppedClock
) -> None:
    assert time
    registration = _opened(client)
    address = f"/weeks/{registration.week.slug}/register/needs"

    refused = client.post(address, data=NEEDS)
    assert "Agree that we keep what you say about food and access" in refused.text
    assert registration.diet is Diet.NONE

    assert client.post(address, data={**NEEDS, "sensitive": "y"}).status_code == 302
    kept = db.session.scalars(select(Consent)).one()
    assert (kept.purpose, kept.is_given, kept.version, kept.language) == (
        ConsentPurpose.SENSITIVE,
        True,
        "1",
        "en",
    )
    assert "food and access" in kept.text
    assert registration.diet_note == "no alcohol"


def test_withdrawing_erases_the_answers_at_once_and_says_so(
    client: Client, time: StoppedClock
) -> None:
    registration = _opened(client, diet=Diet.HALAL, diet_note="no alcohol")
    agree(registration, ConsentPurpose.SENSITIVE)
    time.advance(minutes=1)

    answer = client.post(
        f"/me/{registration.id}/consents", data={"listed": "y"}, follow_redirects=True
    )

    assert "What you said about food, access and health is erased." in answer.text
    assert (registration.diet, registration.diet_note, registration.phone) == (
        None,
        None,
        "+48 1",
    )


def test_who_came_from_a_list_agrees_or_loses_the_answers(
    client: Client, time: StoppedClock
) -> None:
    assert time
    registration = _opened(client, diet=Diet.HALAL)
    address = f"/me/{registration.id}/consents"
    assert "You may use what I said about food and access" in client.get(address).text

    client.post(address, data={"sensitive": "y"})
    assert registration.diet is Diet.HALAL
    time.advance(minutes=1)
    client.post(address)

    assert registration.diet is None


def test_lists_show_food_and_access_by_consent_alone(
    client: Client, time: StoppedClock
) -> None:
    assert time
    week = make_week()
    make_registration(week, diet=Diet.KOSHER, diet_note="without a consent")
    other = make_registration(week, diet=Diet.HALAL, diet_note="with a consent")
    agree(other, ConsentPurpose.SENSITIVE)
    client.sign_in()

    table = client.post(
        f"/organise/{week.slug}/lists/delegates",
        data={"do": "csv", "show": ["name", "diet", "diet_note"]},
    ).text

    assert "with a consent" in table
    assert "without a consent" not in table
    assert "Kosher" not in table


def _opened(client: Client, **changes: Any) -> Registration:
    registration = make_registration(phone="+48 1", **changes)
    with client.session_transaction() as session:
        session["registrations"] = [str(registration.id)]
    return registration
