"""Jobs and what they made."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.kernel.db import Model, choice
from eventapp.kernel.personal import Purpose, personal


class JobStatus(StrEnum):
    """Where a job is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(Model):
    """One piece of long work: taken by a worker under a lease, safe to repeat."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("done <= total", name="done_within_total"),
        Index(None, "status", "due_at"),
        Index(None, "week_id", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[str] = mapped_column(String(60))  # "badges.sheets"
    arguments: Mapped[dict[str, Any]] = mapped_column(default=dict)
    language: Mapped[str] = mapped_column(String(35))
    status: Mapped[JobStatus] = mapped_column(choice(JobStatus))
    stage: Mapped[str | None] = mapped_column(String(200))
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(
        String(500), info=personal(Purpose.TAKING_PART)
    )
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]  # when a worker may take it; a lease moves it ahead
    ended_at: Mapped[datetime | None]
    asked_by_id: Mapped[UUID | None]
    week_id: Mapped[UUID | None]


class JobResult(Model):
    """The file that a job made."""

    __tablename__ = "job_result"

    job_id: Mapped[UUID] = mapped_column(
        ForeignKey("job.id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    content: Mapped[bytes] = mapped_column(
        LargeBinary, info=personal(Purpose.TAKING_PART, takes_row=True)
    )

    job: Mapped[Job] = relationship()
