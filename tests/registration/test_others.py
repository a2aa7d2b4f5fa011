"""Who comes along, who comes instead, and several people under one address."""

import re

import pytest
from sqlalchemy import select

from eventapp.accounts.errors import TooManyAttempts
from eventapp.badges.models import Badge
from eventapp.kernel.db import db
from eventapp.kernel.names import PersonName
from eventapp.mail.models import Message
from eventapp.programme.vocabulary import RegistrationMode
from eventapp.registration import own, queries
from eventapp.registration.answers import ASKED, Consents
from eventapp.registration.errors import (
    InvitationNeeded,
    NoLongerOpen,
    TooLateToChange,
    TooManyAtOneAddress,
    TooManyCompanions,
)
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import applying, companions, handing_over
from eventapp.registration.service.companions import CompanionEntry
from eventapp.registration.vocabulary import (
    ConsentPurpose,
    DelegateKind,
    Diet,
    PlaceStatus,
    RegistrationStatus,
)
from tests.builders import (
    make_event,
    make_invitation,
    make_place,
    make_registration,
    make_week,
)
from tests.conftest import Client, StoppedClock

ENTRY = CompanionEntry(PersonName("Jan Nowak"), diet=Diet.VEGAN)
AGREED = Consents({}, {}, "en")
COLLEAGUE = PersonName("Piotr Zima")

pytestmark = pytest.mark.usefixtures("time")


def open_for(client: Client, registration: Registration) -> None:
    with client.session_transaction() as session:
        session["registrations"] = [str(registration.id)]


def key_in(page: str) -> str:
    found = re.search(r'name="form_key"[^>]*value="([^"]+)"', page)
    assert found
    return found[1]


# --- who comes along --------------------------------------------------------------


def test_with_a_confirmed_delegate_a_companion_is_expected_and_has_a_badge() -> None:
    delegate = make_registration(make_week(companions_allowed=1))

    companion = companions.bring(delegate, ENTRY, AGREED)

    assert companion.is_confirmed
    assert (companion.kind, companion.diet) == (DelegateKind.COMPANION, Diet.VEGAN)
    assert companion.number is not None
    badge = select(Badge.registration_id).where(Badge.registration_id == companion.id)
    assert db.session.scalar(badge) == companion.id


def test_a_companion_is_expected_when_the_delegate_is() -> None:
    week = make_week(companions_allowed=1)
    delegate = make_registration(week, status=RegistrationStatus.SUBMITTED)
    companion = companions.bring(delegate, ENTRY, AGREED)
    before = companion.status

    applying.confirm(delegate)

    assert before is RegistrationStatus.SUBMITTED
    assert companion.is_confirmed


def test_the_office_sees_who_comes_along_with_whom_it_decides_about() -> None:
    week = make_week(companions_allowed=1, registration_mode=RegistrationMode.APPROVAL)
    draft = RegistrationStatus.DRAFT
    delegate = make_registration(week, status=draft, steps_done=ASKED, number=None)
    companion = companions.bring(delegate, ENTRY, AGREED)
    privacy = {ConsentPurpose.PRIVACY: True}

    applying.submit(delegate, Consents(privacy, dict.fromkeys(privacy, "Kept."), "en"))

    assert companion.status is RegistrationStatus.SUBMITTED
    assert companion.number is not None


def test_where_the_office_approves_a_later_companion_waits_for_it() -> None:
    week = make_week(companions_allowed=1, registration_mode=RegistrationMode.APPROVAL)

    companion = companions.bring(make_registration(week), ENTRY, AGREED)

    assert companion.status is RegistrationStatus.SUBMITTED


def test_nobody_accompanies_a_delegate_who_does_not_come() -> None:
    delegate = make_registration(make_week(companions_allowed=1))
    companion = companions.bring(delegate, ENTRY, AGREED)

    applying.cancel(delegate)

    assert companion.status is RegistrationStatus.CANCELLED


@pytest.mark.parametrize("allowed", [0, 1])
def test_no_more_come_along_than_the_week_allows(allowed: int) -> None:
    delegate = make_registration(make_week(companions_allowed=allowed))
    for _one in range(allowed):
        companions.bring(delegate, ENTRY, AGREED)

    with pytest.raises(TooManyCompanions):
        companions.bring(delegate, ENTRY, AGREED)


