"""What delegates answered to the questions of the week's own form."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.files.models import StoredFile
from eventapp.kernel.db import Model
from eventapp.kernel.personal import Purpose, personal
from eventapp.registration.models.registrations import Registration


class Answer(Model):
    """One answer, with the version of the question that was read."""

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("registration_id", "question_id"),
        ForeignKeyConstraint(
            ["question_id", "version"],
            ["question_wording.question_id", "question_wording.version"],
        ),
        Index(None, "question_id", "version"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    version: Mapped[int]
    language: Mapped[str] = mapped_column(String(35))  # in which it was read
    # Kept as long as the question says, and no longer: see service/answering.py.
    values: Mapped[tuple[str, ...]] = mapped_column(info=personal(Purpose.TAKING_PART))
    is_asked: Mapped[bool] = mapped_column(default=True)  # else kept, and not shown
    changed_at: Mapped[datetime]
    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE")
    )
    question_id: Mapped[UUID]

    registration: Mapped[Registration] = relationship()


class AnswerFile(Model):
    """A file that answers a question; until the answer is saved, only for a while."""

    __tablename__ = "answer_file"
    __table_args__ = (Index(None, "registration_id", "question_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kept_until: Mapped[datetime | None] = mapped_column(index=True)  # None: saved
    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE")
    )
    question_id: Mapped[UUID] = mapped_column(
        ForeignKey("question.id", ondelete="CASCADE"), index=True
    )
    stored_id: Mapped[UUID] = mapped_column(ForeignKey("stored_file.id"), index=True)

    registration: Mapped[Registration] = relationship()
    stored: Mapped[StoredFile] = relationship()
