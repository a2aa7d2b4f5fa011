"""The form of a week: sections, questions, and the words in which each was put."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.kernel.db import Model, choice
from eventapp.kernel.i18n import Localised
from eventapp.kernel.personal import Purpose, Sensitivity
from eventapp.programme.models.weeks import Week
from eventapp.questions.vocabulary import QuestionKind, Readers


class FormSection(Model):
    """A page of a week's form: one step of registering."""

    __tablename__ = "form_section"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    title: Mapped[Localised]
    introduction: Mapped[Localised | None]
    condition: Mapped[dict[str, Any] | None]  # None: asked of everybody
    position: Mapped[int]
    revision: Mapped[int] = mapped_column(default=1)  # of two who edit, one is late
    archived_at: Mapped[datetime | None]
    week_id: Mapped[UUID] = mapped_column(
        ForeignKey("week.id", ondelete="CASCADE"), index=True
    )

    week: Mapped[Week] = relationship()


class Question(Model):
    """Who is asked, who reads it, how long it is kept; never deleted once answered."""

    __tablename__ = "question"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    version: Mapped[int] = mapped_column(default=1)  # the wording of today
    is_required: Mapped[bool] = mapped_column(default=False)
    readers: Mapped[Readers] = mapped_column(choice(Readers), default=Readers.OFFICE)
    purpose: Mapped[Purpose] = mapped_column(choice(Purpose))
    sensitivity: Mapped[Sensitivity] = mapped_column(choice(Sensitivity))
    condition: Mapped[dict[str, Any] | None]
    position: Mapped[int]
    revision: Mapped[int] = mapped_column(default=1)
    archived_at: Mapped[datetime | None]
    section_id: Mapped[UUID] = mapped_column(
        ForeignKey("form_section.id", ondelete="CASCADE"), index=True
    )

    section: Mapped[FormSection] = relationship()


class QuestionWording(Model):
    """The words in which a question was put; answers keep theirs."""

    __tablename__ = "question_wording"

    question_id: Mapped[UUID] = mapped_column(
        ForeignKey("question.id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[QuestionKind] = mapped_column(choice(QuestionKind))
    label: Mapped[Localised]
    hint: Mapped[Localised | None]
    options: Mapped[dict[str, Any] | None]  # what can be chosen, and limits
    worded_at: Mapped[datetime]
