"""Registering with questions of one's own: steps, answers, what follows from them."""

from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from eventapp.files.models import StoredFile
from eventapp.files.vocabulary import FileKind
from eventapp.institutions.models import InstitutionType
from eventapp.journal.models import Entry
from eventapp.kernel.db import db
from eventapp.kernel.personal import Sensitivity
from eventapp.questions.conditions import Condition, Rule
from eventapp.questions.models import FormSection, Question
from eventapp.questions.vocabulary import Comparison, Joined, QuestionKind, Subject
from eventapp.registration.answered import answers_of
from eventapp.registration.answers import InstitutionAnswers
from eventapp.registration.models.answers import Answer, AnswerFile
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import applying
from eventapp.registration.service.answering import forget_waiting_files
from eventapp.registration.steps import walk_of
from eventapp.registration.vocabulary import DelegateKind, RegistrationStatus
from tests.builders import (
    make_institution,
    make_question,
    make_registration,
    make_section,
    make_week,
)
from tests.conftest import Client, StoppedClock
from tests.files.octets import pdf

STEPS = ("name", "institution", "stay", "events", "needs")
pytestmark = pytest.mark.usefixtures("time")


def make_draft(client: Client, **changes: Any) -> Registration:
    values: dict[str, Any] = {
        "status": RegistrationStatus.DRAFT,
        "number": None,
        "steps_done": STEPS,
    }
    registration = make_registration(make_week("gpw"), **(values | changes))
    db.session.commit()
    with client.session_transaction() as session:
        session["registrations"] = [str(registration.id)]
    return registration


def test_a_section_is_a_step_between_needs_and_check(client: Client) -> None:
    registration = make_draft(client)
    section = make_section(registration.week, "Your lecture")
    make_question(section, en="Title of your lecture", is_required=True)

    page = client.get(f"/me/{registration.id}/").text
    step = client.get(_at(section)).text

    assert "Your lecture" in page
    assert "Step 7 of 8" in step
    assert "Title of your lecture" in step
    assert "Only the office sees this. Deleted 365 days after the week." in step
    assert client.get("/weeks/gpw/register/check").location.endswith(
        f"/register/more/{section.id}?registration={registration.id}"
    )