def test_the_delegate_reads_what_becomes_of_a_companion() -> None:
    delegate = make_registration(make_week(companions_allowed=1))
    applying.write_in(companions.bring(delegate, ENTRY, AGREED), "de")

    applying.write_in(delegate, "en")
    applying.cancel(own.companions_of(delegate)[0])

    letters = db.session.scalars(select(Message).order_by(Message.created_at)).all()
    assert {one.to_address for one in letters} == {delegate.address}
    assert all(f"Dear {delegate.name.first}," in one.text for one in letters)
    assert all("about Jan Nowak, who accompanies you" in one.text for one in letters)


def test_who_opens_a_delegate_adds_and_opens_a_companion(client: Client) -> None:
    delegate = make_registration(make_week(companions_allowed=2))
    open_for(client, delegate)
    address = f"/me/{delegate.id}/companions/new"
    typed = {
        "latin": "Jan Nowak",
        "native_language": "",
        "diet": "vegan",
        "form_key": key_in(client.get(address).text),
    }

    refused = client.post(address, data=typed)
    client.post(address, data=typed | {"knows": "y"})
    client.post(address, data=typed | {"knows": "y"})  # the same page, once more

    assert refused.status_code == 422
    assert 'value="Jan Nowak"' in refused.text
    came = own.companions_of(delegate)
    assert [one.name.latin for one in came] == ["Jan Nowak"]
    assert "Jan Nowak" in client.get(f"/me/{delegate.id}/").text
    assert f"/me/{delegate.id}/" in client.get(f"/me/{came[0].id}/").text


def test_the_mail_to_a_delegate_names_who_comes_along() -> None:
    week = make_week(companions_allowed=1)
    delegate = make_registration(week, status=RegistrationStatus.SUBMITTED)
    companions.bring(delegate, ENTRY, AGREED)

    applying.confirm(delegate)

    letters = db.session.scalars(select(Message.text)).all()
    assert sum("With you:\nJan Nowak" in text for text in letters) == 1


def test_a_companion_walks_own_steps_and_is_cancelled_alone(client: Client) -> None:
    delegate = make_registration(make_week(companions_allowed=1))
    companion = companions.bring(delegate, ENTRY, AGREED)
    open_for(client, delegate)
    slug, key = delegate.week.slug, companion.id

    for step in ("name", "stay", "events", "needs"):
        path = f"/weeks/{slug}/register/{step}?registration={key}"
        assert client.get(path).status_code == 200
    assert "come instead" not in client.get(f"/me/{key}/").text
    assert client.get(f"/me/{key}/hand-over").status_code == 404
    client.post(f"/me/{key}/cancel")

    assert db.session.get_one(Registration, key).status is RegistrationStatus.CANCELLED
    assert db.session.get_one(Registration, delegate.id).is_confirmed


# --- who comes instead ------------------------------------------------------------


def test_a_colleague_inherits_places_and_answers_alone() -> None:
    week = make_week()
    before = make_registration(
        week, name=PersonName("Anna Nowak"), diet=Diet.HALAL, is_head=True
    )
    held, awaited = make_event(week), make_event(week, capacity=0)
    make_place(before, held)
    make_place(before, awaited, PlaceStatus.WAITING)

    after = handing_over.hand_over(before, COLLEAGUE, "Piotr@Guest.example")

    assert (before.status, before.is_head) == (RegistrationStatus.CANCELLED, False)
    assert (after.status, after.is_head) == (RegistrationStatus.CONFIRMED, True)
    assert (after.name, after.address) == (COLLEAGUE, "piotr@guest.example")
    assert after.diet is None
    assert {line.event.id for line in queries.lines_of(after)} == {held.id, awaited.id}
    assert queries.lines_of(before) == []
    assert "name" in applying.missing_steps(after)
    assert applying.lacks_own_part(after)


def test_the_badge_goes_to_nobody_and_the_colleague_has_another() -> None:
    before = make_registration()
    applying.confirm(before)

    after = handing_over.hand_over(before, COLLEAGUE, "piotr@guest.example")

    badges = db.session.scalars(select(Badge).where(Badge.revoked_at.is_(None)))
    assert [one.registration_id for one in badges if one.registration.is_live] == [
        after.id
    ]


def test_the_colleague_is_told_once_by_whom_and_gets_the_link() -> None:
    before = make_registration(name=PersonName("Anna Nowak"))

    handing_over.hand_over(before, COLLEAGUE, "piotr@guest.example")

    wanted = select(Message).where(Message.to_address == "piotr@guest.example")
    letters = db.session.scalars(wanted).all()
    assert [one.occasion for one in letters] == ["registration.handed_over"]
    assert "Anna Nowak cannot come and gave you the registration." in letters[0].text
    assert "/me/enter/" in letters[0].text


