"""The form builder in the office."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from eventapp.accounts.vocabulary import Role
from eventapp.journal.models import Entry
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.mail.models import Message
from eventapp.programme.models.weeks import Week
from eventapp.questions import queries
from eventapp.questions.conditions import Circumstances, Condition, Rule
from eventapp.questions.errors import (
    ConditionBroken,
    FormChangedMeanwhile,
    QuestionAnswered,
)
from eventapp.questions.models import FormSection, Question
from eventapp.questions.plans import SectionPlan
from eventapp.questions.service import building
from eventapp.questions.service.copying import copy_form
from eventapp.questions.vocabulary import (
    Comparison,
    Joined,
    QuestionKind,
    Readers,
    Subject,
)
from eventapp.registration.answered import answers_of
from eventapp.registration.models.answers import Answer
from eventapp.registration.models.registrations import Registration
from eventapp.registration.steps import walk_of
from tests.builders import (
    make_account,
    make_desk,
    make_event,
    make_question,
    make_registration,
    make_section,
    make_week,
)
from tests.conftest import Client

OFFICE = "/organise/gpw/form"
QUESTION = {
    "label-en": "What do you teach?",
    "readers": "office",
    "purpose": "preparing",
    "kinds": "pdf",
    "megabytes": "5",
}
pytestmark = pytest.mark.usefixtures("time")


def answer(registration: Registration, question: Question, *values: str) -> Answer:
    made = Answer(
        registration_id=registration.id,
        question_id=question.id,
        version=question.version,
        language="en",
        values=values,
        changed_at=registration.created_at,
    )
    db.session.add(made)
    db.session.flush()
    return made


def test_an_organiser_builds_a_form(client: Client) -> None:
    week = make_week("gpw")
    client.sign_in()
    section = {"title-en": "Your lecture", "title-zh-Hans": "您的讲座"}

    client.post(f"{OFFICE}/sections/new", data=section)
    key = db.session.scalars(select(FormSection.id)).one()
    kinds = client.get(f"{OFFICE}/sections/{key}/kinds").text
    for kind in QuestionKind:
        address = f"{OFFICE}/sections/{key}/new?kind={kind.value}"
        assert f"kind={kind.value}" in kinds
        assert client.get(address).status_code == 200
        options = {"options-0-words-en": "Law", "options-1-words-en": "Art"}
        data = {**QUESTION, "kind": kind.value, **options}
        assert client.post(address, data=data).status_code == 302
    page = client.get(OFFICE).text

    assert len(queries.form_of(week.id).questions) == len(QuestionKind)
    assert page.count("What do you teach?</a>") == len(QuestionKind)
    wanted = select(Entry.action).where(Entry.action == "form.added")
    assert len(db.session.scalars(wanted).all()) == 1 + len(QuestionKind)


def test_answers_to_choose_from_are_moved_and_added_without_a_script(
    client: Client,
) -> None:
    question = make_question(
        make_section(make_week("gpw")), QuestionKind.ONE, options=("Red", "Blue")
    )
    client.sign_in()
    data = {
        **QUESTION,
        "kind": "one",
        "options-0-key": "a1",
        "options-0-words-en": "Red",
        "options-1-key": "a2",
        "options-1-words-en": "Blue",
    }

    page = client.post(f"{OFFICE}/questions/{question.id}", data={**data, "do": "up-1"})
    empty = client.post(
        f"{OFFICE}/questions/{question.id}",
        data={**QUESTION, "kind": "one", "revision": "1"},
    )

    assert page.status_code == 200
    assert page.text.index('value="Blue"') < page.text.index('value="Red"')
    assert "options-3-words-en" in page.text
    assert "Write two answers at least." in empty.text


def test_who_saves_later_is_told_and_loses_nothing(client: Client) -> None:
    question = make_question(make_section(make_week("gpw")))
    address = f"{OFFICE}/questions/{question.id}"
    client.sign_in()
    data = {**QUESTION, "kind": "short_text", "revision": "1"}
    client.post(address, data=data)

    late = client.post(address, data={**data, "label-en": "What do you dance?"})

    assert late.status_code == 422
    assert "Somebody changed this meanwhile." in late.text
    assert "What do you dance?" in late.text
    section = question.section
    with pytest.raises(FormChangedMeanwhile):
        building.change_section(
            section, SectionPlan(Localised({"en": "A"})), seen=9, by=make_account()
        )


def test_a_rule_looks_back_only(client: Client) -> None:
    section = make_section(make_week("gpw"))
    first = make_question(section, QuestionKind.YES_NO, en="First")
    second = make_question(section, QuestionKind.ONE, options=("A", "B"), en="Second")
    address = f"{OFFICE}/questions/{second.id}/condition"
    client.sign_in()

    page = client.get(address).text
    rule = client.get(f"{address}/new?subject={first.id}").text
    made = client.post(
        f"{address}/new?subject={first.id}",
        data={"comparison": "any_of", "values": "yes", "revision": "1"},
    )
    client.post(
        f"{address}/new?subject=kind",
        data={"comparison": "none_of", "values": ["student"], "revision": "2"},
    )
    client.post(address, data={"joined": "any", "revision": "3"})
    told = client.get(OFFICE).text
    late = client.post(
        f"{OFFICE}/questions/{first.id}/condition/new?subject={second.id}",
        data={"comparison": "any_of", "values": "a1", "revision": "1"},
    )
    up = client.post(f"{OFFICE}/questions/{second.id}/move/up")
    gone = client.post(f"{OFFICE}/questions/{first.id}/archive")

    assert "The answer to “First”" in page
    assert "The answer to “Second”" not in page
    assert "The rule looks at: First" in rule
    assert made.status_code == 302
    assert "Asked only if one of these is true" in told
    assert "“First” is: Yes" in told
    assert "“How the delegate comes” is not: Student" in told
    assert (late.status_code, up.status_code, gone.status_code) == (422, 409, 409)
    for refused in (late, up, gone):
        assert "That question must come before it" in refused.text
    client.post(f"{address}/remove/0")
    assert client.post(f"{OFFICE}/questions/{second.id}/move/up").status_code == 302


@pytest.mark.parametrize(
    ("rule", "known", "is_asked"),
    [
        (Rule(Subject.KIND, Comparison.ANY_OF, ("expert",)), {"kind": "expert"}, True),
        (Rule(Subject.KIND, Comparison.ANY_OF, ("expert",)), {}, False),
        (Rule(Subject.KIND, Comparison.NONE_OF, ("expert",)), {}, True),
        (
            Rule(Subject.INSTITUTION_TYPE, Comparison.ANY_OF, ("company",)),
            {"institution_type": "company"},
            True,
        ),
        (Rule(Subject.PLACE, Comparison.NONE_OF, ("PL",)), {"place": "PL"}, False),
        (
            Rule(Subject.MEMBER, Comparison.ANY_OF, ("yes",)),
            {"is_member": True},
            True,
        ),
        (Rule(Subject.COMPANION, Comparison.ANY_OF, ("yes",)), {}, False),
    ],
)
def test_a_condition_about_the_person(
    rule: Rule, known: dict[str, Any], *, is_asked: bool
) -> None:
    assert Condition((rule,)).holds(Circumstances(**known), {}) is is_asked


def test_rules_about_answers_are_joined_by_all_or_any() -> None:
    section = make_section()
    colour = make_question(section)
    town = make_question(section)
    rules = (
        Rule(Subject.QUESTION, Comparison.ANY_OF, ("Red",), colour.id),
        Rule(Subject.QUESTION, Comparison.ANSWERED, (), town.id),
    )
    given = {colour.id: ("red",)}

    asked = [
        Condition(rules, joined).holds(Circumstances(), given) for joined in Joined
    ]

    assert asked == [False, True]


def test_what_was_answered_is_archived_never_deleted(client: Client) -> None:
    week = make_week("gpw")
    section = make_section(week)
    question = make_question(section, en="Shoe size")
    other = make_question(section, en="Hat size")
    registration = make_registration(week)
    answer(registration, question, "43")
    client.sign_in()

    with pytest.raises(QuestionAnswered):
        building.remove(question, by=make_account())
    with pytest.raises(QuestionAnswered):
        building.remove(section, by=make_account())
    client.post(f"{OFFICE}/questions/{question.id}/archive")
    client.post(f"{OFFICE}/questions/{other.id}/remove")
    page = client.get(OFFICE).text
    office = client.get(f"/organise/gpw/registrations/{registration.id}").text
    answers = client.get(f"{OFFICE}/answers").text

    assert "1 answer" in page
    assert "Hat size" not in page
    assert "Shoe size" in office
    assert "Archived" in office
    assert "Shoe size" in answers
    client.post(f"{OFFICE}/questions/{question.id}/restore")
    assert len(queries.form_of(week.id).questions) == 1


def test_a_needed_condition_keeps_its_option() -> None:
    section = make_section()
    first = make_question(section, QuestionKind.ONE, options=("A", "B"))
    rule = Rule(Subject.QUESTION, Comparison.ANY_OF, ("a9",), first.id)

    with pytest.raises(ConditionBroken):
        make_question(section, condition=Condition((rule,)))


def test_a_copy_of_the_form_has_its_own_conditions() -> None:
    model, week = make_week(), make_week()
    section = make_section(model)
    first = make_question(section, QuestionKind.YES_NO)
    rule = Rule(Subject.QUESTION, Comparison.ANY_OF, ("yes",), first.id)
    make_question(section, condition=Condition((rule,)))

    copied = copy_form(model, week)

    one, two = queries.form_of(week.id).questions
    assert copied == 2
    assert two.condition.rules[0].question_id == one.id
    assert one.id != first.id


def test_the_preview_keeps_nothing(client: Client) -> None:
    week = make_week("gpw")
    students = Rule(Subject.KIND, Comparison.ANY_OF, ("student",))
    first = make_section(week, "For students", condition=Condition((students,)))
    question = make_question(first, QuestionKind.YES_NO, zh="您学什么？")
    follows = Rule(Subject.QUESTION, Comparison.ANY_OF, ("no",), question.id)
    second = make_section(week, "Then", condition=Condition((follows,)))
    make_question(second, en="Why not?")
    client.sign_in()
    name = f"q_{question.id.hex}"

    everybody = client.get(f"{OFFICE}/preview").text
    student = client.get(f"{OFFICE}/preview?kind=student&language=zh-Hans").text
    answered = client.post(
        f"{OFFICE}/preview?kind=student",
        data={name: "no", "section": str(first.id), "carried": "{}"},
    ).text

    assert "This delegate is asked none of your questions." in everybody
    assert "您学什么？" in student
    assert "Why not?" in answered
    assert db.session.scalars(select(Answer)).all() == []


def test_administrators_alone_read_what_is_for_them(client: Client) -> None:
    week = make_week("gpw")
    section = make_section(week)
    secret = make_question(section, en="Salary", readers=Readers.ADMINISTRATORS)
    registration = make_registration(week)
    answer(registration, secret, "a lot")
    pages = (
        f"/organise/gpw/registrations/{registration.id}",
        f"{OFFICE}/answers",
    )

    client.sign_in()
    hidden = [client.get(page).text for page in pages]
    file = client.post(f"{OFFICE}/answers/export", data={"shape": "csv"}).text
    client.sign_in(Role.ADMINISTRATOR)
    shown = [client.get(page).text for page in pages]

    assert ["Salary" in page for page in (*hidden, file)] == [False] * 3
    assert ["Salary" in page for page in shown] == [True] * 2


def test_a_question_is_no_formula_in_the_workbook_of_its_answers(
    client: Client,
) -> None:
    week = make_week("gpw")
    make_question(make_section(week), en="=HYPERLINK(0)")
    client.sign_in()

    file = client.post(f"{OFFICE}/answers/export", data={"shape": "xlsx"}).data

    head = next(load_workbook(BytesIO(file)).worksheets[0].iter_rows(max_row=1))
    (cell,) = [one for one in head if one.value == "=HYPERLINK(0)"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_desks_read_what_is_meant_for_them_alone(client: Client) -> None:
    week = make_week("gpw")
    section = make_section(week)
    mine = make_question(section, en="Parcel to hand over", readers=Readers.DESK)
    other = make_question(section, en="Topic")
    registration = make_registration(week)
    answer(registration, mine, "A box")
    answer(registration, other, "Bridges")
    desk, event = make_desk(week), make_event(week)
    client.sign_in(Role.STEWARD)

    page = client.get(f"/desk/{desk.id}/?event={event.id}").text
    read = client.get(f"/desk/{desk.id}/answers?event={event.id}&q=wang").text

    assert f"/desk/{desk.id}/answers" in page
    assert ["A box" in read, "Bridges" in read] == [True, False]


def test_the_file_of_answers_has_a_column_each_and_no_formula(client: Client) -> None:
    week = make_week("gpw")
    section = make_section(week)
    colour = make_question(
        section, QuestionKind.SOME, en="Colours", options=("Red", "Blue")
    )
    text = make_question(section, en="Topic", zh="主题")
    registration = make_registration(week)
    answer(registration, colour, "a1", "a2")
    answer(registration, text, "=1+1")
    client.sign_in()

    answers = client.get(f"{OFFICE}/answers").text
    english = client.post(f"{OFFICE}/answers/export", data={"shape": "csv"}).text
    chinese = client.post(
        f"{OFFICE}/answers/export", data={"shape": "csv", "language": "zh-Hans"}
    ).text
    book = client.post(f"{OFFICE}/answers/export", data={"shape": "xlsx"}).data

    assert "1 person answered." in answers
    assert english.splitlines()[1].endswith('"Red, Blue",\'=1+1')
    assert "主题" in chinese.splitlines()[0]
    assert ZipFile(BytesIO(book)).testzip() is None


def test_usual_questions_are_left_out_or_needed(client: Client) -> None:
    week = make_week("gpw")
    registration = make_registration(week, phone="+48 1", kind=None)
    client.sign_in()
    usual = dict.fromkeys(
        ("languages", "interpretation", "food", "access", "phone"), "left_out"
    )

    saved = client.post(
        f"{OFFICE}/usual", data={**usual, "position": "needed", "days": "needed"}
    )
    with client.session_transaction() as session:
        session["registrations"] = [str(registration.id)]
    pages = {
        step: client.get(f"/weeks/gpw/register/{step}").text
        for step in ("name", "institution", "stay")
    }
    client.post(
        "/weeks/gpw/register/name",
        data={"latin": "Wang Li", "order": "native", "native_language": ""},
    )
    stay = client.post("/weeks/gpw/register/stay", data={"needs_visa_letter": "no"})

    assert saved.status_code == 302
    assert 'name="phone"' not in pages["name"]
    assert "Enter your day of arrival." in stay.text
    db.session.expire_all()
    assert (registration.phone, registration.name.latin) == ("+48 1", "Wang Li")
    assert "needs" not in _steps(week, registration)


def test_the_office_changes_answers_and_says_so(client: Client) -> None:
    week = make_week("gpw")
    section = make_section(week, "Your lecture")
    question = make_question(section, en="Topic")
    secret = make_question(section, en="Salary", readers=Readers.ADMINISTRATORS)
    registration = make_registration(week, position=None)
    answer(registration, secret, "a lot")
    account = client.sign_in()
    home = f"/organise/gpw/registrations/{registration.id}"
    name = {"latin": "Wang Li", "order": "native", "native_language": ""}

    page = client.get(home).text
    usual = client.post(f"{home}/answers/name", data=name)
    stay = {"needs_visa_letter": "yes", "arrives_on": "2027-03-07", "tell": "y"}
    client.post(f"{home}/answers/stay", data=stay)
    shown = client.get(f"{home}/answers/more/{section.id}").text
    own = client.post(
        f"{home}/answers/more/{section.id}",
        data={f"q_{question.id.hex}": "Bridges", "tell": "y"},
    )

    assert f"{home}/answers/more/{section.id}" in page
    assert "Salary" not in shown
    assert (usual.status_code, own.status_code) == (302, 302)
    assert registration.name.latin == "Wang Li"
    assert answers_of(registration)[question.id].values == ("Bridges",)
    assert answers_of(registration)[secret.id].values == ("a lot",)
    wanted = select(Entry).where(Entry.action == "registration.changed")
    entries = db.session.scalars(wanted).all()
    assert {one.actor for one in entries} == {account.name}
    assert sorted(one.details["fields"] for one in entries) == [
        ["Topic"],
        ["arrives_on", "needs_visa_letter"],
        ["name"],
    ]
    texts = db.session.scalars(select(Message.text).order_by(Message.created_at)).all()
    assert ["changed answers of yours: Your lecture." in one for one in texts] == [
        False,
        True,
    ]


def test_pages_need_the_same_statements_for_many_questions(
    client: Client, statements: Callable[[], Any]
) -> None:
    week = make_week("gpw")
    section = make_section(week)
    registration = make_registration(week)
    answer(registration, make_question(section), "A")
    client.sign_in()
    with client.session_transaction() as session:
        session["registrations"] = [str(registration.id)]
    pages = (
        OFFICE,
        f"{OFFICE}/answers",
        f"{OFFICE}/preview",
        f"/weeks/gpw/register/more/{section.id}",
        f"/me/{registration.id}/",
        f"/organise/gpw/registrations/{registration.id}",
    )

    def counted() -> list[int]:
        counts = []
        for page in pages:
            with statements() as ran:
                assert client.get(page).status_code == 200
            counts.append(len(ran))
        return counts

    few = counted()
    for number in range(60):
        answer(registration, make_question(section, en=f"Question {number}"), "A")

    assert counted() == few


def _steps(week: Week, registration: Registration) -> tuple[str, ...]:
    db.session.refresh(week)
    return walk_of(registration).steps
