"""Jobs and what they made."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.kernel.db import Model, choice
from eventapp.kernel.personal import Purpose, personal

FIRST_PART = 10  # of a job: no estimate before a tenth is done


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
    failed_rows: Mapped[int] = mapped_column(default=0)  # the file names them
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(
        String(500), info=personal(Purpose.TAKING_PART)
    )
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]  # when a worker may take it; a lease moves it ahead
    began_at: Mapped[datetime | None]  # the present try
    ended_at: Mapped[datetime | None]
    asked_by_id: Mapped[UUID | None]
    week_id: Mapped[UUID | None]

    def is_open(self) -> bool:
        """Whether it waits or runs."""
        return self.status in {JobStatus.QUEUED, JobStatus.RUNNING}

    def time_left(self, at: datetime) -> timedelta | None:
        """How long it still takes, at the pace so far; None before a tenth is done."""
        if self.status is not JobStatus.RUNNING or self.began_at is None:
            return None
        if not self.done or self.done * FIRST_PART < self.total:
            return None
        return (at - self.began_at) * (self.total - self.done) / self.done


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