def test_nobody_is_named_who_was_never_named() -> None:
    before = make_registration(name=PersonName(""), to_be_named="Our dean")

    handing_over.hand_over(before, COLLEAGUE, "piotr@guest.example")

    wanted = select(Message).where(Message.to_address == "piotr@guest.example")
    assert "cannot come" not in db.session.scalars(wanted).one().text


def test_nobody_is_buried_under_registrations_of_others(time: StoppedClock) -> None:
    assert time
    week = make_week()
    for _n in range(handing_over.MOST_TO_ONE_ADDRESS):
        handing_over.hand_over(make_registration(week), COLLEAGUE, "p@guest.example")

    with pytest.raises(TooManyAttempts):
        handing_over.hand_over(make_registration(week), COLLEAGUE, "P@guest.example")


def test_who_gave_the_registration_away_hears_who_has_the_places() -> None:
    before = make_registration(name=PersonName("Anna Nowak"))

    handing_over.hand_over(before, COLLEAGUE, "piotr@guest.example")

    wanted = select(Message).where(Message.to_address == before.address)
    letters = db.session.scalars(wanted).all()
    assert [one.occasion for one in letters] == ["registration.given"]
    assert "Piotr Zima has your places at events now." in letters[0].text


def test_what_has_ended_is_not_handed_over() -> None:
    ended = make_registration(status=RegistrationStatus.CANCELLED)

    with pytest.raises(NoLongerOpen):
        handing_over.hand_over(ended, COLLEAGUE, "piotr@guest.example")


def test_nothing_is_handed_over_when_the_week_is_over(time: StoppedClock) -> None:
    registration = make_registration()
    time.advance(days=60)

    with pytest.raises(TooLateToChange):
        handing_over.hand_over(registration, COLLEAGUE, "piotr@guest.example")


def test_handing_over_twice_by_the_same_page_happens_once(client: Client) -> None:
    registration = make_registration()
    open_for(client, registration)
    address = f"/me/{registration.id}/hand-over"
    typed = {
        "name": "Piotr Zima",
        "address": "piotr@guest.example",
        "form_key": key_in(client.get(address).text),
    }

    answers = [client.post(address, data=typed) for _again in range(2)]

    assert [one.status_code for one in answers] == [302, 200]
    wanted = select(Registration).where(Registration.address == "piotr@guest.example")
    assert len(db.session.scalars(wanted).all()) == 1


# --- several people under one address ---------------------------------------------


def test_a_secretary_registers_one_more_person(client: Client) -> None:
    first = make_registration()
    open_for(client, first)
    address = f"/weeks/{first.week.slug}/register/another"

    answer = client.post(address, data={"form_key": key_in(client.get(address).text)})

    assert "/register/name" in answer.location
    present = own.at_one_address(first.week, first.address)
    assert [one.status for one in present] == [
        RegistrationStatus.CONFIRMED,
        RegistrationStatus.DRAFT,
    ]
    assert first.week.name["en"] in client.get("/me/?all=1").text


def test_one_address_does_not_register_without_end() -> None:
    first = make_registration()
    for _one in range(handing_over.MOST_AT_ONE_ADDRESS - 1):
        handing_over.begin_another(first)

    with pytest.raises(TooManyAtOneAddress):
        handing_over.begin_another(first)


def test_who_proves_a_secretarys_address_opens_nobody_she_speaks_for() -> None:
    own_one = make_registration(address="secretary@guest.example")
    make_registration(own_one.week, address=own_one.address, has_own_address=False)

    assert own.at_one_address(own_one.week, own_one.address) == [own_one]


def test_only_who_has_proved_an_address_registers_others_with_it(
    client: Client,
) -> None:
    member = make_registration(has_own_address=False)
    open_for(client, member)

    answer = client.post(f"/weeks/{member.week.slug}/register/another")

    assert answer.location.endswith("/register")


def test_one_more_person_is_one_more_use_of_the_invitation() -> None:
    week = make_week(registration_mode=RegistrationMode.INVITATION)
    invitation = make_invitation(week, uses_allowed=2, used=1)
    first = make_registration(week, invitation_id=invitation.id)

    second = handing_over.begin_another(first)

    db.session.refresh(invitation)
    assert (second.invitation_id, invitation.used) == (invitation.id, 2)
    with pytest.raises(InvitationNeeded):
        handing_over.begin_another(first)