@pytest.mark.parametrize(
    ("kind", "typed", "kept", "shown"),
    [
        (QuestionKind.SHORT_TEXT, " Bridges ", ("Bridges",), "Bridges"),
        (QuestionKind.LONG_TEXT, "One\r\ntwo", ("One\ntwo",), "One"),
        (QuestionKind.NUMBER, "12", ("12",), "12"),
        (QuestionKind.YES_NO, "no", ("no",), "No"),
        (QuestionKind.ONE, "a2", ("a2",), "Blue"),
        (QuestionKind.SOME, ["a1", "a2"], ("a1", "a2"), "Red, Blue"),
        (QuestionKind.DATE, "2027-03-09", ("2027-03-09",), "Tue 9 Mar 2027"),
        (QuestionKind.HOUR, "14:30", ("14:30",), "14:30"),
        (QuestionKind.PLACE, "PL", ("PL",), "Poland"),
        (QuestionKind.LANGUAGES, ["fr"], ("fr",), "French"),
        (QuestionKind.EMAIL, "a@b.example", ("a@b.example",), "a@b.example"),
        (QuestionKind.PHONE, "+48 77 12", ("+48 77 12",), "+48 77 12"),
        (QuestionKind.LINK, "uni.example/a", ("https://uni.example/a",), "uni.example"),
        (QuestionKind.AGREEMENT, "y", ("yes",), "Agreed"),
    ],
)
def test_each_kind_of_answer_is_kept_and_shown_again(
    client: Client, kind: QuestionKind, typed: object, kept: object, shown: str
) -> None:
    registration = make_draft(client)
    section = make_section(registration.week)
    options = ("Red", "Blue") if kind.has_options else ()
    question = make_question(section, kind, options=options, is_required=True)

    refused = client.post(_at(section), data={})
    saved = client.post(_at(section), data={_name(question): typed})

    assert refused.status_code == 422
    assert "What do you study?" in refused.text
    assert saved.location.endswith(f"check?registration={registration.id}")
    assert answers_of(registration)[question.id].values == kept
    assert shown in client.get(saved.location).text
    assert client.get(_at(section)).status_code == 200


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        (QuestionKind.NUMBER, "99", "Enter a whole number from 1 to 9."),
        (QuestionKind.SHORT_TEXT, "0123456789", "Use at most 9 characters."),
        (QuestionKind.ONE, "a7", "Choose one of the answers."),
        (QuestionKind.SOME, ["a1", "a2", "a3"], "Choose at most 2 answers."),
        (QuestionKind.DATE, "tomorrow", "Enter a day like 2027-03-09."),
        (QuestionKind.HOUR, "25:00", "Enter a time like 09:30."),
        (QuestionKind.PLACE, "XX", "Choose one of the list."),
        (QuestionKind.LANGUAGES, ["xx"], "Choose from the list."),
        (QuestionKind.EMAIL, "nobody", "Enter an e-mail address"),
        (QuestionKind.PHONE, "call me", "Enter a phone number"),
        (QuestionKind.LINK, "javascript:alert(1)", "Enter a web address"),
    ],
)
def test_an_answer_that_makes_no_sense_comes_back_with_what_was_typed(
    client: Client, kind: QuestionKind, typed: object, sentence: str
) -> None:
    section = make_section(make_draft(client).week)
    options = ("Red", "Blue", "Green") if kind.has_options else ()
    limits: dict[str, int] = {}
    if kind in {QuestionKind.NUMBER, QuestionKind.SHORT_TEXT}:
        limits = {"least": 1, "most": 9}
    if kind is QuestionKind.SOME:
        limits = {"least": 1, "most": 2}
    question = make_question(section, kind, options=options, limits=limits)

    answer = client.post(_at(section), data={_name(question): typed})

    assert answer.status_code == 422
    assert sentence in answer.text
    if isinstance(typed, str) and not kind.has_options and typed != "XX":
        assert f'value="{typed}"' in answer.text


def test_what_follows_from_an_answer_is_asked_when_the_page_comes_back(
    client: Client,
) -> None:
    registration = make_draft(client)
    section = make_section(registration.week)
    first = make_question(section, QuestionKind.YES_NO, en="Do you give a lecture?")
    second = make_question(
        section,
        en="Title of your lecture",
        is_required=True,
        condition=Condition((_says_yes(first),)),
    )
    before = client.get(_at(section)).text

    answer = client.post(_at(section), data={_name(first): "yes"})
    page = client.get(answer.location).text
    lacking = client.post(
        _at(section), data={_name(first): "yes", "shown": str(second.id)}
    )
    done = client.post(
        _at(section),
        data={_name(first): "yes", "shown": str(second.id), _name(second): "Bridges"},
    )

    assert "hidden disabled>" in before
    assert answer.location.endswith(_at(section))
    assert "More questions follow from your answers." in page
    assert "hidden disabled>" not in page
    assert "Enter an answer: Title of your lecture" in lacking.text
    assert done.location.endswith(f"check?registration={registration.id}")


def test_what_is_no_longer_asked_is_set_aside_and_comes_back(client: Client) -> None:
    registration = make_draft(client)
    section = make_section(registration.week)
    first = make_question(section, QuestionKind.YES_NO)
    second = make_question(
        section, is_required=True, condition=Condition((_says_yes(first),))
    )
    data = {_name(first): "yes", "shown": str(second.id), _name(second): "Bridges"}
    client.post(_at(section), data=data)

    client.post(_at(section), data={_name(first): "no"})
    aside = answers_of(registration)
    client.post(_at(section), data={_name(first): "yes"})

    assert [*aside] == [first.id]
    assert answers_of(registration)[second.id].values == ("Bridges",)


