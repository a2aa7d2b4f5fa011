"""Registering, page by page, as a browser sees it."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from eventapp.institutions.models import Territory
from eventapp.kernel.db import db
from eventapp.mail.models import Message
from eventapp.programme.vocabulary import EventStatus, RegistrationMode, SignUp
from eventapp.registration import queries
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service.inviting import issue_invitation
from eventapp.registration.vocabulary import (
    Access,
    ConsentPurpose,
    DelegateKind,
    Diet,
    RegistrationStatus,
)
from tests.builders import (
    make_event,
    make_institution,
    make_registration,
    make_territory,
    make_week,
)
from tests.conftest import Client, StoppedClock

ANNA = "anna@guest.example"
STEPS = ("name", "institution", "stay", "events", "needs", "check")
NAME = {"latin": "Wang Xiaoming", "native": "王小明", "native_language": "zh-Hans"}
NEEDS = {
    "languages": ["zh-Hans", "en"],
    "diet": "halal",
    "access": ["hearing_loop"],
    "sensitive": "y",
}
HOSTILE = (
    "\0",
    "\ud800".encode("utf-8", "surrogatepass"),
    b"\xff\xfe",
    "x" * 150_000,
    "<script>alert(1)</script>",
    "'; DROP TABLE registration; --",
    "{{ 7 * 7 }}",
    "%s%n../../etc/passwd",
    "2027-13-45",
    "\u202e\u200b",
)


def test_a_delegate_registers_from_the_first_page_to_the_last(
    client: Client, time: StoppedClock
) -> None:
    week = make_week("gpw")
    event = make_event(week, "Salon", capacity=5)
    institution = make_institution("Opole University of Technology")

    asked = client.post("/weeks/gpw/register", data={"address": f" {ANNA} "})
    assert _goes_to(asked) == "/weeks/gpw/register/code"
    page = client.get(asked.location).text
    assert ANNA in page
    assert 'inputmode="numeric"' in page
    assert 'autocomplete="one-time-code"' in page
    assert "outbox of the organisers" in page
    digits = _code()
    step = client.post(
        "/weeks/gpw/register/code", data={"code": f" {digits[:3]} {digits[3:]} "}
    )
    for name, answers in (
        ("name", NAME),
        (
            "institution",
            {
                "territory": "PL",
                "search": "opole",
                "institution": str(institution.id),
                "kind": "expert",
                "position": "Dean",
            },
        ),
        (
            "stay",
            {
                "arrives_on": "2027-03-07",
                "departs_on": "2027-03-12",
                "needs_visa_letter": "yes",
            },
        ),
        ("events", {"events": [str(event.id)]}),
        ("needs", NEEDS),
    ):
        assert _goes_to(step) == f"/weeks/gpw/register/{name}"
        assert f"Step {2 + STEPS.index(name)} of 7" in client.get(step.location).text
        step = client.post(step.location, data=answers)
    assert _goes_to(step) == "/weeks/gpw/register/check"
    page = client.get(step.location).text
    for shown in ("Wang Xiaoming", "Opole University", "Dean", "Salon", "Halal"):
        assert shown in page
    time.advance(minutes=5)
    done = client.post(
        step.location, data={"privacy": "y", "listed": "y", "version": "1"}
    )

    registration = db.session.scalars(select(Registration)).one()
    assert done.location == f"/me/{registration.id}/"
    assert "You are registered" in client.get(done.location).text
    assert registration.status is RegistrationStatus.CONFIRMED
    assert (str(registration.name), registration.institution_id) == (
        "王小明 (Wang Xiaoming)",
        institution.id,
    )
    assert (registration.kind, registration.position) == (DelegateKind.EXPERT, "Dean")
    assert (registration.arrives_on, registration.departs_on) == (
        date(2027, 3, 7),
        date(2027, 3, 12),
    )
    assert registration.needs_visa_letter is True
    assert registration.diet is Diet.HALAL
    assert registration.access == (Access.HEARING_LOOP,)
    assert registration.languages == ("zh-Hans", "en")
    assert [line.event.id for line in queries.lines_of(registration)] == [event.id]
    kept = {one.purpose: one for one in queries.consents_of(registration)}
    assert {purpose: one.is_given for purpose, one in kept.items()} == {
        ConsentPurpose.PRIVACY: True,
        ConsentPurpose.PHOTOGRAPHS: False,
        ConsentPurpose.LISTED: True,
        ConsentPurpose.SENSITIVE: True,
    }
    assert kept[ConsentPurpose.PRIVACY].text.startswith("We keep your answers.\n\n")
    assert kept[ConsentPurpose.PRIVACY].version == "1"


def test_the_link_of_the_mail_needs_a_press_for_scanners_press_none(
    client: Client, time: StoppedClock
) -> None:
    assert time
    make_week("gpw")
    client.post("/weeks/gpw/register", data={"address": ANNA})
    address = urlsplit(re.findall(r"http\S+/confirm/\S+", _mail().text)[0]).path

    assert "Press the button" in client.get(address).text
    assert _count() == 0
    opened = client.post(address)

    assert _goes_to(opened) == "/weeks/gpw/register/name"
    assert _count() == 1
    again = client.post(address)
    assert (again.status_code, "This link has ended" in again.text) == (410, True)


def test_a_wrong_code_stays_counted_although_the_answer_is_422(
    client: Client, time: StoppedClock
) -> None:
    assert time
    make_week("gpw")
    client.post("/weeks/gpw/register", data={"address": ANNA})
    code = _code()
    wrong = "000000" if code != "000000" else "000001"

    answers = [
        client.post("/weeks/gpw/register/code", data={"code": wrong}) for _ in range(6)
    ]
    last = client.post("/weeks/gpw/register/code", data={"code": code})

    assert {answer.status_code for answer in answers} == {422}
    assert "not the code from our e-mail" in answers[0].text
    assert wrong in answers[0].text
    assert (last.status_code, "This code has ended" in last.text) == (422, True)
    assert _count() == 0


def test_pressing_twice_sends_one_code_and_shows_the_same_page(
    client: Client, time: StoppedClock
) -> None:
    make_week("gpw")
    answers = [
        client.post("/weeks/gpw/register", data={"address": ANNA}) for _ in range(2)
    ]
    assert {_goes_to(answer) for answer in answers} == {"/weeks/gpw/register/code"}
    soon = client.post("/weeks/gpw/register/code/again")
    assert (soon.status_code, "less than a minute ago" in soon.text) == (429, True)

    time.advance(seconds=60)
    later = client.post("/weeks/gpw/register/code/again")

    assert _goes_to(later) == "/weeks/gpw/register/code"
    assert db.session.scalar(select(func.count()).select_from(Message)) == 2


def test_a_second_registration_with_one_address_finds_the_first_one(
    client: Client, time: StoppedClock
) -> None:
    assert time
    week = make_week("gpw")
    sent = make_registration(week, address=ANNA)
    draft = make_registration(
        week,
        address="jan@guest.example",
        status=RegistrationStatus.DRAFT,
        steps_done=("name",),
    )

    opened = _confirm(client, ANNA)
    continued = _confirm(client, draft.address)

    assert opened.location == f"/me/{sent.id}/"
    assert _goes_to(continued) == "/weeks/gpw/register/institution"
    assert _count() == 2


def test_a_week_by_invitation_asks_for_the_code(
    client: Client, time: StoppedClock
) -> None:
    assert time
    week = make_week("gpw", registration_mode=RegistrationMode.INVITATION)
    _kept, code = issue_invitation(week, "Opole", uses_allowed=1, expires_at=None)

    without = client.post("/weeks/gpw/register", data={"address": ANNA})
    wrong = client.post(
        "/weeks/gpw/register", data={"address": ANNA, "invitation": "WRONG"}
    )
    right = client.post(
        "/weeks/gpw/register", data={"address": ANNA, "invitation": code.lower()}
    )

    assert "Enter the code of your invitation." in without.text
    assert (wrong.status_code, "WRONG" in wrong.text) == (422, True)
    assert "This invitation code is not valid" in wrong.text
    assert _goes_to(right) == "/weeks/gpw/register/code"


def test_before_and_after_its_time_registration_says_when(
    client: Client, time: StoppedClock
) -> None:
    make_week("early", registration_opens_at=time.now + timedelta(days=1))
    make_week("late", registration_closes_at=time.now - timedelta(days=1))
    make_week("never", registration_opens_at=None)

    early = client.get("/weeks/early/register")
    late = client.get("/weeks/late/register")
    never = client.get("/weeks/never/register")
    post = client.post("/weeks/late/register", data={"address": ANNA})

    assert "Registration is not open yet" in early.text
    assert "Tue 2 Mar 2027, 17:00" in early.text
    assert "It closed on" in late.text
    assert "You cannot register for this week here." in never.text
    assert post.status_code == 409


def test_a_hidden_week_does_not_register(client: Client, time: StoppedClock) -> None:
    assert time
    make_week("gpw", is_public=False)

    assert client.get("/weeks/gpw/register").status_code == 404
    assert client.get("/weeks/gpw/register/name").status_code == 404
    assert client.post("/weeks/nowhere/register/code/again").status_code == 404


def test_without_an_address_in_the_session_one_starts_at_the_start(
    client: Client, time: StoppedClock
) -> None:
    assert time
    make_week("gpw")

    for answer in (
        client.get("/weeks/gpw/register/code"),
        client.post("/weeks/gpw/register/code/again"),
        client.get("/weeks/gpw/register/name"),
    ):
        assert _goes_to(answer) == "/weeks/gpw/register"


@pytest.mark.parametrize(
    ("step", "answers", "sentence", "kept"),
    [
        ("name", {"latin": ""}, "Enter your name as in your passport.", None),
        (
            "name",
            {"latin": "王小明"},
            "in Latin letters, as in your passport",
            "王小明",
        ),
        ("name", {"latin": "1234"}, "in Latin letters, as in your passport", "1234"),
        ("name", {"latin": "A" * 201}, "Use at most 200 characters.", "A" * 201),
        (
            "name",
            {"latin": "Wang", "native": "王小明"},
            "Choose the language of the name in your script.",
            "王小明",
        ),
        (
            "name",
            {**NAME, "native_language": "xx"},
            "Choose one of the answers.",
            "Wang Xiaoming",
        ),
        ("name", {**NAME, "order": "both"}, "Choose one of the answers.", "王小明"),
        ("name", {**NAME, "phone": "call me"}, "Enter a phone number", "call me"),
        ("institution", {"search": "x"}, "Choose a country or region.", None),
        (
            "institution",
            {"territory": "PL"},
            "Enter the name of your institution.",
            None,
        ),
        (
            "institution",
            {"territory": "PL", "search": "Opole"},
            "Choose your institution in the list below its name.",
            "Opole",
        ),
        (
            "institution",
            {"territory": "PL", "search": "Opole", "institution": "new"},
            "Choose how you come.",
            "Opole",
        ),
        ("stay", {}, "Choose yes or no.", None),
        (
            "stay",
            {"arrives_on": "tomorrow", "needs_visa_letter": "no"},
            "Enter a day like 2027-03-09",
            "tomorrow",
        ),
        (
            "stay",
            {"arrives_on": "1027-03-07", "needs_visa_letter": "no"},
            "Enter a day between 1990 and 2100.",
            "1027-03-07",
        ),
        (
            "stay",
            {"arrives_on": "2027-03-10", "departs_on": "2027-03-09"},
            "Enter a day after your arrival.",
            "2027-03-09",
        ),
        (
            "stay",
            {"arrives_on": "2027-03-14"},
            "Enter a day before the week ends.",
            None,
        ),
        (
            "stay",
            {"departs_on": "2027-03-07"},
            "Enter a day after the week begins.",
            None,
        ),
        ("events", {"events": ["nonsense"]}, "An event can no longer be chosen.", None),
        ("needs", {**NEEDS, "diet": "stones"}, "Choose one of the answers.", None),
        ("needs", {**NEEDS, "access": ["x"]}, "Choose one of the answers.", None),
        ("needs", {**NEEDS, "diet_note": "n" * 501}, "Use at most 500", "n" * 501),
    ],
)
def test_a_wrong_answer_gets_a_sentence_and_keeps_what_was_typed(  # noqa: PLR0917
    client: Client,
    time: StoppedClock,
    step: str,
    answers: dict[str, Any],
    sentence: str,
    kept: str | None,
) -> None:
    assert time
    registration = _draft(client)
    make_institution("University of Opole")

    answer = client.post(f"/weeks/gpw/register/{step}", data=answers)

    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert 'id="problem"' in answer.text
    assert "<title>Problem:" in answer.text
    assert kept is None or kept in answer.text
    assert registration.steps_done == ()


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize("step", STEPS)
def test_hostile_input_never_breaks_a_step(
    client: Client, time: StoppedClock, step: str, typed: str | bytes
) -> None:
    assert time
    _draft(client)
    fields = (
        "latin native native_language order territory search institution kind do",
        "arrives_on departs_on needs_visa_letter events privacy version photographs",
        "languages diet diet_note access access_note phone position interpretation",
    )

    answers = [
        client.post(
            f"/weeks/gpw/register/{step}",
            data={name: [typed, typed] for name in names.split()},
        )
        for names in fields
    ]

    assert {answer.status_code for answer in answers} <= {302, 413, 422}
    assert "<script>alert" not in "".join(answer.text for answer in answers)


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_addresses_codes_and_queries_never_break_a_page(
    client: Client, time: StoppedClock, typed: str | bytes
) -> None:
    assert time
    _draft(client)
    with client.session_transaction() as session:
        session["confirming"] = ["gpw", ANNA, ""]
    short = typed[:2000]

    answers = [
        client.post("/weeks/gpw/register", data={"address": typed}),
        client.post("/weeks/gpw/register/code", data={"code": typed}),
        client.post("/me/", data={"address": typed}),
        client.get("/weeks/gpw/register/institutions", query_string={"q": short}),
        client.get(
            "/weeks/gpw/register/institutions", query_string={"territory": short}
        ),
        client.get("/weeks/gpw/register/name", query_string={"registration": short}),
        client.get("/me/", query_string={"sent": short}),
    ]

    assert {answer.status_code for answer in answers} <= {200, 400, 404, 413, 422}


@pytest.mark.parametrize("token", ["x", "%00", "%ED%A0%80", "a" * 3000, "..", "%2e%2e"])
def test_hostile_tokens_are_links_that_ended(
    client: Client, time: StoppedClock, token: str
) -> None:
    assert time
    make_week("gpw")

    assert client.get(f"/me/enter/{token}").status_code in {404, 410}
    confirmed = client.post(f"/weeks/gpw/register/confirm/{token}")
    assert confirmed.status_code in {404, 410}


def test_a_name_may_be_one_word_without_another_script(
    client: Client, time: StoppedClock
) -> None:
    assert time
    registration = _draft(client)

    answer = client.post("/weeks/gpw/register/name", data={"latin": "Suharto"})

    assert _goes_to(answer) == "/weeks/gpw/register/institution"
    assert str(registration.name) == "Suharto"


def test_find_shows_institutions_without_script_and_saves_nothing(
    client: Client, time: StoppedClock
) -> None:
    assert time
    registration = _draft(client)
    near = make_institution("University of Opole", native_name="Uniwersytet Opolski")
    make_territory("CN", "China", "中国")
    make_institution("Shanghai Polytechnic University", territory="CN")

    found = client.post(
        "/weeks/gpw/register/institution",
        data={"territory": "PL", "search": "opolski", "do": "find", "kind": "student"},
    )

    assert found.status_code == 200
    assert f'value="{near.id}"' in found.text
    assert "Uniwersytet Opolski" in found.text
    assert "Polytechnic" not in found.text
    assert "None of these. Add “opolski”" in found.text
    assert 'value="student" checked' in _attributes_sorted(found.text)
    assert registration.steps_done == ()


def test_the_suggestions_are_the_same_as_json(
    client: Client, time: StoppedClock
) -> None:
    assert time
    _draft(client)
    near = make_institution("University of Opole", native_name="Uniwersytet Opolski")

    answer = client.get("/weeks/gpw/register/institutions?q=opol&territory=PL")

    assert answer.json == {
        "institutions": [
            {
                "id": str(near.id),
                "name": "University of Opole",
                "native": "Uniwersytet Opolski",
                "language": None,
                "where": "Opole, Poland",
            }
        ]
    }
    assert client.get("/weeks/gpw/register/institutions?q=o").json == {
        "institutions": []
    }


def test_strangers_get_no_suggestions(client: Client, time: StoppedClock) -> None:
    assert time
    make_week("gpw")

    assert client.get("/weeks/gpw/register/institutions?q=opol").status_code == 404


def test_an_unknown_institution_is_proposed_by_its_name(
    client: Client, time: StoppedClock
) -> None:
    assert time
    registration = _draft(client)

    client.post(
        "/weeks/gpw/register/institution",
        data={"territory": "PL", "search": "Academy of the Moon", "kind": "student"},
    )

    assert registration.proposed_institution == "Academy of the Moon"
    assert (registration.institution_id, registration.territory_code) == (None, "PL")
    page = client.get("/weeks/gpw/register/institution").text
    assert 'value="Academy of the Moon"' in page


def test_every_country_and_region_is_offered_in_the_readers_language(
    client: Client, time: StoppedClock
) -> None:
    assert time
    _draft(client)
    make_territory("HK", "Hong Kong, China", "中国香港")
    address = "/weeks/gpw/register/institution"

    page = client.get(address).text
    client.get("/language/zh-Hans")
    chinese = client.get(address).text

    offered = dict(re.findall(r'<option[^>]*value="(\w\w)">([^<]*)<', page))
    assert len(offered) == 249, "as many as ISO 3166-1 has"
    assert not {"EU", "UN", "XA", "ZZ"} & set(offered)
    assert (offered["HK"], offered["IS"]) == ("Hong Kong, China", "Iceland")
    assert list(offered)[:3] == ["AF", "AX", "AL"]
    assert "冰岛" in chinese
    assert "中国香港<" in chinese
    assert "Not in this list" not in page


def test_a_country_that_nobody_labelled_gets_its_name_once_it_is_chosen(
    client: Client, time: StoppedClock
) -> None:
    assert time
    registration = _draft(client)
    answers = {"search": "Háskóli Íslands", "kind": "student"}

    for code in ("IS", "IS", "PL"):
        saved = client.post(
            "/weeks/gpw/register/institution", data={**answers, "territory": code}
        )
        assert _goes_to(saved) == "/weeks/gpw/register/stay"

    labels = {
        one.code: dict(one.label) for one in db.session.scalars(select(Territory))
    }
    assert labels["IS"] == {"en": "Iceland", "zh-Hans": "冰岛"}
    assert registration.territory_code == "PL"
    wrong = client.post(
        "/weeks/gpw/register/institution", data={**answers, "territory": "ZZ"}
    )
    assert wrong.status_code == 422


def test_an_institution_left_empty_is_one_problem(
    client: Client, time: StoppedClock
) -> None:
    assert time
    _draft(client)

    page = client.post(
        "/weeks/gpw/register/institution", data={"territory": "PL", "kind": "student"}
    ).text

    problem = page.partition('id="problem"')[2].partition("</section>")[0]
    assert problem.count("<li>") == 1


def test_events_outside_the_stay_are_named(client: Client, time: StoppedClock) -> None:
    assert time
    registration = _draft(client)
    early = make_event(registration.week, "Early Salon")
    registration.wishes = (str(early.id),)
    db.session.commit()
    address, sentence = "/weeks/gpw/register/events", "You are not here on these days:"
    assert sentence not in client.get(address).text

    registration.arrives_on = early.starts_at.date() + timedelta(days=1)
    db.session.commit()
    assert sentence in client.get(address).text

    registration.arrives_on = early.starts_at.date()
    registration.departs_on = early.starts_at.date()
    db.session.commit()
    assert sentence not in client.get(address).text


def test_a_saved_institution_is_chosen_when_one_comes_back(
    client: Client, time: StoppedClock
) -> None:
    assert time
    registration = _draft(client)
    registration.institution_id = make_institution("University of Opole").id
    registration.territory_code = "PL"

    page = client.get("/weeks/gpw/register/institution").text

    chosen = f'value="{registration.institution_id}" checked'
    assert chosen in _attributes_sorted(page)


def test_what_is_full_is_said_before_one_registers(
    client: Client, time: StoppedClock
) -> None:
    assert time
    registration = _draft(client, steps_done=STEPS[:-1], kind=DelegateKind.DELEGATE)
    full = make_event(registration.week, "Tea", capacity=0)
    registration.wishes = (str(full.id),)
    db.session.commit()

    page = client.get("/weeks/gpw/register/check").text

    assert "Full, waiting list" in page


def test_events_show_places_lines_and_what_is_for_everyone(
    client: Client, time: StoppedClock
) -> None:
    assert time
    registration = _draft(client)
    week = registration.week
    make_event(week, "Open", capacity=7)
    make_event(week, "Full", capacity=0)
    make_event(week, "Asked", signup=SignUp.BY_REQUEST)
    make_event(week, "All", signup=SignUp.EVERYONE)
    make_event(week, "Gone", status=EventStatus.CANCELLED)
    make_event(week, "Secret", status=EventStatus.DRAFT)
    make_event(week, "Past", starts_at=time.now - timedelta(days=1))

    page = client.get("/weeks/gpw/register/events").text

    for shown in (
        "7 places left",
        "Full, waiting list",
        "With a tick you join the waiting list.",
        "By request: the organisers decide",
        "For all delegates, no sign-up",
        "Cancelled",
        "Mon 8 Mar 2027",
    ):
        assert shown in page
    assert page.count("With a tick you join") == 1
    assert len(re.findall(r'type="checkbox"', page)) == 3
    assert "Secret" not in page
    assert "Past" not in page


def test_overlaps_are_told_and_not_forbidden(
    client: Client, time: StoppedClock
) -> None:
    assert time
    registration = _draft(client)
    one = make_event(registration.week, "Salon")
    other = make_event(
        registration.week, "Tour", starts_at=one.starts_at + timedelta(minutes=30)
    )
    inner = make_event(registration.week, "Part of the salon", parent_id=one.id)
    keys = [str(one.id), str(other.id)]

    answer = client.post("/weeks/gpw/register/events", data={"events": keys})
    page = client.get(answer.location).text

    assert "These overlap: Salon; Tour. You can change this later." in page
    assert registration.wishes == tuple(keys)
    client.post(
        "/weeks/gpw/register/events", data={"events": [str(one.id), str(inner.id)]}
    )
    page = client.get("/weeks/gpw/register/events").text
    assert "These overlap" not in page


def test_no_step_is_left_out(client: Client, time: StoppedClock) -> None:
    assert time
    registration = _draft(client)

    looked = client.get("/weeks/gpw/register/check")
    sent = client.post(
        "/weeks/gpw/register/check", data={"privacy": "y", "version": "1"}
    )

    assert _goes_to(looked) == "/weeks/gpw/register/name"
    assert (sent.status_code, "Complete the steps first" in sent.text) == (422, True)
    assert registration.status is RegistrationStatus.DRAFT


def test_the_privacy_text_must_be_agreed_to_in_its_present_version(
    client: Client, time: StoppedClock
) -> None:
    assert time
    registration = _draft(client, steps_done=STEPS[:-1], kind=DelegateKind.DELEGATE)

    refused = client.post("/weeks/gpw/register/check", data={"version": "1"})
    outdated = client.post(
        "/weeks/gpw/register/check", data={"privacy": "y", "version": "0"}
    )

    assert "Read the text and agree to it" in refused.text
    assert "The text about your data has changed. Read it again." in outdated.text
    assert {refused.status_code, outdated.status_code} == {422}
    assert registration.status is RegistrationStatus.DRAFT


def test_pressing_register_twice_registers_once(
    client: Client, time: StoppedClock
) -> None:
    assert time
    registration = _draft(client, steps_done=STEPS[:-1], kind=DelegateKind.DELEGATE)
    answers = {"privacy": "y", "version": "1"}

    presses = [client.post("/weeks/gpw/register/check", data=answers) for _ in range(2)]

    assert {one.location for one in presses} == {f"/me/{registration.id}/"}
    assert registration.week.next_number == 2
    assert len(queries.consents_of(registration)) == 3


def test_a_change_from_the_check_page_leads_back_to_it(
    client: Client, time: StoppedClock
) -> None:
    assert time
    _draft(client, steps_done=STEPS[:-1], kind=DelegateKind.DELEGATE)

    answer = client.post("/weeks/gpw/register/name?check=1", data=NAME)

    assert _goes_to(answer) == "/weeks/gpw/register/check"


def test_a_change_after_sending_leads_back_to_my_registration(
    client: Client, time: StoppedClock
) -> None:
    assert time
    registration = _draft(client, status=RegistrationStatus.CONFIRMED)

    answer = client.post(
        f"/weeks/gpw/register/name?registration={registration.id}",
        data={"latin": "Anna Nowak"},
    )

    assert answer.location == f"/me/{registration.id}/"
    assert str(registration.name) == "Anna Nowak"


def test_another_delegates_registration_is_not_found(
    client: Client, time: StoppedClock
) -> None:
    assert time
    own = _draft(client)
    other = make_registration(own.week)
    elsewhere = make_registration(make_week("else"))
    with client.session_transaction() as session:
        session["registrations"].append(str(elsewhere.id))

    for key in (other.id, elsewhere.id, "nonsense"):
        answer = client.get(f"/weeks/gpw/register/name?registration={key}")
        assert answer.status_code == 404


def test_after_the_deadline_a_step_says_so(client: Client, time: StoppedClock) -> None:
    registration = _draft(client)
    registration.week.registration_closes_at = time.now

    answer = client.get("/weeks/gpw/register/name")

    assert (answer.status_code, "deadline for changes" in answer.text) == (409, True)


def test_the_pages_speak_chinese_to_who_wants_it(
    client: Client, time: StoppedClock
) -> None:
    assert time
    _draft(client)
    client.set_cookie("language", "zh-Hans")

    for step in STEPS[:-1]:
        page = client.get(f"/weeks/gpw/register/{step}")
        assert (page.status_code, '<html lang="zh-Hans"' in page.text) == (200, True)


def test_each_step_loads_in_few_statements(
    client: Client, time: StoppedClock, statements: Callable[[], Any]
) -> None:
    assert time
    registration = _draft(client, steps_done=STEPS[:-1], kind=DelegateKind.DELEGATE)
    for number in range(8):
        make_event(registration.week, f"Event {number}", capacity=3)
    key = registration.id
    counts = {}
    for step in STEPS:
        with statements() as ran:
            client.get(f"/weeks/gpw/register/{step}?registration={key}")
        counts[step] = len(ran)

    assert counts == {
        "name": 1,
        "institution": 2,
        "stay": 1,
        "events": 5,
        "needs": 2,
        "check": 5,
    }


def _draft(client: Client, **changes: Any) -> Registration:
    """A draft of the week /weeks/gpw, which this browser may open."""
    make_territory()
    values: dict[str, Any] = {
        "status": RegistrationStatus.DRAFT,
        "number": None,
        "kind": None,
        "proposed_institution": None,
    }
    registration = make_registration(make_week("gpw"), **(values | changes))
    db.session.commit()
    with client.session_transaction() as session:
        session["registrations"] = [str(registration.id)]
    return registration


def _confirm(client: Client, address: str) -> TestResponse:
    client.post("/weeks/gpw/register", data={"address": address})
    wanted = select(Message.text).where(Message.to_address == address)
    digits = re.findall(r"\b\d{6}\b", db.session.scalars(wanted).one())[0]
    return client.post("/weeks/gpw/register/code", data={"code": digits})


def _goes_to(answer: TestResponse) -> str:
    assert answer.status_code == 302, answer.text
    return urlsplit(answer.location).path


def _mail() -> Message:
    return db.session.scalars(select(Message)).one()


def _code() -> str:
    code: str = re.findall(r"\b\d{6}\b", _mail().text)[0]
    return code


def _count() -> int:
    return db.session.scalar(select(func.count()).select_from(Registration)) or 0


def _attributes_sorted(page: str) -> str:
    """Radios with `value` last but one and `checked` last."""
    return re.sub(
        r'<input checked ([^>]*) (value="[^"]*")>', r"<input \1 \2 checked>", page
    )
