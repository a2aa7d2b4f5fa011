"""The demonstration's own questions, with answers of two delegates in three."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select

from eventapp.accounts.models import Account
from eventapp.files.vocabulary import FileKind
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.kernel.personal import Purpose
from eventapp.programme.models.weeks import Week
from eventapp.questions.conditions import YES, Condition, Rule
from eventapp.questions.form import Limits, Option, Wording
from eventapp.questions.models import FormSection, Question
from eventapp.questions.plans import QuestionPlan, SectionPlan
from eventapp.questions.service.building import (
    add_question,
    add_section,
    set_condition,
)
from eventapp.questions.vocabulary import Comparison, QuestionKind, Readers, Subject
from eventapp.registration.models.answers import Answer
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import DelegateKind, RegistrationStatus

SPEAKERS = (DelegateKind.TEACHER, DelegateKind.EXPERT)
TOPICS = (
    ("Joint doctoral programmes", "联合培养博士项目"),
    ("Student exchange", "学生交流"),
    ("Research projects", "科研项目"),
    ("Teaching in English", "英语授课"),
)
LABORATORIES = (
    ("Wind tunnel", "风洞实验室"),
    ("Robots", "机器人实验室"),
    ("Materials", "材料实验室"),
)
TALKS = ("Bridges that measure themselves", "Water for growing cities", "Quiet engines")


def plant_questions(week: Week, *, by: Account) -> None:
    """A form of two sections, and answers."""
    visit = add_section(
        week,
        SectionPlan(
            _said("Your visit", "您的来访"),
            _said("We prepare meetings by these answers.", "我们据此安排会面。"),
        ),
        by=by,
    )
    first = _ask(
        visit, by, QuestionKind.YES_NO, "Is it your first visit?", "是首次来访吗？"
    )
    topics = _ask(
        visit,
        by,
        QuestionKind.SOME,
        "What do you want to talk about?",
        "您希望谈哪些主题？",
        TOPICS,
        Limits(most=3),
        readers=Readers.DELEGATION,
    )
    wants = _ask(
        visit,
        by,
        QuestionKind.YES_NO,
        "Do you want to see a laboratory?",
        "您想参观实验室吗？",
        purpose=Purpose.PREPARING,
    )
    laboratory = _ask(
        visit,
        by,
        QuestionKind.ONE,
        "Which laboratory?",
        "参观哪个实验室？",
        LABORATORIES,
        purpose=Purpose.PREPARING,
        readers=Readers.DESK,
    )
    wishes = Rule(Subject.QUESTION, Comparison.ANY_OF, (YES,), wants.id)
    set_condition(laboratory, Condition((wishes,)), seen=laboratory.revision, by=by)
    talk = add_section(week, SectionPlan(_said("Your talk", "您的报告")), by=by)
    speaks = Rule(Subject.KIND, Comparison.ANY_OF, tuple(k.value for k in SPEAKERS))
    set_condition(talk, Condition((speaks,)), seen=talk.revision, by=by)
    title = _ask(talk, by, QuestionKind.SHORT_TEXT, "Title of your talk", "报告题目")
    _ask(
        talk,
        by,
        QuestionKind.FILES,
        "Your slides",
        "演示文稿",
        limits=Limits(most=2, kinds=(FileKind.PDF,)),
    )
    rows = _answers(week, first, topics, wants, laboratory, title)
    if rows:
        db.session.execute(insert(Answer), rows)


def _answers(week: Week, *questions: Question) -> list[dict[str, Any]]:
    first, topics, wants, laboratory, title = questions
    found = db.session.execute(
        select(Registration.id, Registration.kind, Registration.changed_at)
        .where(
            Registration.week_id == week.id,
            Registration.status == RegistrationStatus.CONFIRMED,
        )
        .order_by(Registration.number)
    )
    rows = []
    for number, (key, kind, at) in enumerate(found):
        if number % 3 == 2:  # noqa: PLR2004 - the third has not answered yet
            continue
        given: dict[UUID, tuple[str, ...]] = {
            first.id: ("no",) if number % 4 else (YES,),
            topics.id: tuple(f"a{1 + (number + n) % 4}" for n in range(1 + number % 3)),
            wants.id: (YES,) if number % 5 else ("no",),
        }
        if number % 5:
            given[laboratory.id] = (f"a{1 + number // 3 % 3}",)
        if kind in SPEAKERS:
            given[title.id] = (TALKS[number % len(TALKS)],)
        rows += [
            {
                "id": uuid4(),
                "registration_id": key,
                "question_id": question_id,
                "version": 1,
                "language": "en",
                "values": values,
                "is_asked": True,
                "changed_at": at,
            }
            for question_id, values in given.items()
        ]
    return rows


def _ask(  # noqa: PLR0913, PLR0917 - a question has these parts
    section: FormSection,
    by: Account,
    kind: QuestionKind,
    english: str,
    chinese: str,
    options: tuple[tuple[str, str], ...] = (),
    limits: Limits | None = None,
    *,
    readers: Readers = Readers.OFFICE,
    purpose: Purpose = Purpose.TAKING_PART,
) -> Question:
    said = tuple(Option(f"a{n}", _said(*one)) for n, one in enumerate(options, start=1))
    label = _said(english, chinese)
    wording = Wording(kind, label, None, said, limits or Limits())
    plan = QuestionPlan(wording, readers=readers, purpose=purpose)
    return add_question(section, plan, by=by)


def _said(english: str, chinese: str) -> Localised:
    return Localised({"en": english, "zh-Hans": chinese})