def test_conditions_know_another_institution_at_once() -> None:
    of_companies = Rule(Subject.INSTITUTION_TYPE, Comparison.ANY_OF, ("company",))
    section = make_section(condition=Condition((of_companies,)))
    question = make_question(section)
    company = make_institution("Example Ltd", type=InstitutionType.COMPANY)
    registration = make_registration(section.week, institution=make_institution())

    answers = InstitutionAnswers(
        "PL", company.id, None, DelegateKind.ENTERPRISE, position=None
    )
    applying.save_answers(registration, "institution", answers)

    assert walk_of(registration).asked == {question.id}


def test_conditions_know_the_delegate(client: Client) -> None:
    registration = make_draft(client, kind=DelegateKind.STUDENT, territory_code=None)
    teachers = Rule(Subject.KIND, Comparison.ANY_OF, ("teacher", "expert"))
    alone = Rule(Subject.MEMBER, Comparison.ANY_OF, ("no",))
    section = make_section(
        registration.week, condition=Condition((teachers, alone), Joined.ALL)
    )
    make_question(section)
    away = client.get(_at(section))

    registration.kind = DelegateKind.TEACHER
    asked = client.get(_at(section))

    assert away.location.endswith(f"/me/{registration.id}/")
    assert asked.status_code == 200


def test_other_words_are_another_version_and_answers_keep_theirs(
    client: Client,
) -> None:
    registration = make_draft(client)
    section = make_section(registration.week)
    question = make_question(section, QuestionKind.ONE, options=("Red", "Blue"))
    client.post(_at(section), data={_name(question): "a1"})
    client.sign_in()
    office = f"/organise/gpw/form/questions/{question.id}"

    answer = client.post(
        office,
        data={
            "revision": "1",
            "kind": "one",
            "label-en": "Which colour?",
            "options-0-key": "a2",
            "options-0-words-en": "Blue",
            "options-1-key": "",
            "options-1-words-en": "Green",
            "readers": "office",
            "purpose": "taking_part",
            "kinds": "pdf",
        },
    )
    page = client.get(f"/me/{registration.id}/").text
    form = client.get(_at(section)).text

    assert answer.status_code == 302, answer.text
    assert question.version == 2
    assert "What do you study?" in page
    assert "Red" in page
    assert "Which colour?" in form
    assert [label in form for label in ("Red", "Blue", "Green")] == [False, True, True]


def test_a_changed_answer_of_a_sent_registration_is_in_the_journal(
    client: Client,
) -> None:
    registration = make_draft(client, status=RegistrationStatus.CONFIRMED, number=7)
    section = make_section(registration.week)
    question = make_question(section, en="Topic")

    client.post(_at(section), data={_name(question): "Bridges"})

    wanted = select(Entry.details).where(Entry.action == "registration.changed")
    assert db.session.scalars(wanted).one() == {"fields": ["Topic"]}


def test_new_needed_questions_are_left_to_do_after_sending(client: Client) -> None:
    registration = make_draft(client, status=RegistrationStatus.CONFIRMED, number=7)
    section = make_section(registration.week, "Your lecture")
    make_question(section, is_required=True)

    page = client.get(f"/me/{registration.id}/").text

    assert "Left to do" in page
    assert f"/register/more/{section.id}" in page


def test_forms_that_come_back_hold_no_more_than_the_question_takes(
    client: Client,
) -> None:
    section = make_section(make_draft(client).week)
    file = make_question(section, QuestionKind.FILES, en="Your CV", is_required=True)
    text = make_question(section, en="Topic", is_required=True)

    for _again in range(3):
        held = [str(one.id) for one in db.session.scalars(select(AnswerFile))]
        keep = {f"{_name(file)}-keep": held, f"{_name(file)}-sent": "1"}
        _send(client, section, file, pdf(), **{_name(text): ""}, **keep)

    assert len(db.session.scalars(select(AnswerFile)).all()) == 1
    assert len(db.session.scalars(select(StoredFile.id)).all()) == 1


def test_a_file_survives_a_form_that_comes_back(
    client: Client, time: StoppedClock
) -> None:
    registration = make_draft(client)
    section = make_section(registration.week)
    file = make_question(section, QuestionKind.FILES, en="Your CV", is_required=True)
    text = make_question(section, en="Topic", is_required=True)

    refused = _send(client, section, file, pdf(), **{_name(text): ""})
    held = db.session.scalars(select(AnswerFile)).one()
    saved = client.post(
        _at(section),
        data={
            _name(text): "Bridges",
            f"{_name(file)}-keep": str(held.id),
            f"{_name(file)}-sent": "1",
        },
    )

    assert refused.status_code == 422
    assert "Keep cv.pdf" in refused.text
    assert saved.status_code == 302
    assert held.kept_until is None
    assert answers_of(registration)[file.id].values == (str(held.id),)
    time.advance(hours=2)
    assert forget_waiting_files() == 0
    answer = client.get(f"/me/{registration.id}/files/{held.id}")
    assert answer.data == pdf()
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")


def test_a_file_whose_form_never_came_back_is_forgotten(
    client: Client, time: StoppedClock
) -> None:
    section = make_section(make_draft(client).week)
    file = make_question(section, QuestionKind.FILES)
    text = make_question(section, is_required=True)
    _send(client, section, file, pdf(), **{_name(text): ""})

    time.advance(minutes=61)

    assert forget_waiting_files() == 1
    assert db.session.scalars(select(StoredFile)).all() == []


def test_a_file_that_is_not_what_was_asked_for_is_refused_in_words(
    client: Client,
) -> None:
    section = make_section(make_draft(client).week)
    limits = {"octets": 2000, "kinds": (FileKind.JPEG,), "most": 1}
    file = make_question(section, QuestionKind.FILES, limits=limits)

    page = client.get(_at(section)).text
    other = _send(client, section, file, pdf())
    large = _send(client, section, file, b"\xff\xd8" * 2000)

    assert "1 file at most, each up to 2 kB. JPEG" in page
    assert "We do not take files of this kind here." in other.text
    assert "This file is too large." in large.text
    assert db.session.scalars(select(StoredFile)).all() == []


def test_a_taken_away_file_is_gone(client: Client) -> None:
    section = make_section(make_draft(client).week)
    file = make_question(section, QuestionKind.FILES)
    _send(client, section, file, pdf())

    client.post(_at(section), data={f"{_name(file)}-sent": "1"})

    assert db.session.scalars(select(Answer)).all() == []
    assert db.session.scalars(select(StoredFile)).all() == []


def test_nobody_else_opens_a_file(client: Client) -> None:
    registration = make_draft(client)
    section = make_section(registration.week)
    file = make_question(section, QuestionKind.FILES)
    _send(client, section, file, pdf())
    key = db.session.scalars(select(AnswerFile.id)).one()
    client.post("/me/leave")

    assert client.get(f"/me/{registration.id}/files/{key}").status_code == 404


def test_what_is_sensitive_needs_its_consent(client: Client) -> None:
    registration = make_draft(client)
    section = make_section(registration.week)
    question = make_question(section, sensitivity=Sensitivity.SENSITIVE)

    refused = client.post(_at(section), data={_name(question): "Asthma"})
    silent = client.post(_at(section), data={_name(question): ""})
    agreed = client.post(_at(section), data={_name(question): "Asthma", "agrees": "y"})

    assert "Agree that we keep these answers" in refused.text
    assert (silent.status_code, agreed.status_code) == (302, 302)
    assert answers_of(registration)[question.id].values == ("Asthma",)


def _at(section: FormSection) -> str:
    return f"/weeks/gpw/register/more/{section.id}"


def _name(question: Question) -> str:
    return f"q_{question.id.hex}"


def _says_yes(question: Question) -> Rule:
    return Rule(Subject.QUESTION, Comparison.ANY_OF, ("yes",), UUID(str(question.id)))


def _send(
    client: Client, section: FormSection, file: Question, content: bytes, **more: Any
) -> TestResponse:
    data: dict[str, Any] = {_name(file): (BytesIO(content), "cv.pdf"), **more}
    return client.post(_at(section), data=data, content_type="multipart/form-data")
