"""Files that wait to be imported, what their columns meant, and whom we ask again."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.kernel.db import Model
from eventapp.programme.models.weeks import Week
from eventapp.spreadsheets.models import KeptFile


class ImportFile(KeptFile, Model):
    """A file with a programme, or with parts of one."""

    __tablename__ = "import_file"
    __table_args__ = (Index(None, "expires_at"),)

    week_id: Mapped[UUID] = mapped_column(
        ForeignKey("week.id", ondelete="CASCADE"), index=True
    )

    week: Mapped[Week] = relationship()


class RememberedColumns(Model):
    """Which header meant which field when this week last imported something."""

    __tablename__ = "remembered_columns"

    week_id: Mapped[UUID] = mapped_column(
        ForeignKey("week.id", ondelete="CASCADE"), primary_key=True
    )
    columns: Mapped[dict[str, Any]]  # "events:活动名称": "title:zh-Hans"


class CalendarSource(Model):
    """An address at which a partner keeps a calendar, and what was seen there.

    The address may hold a secret of the partner; logs and the journal name the host.
    """

    __tablename__ = "calendar_source"
    __table_args__ = (UniqueConstraint("week_id", "address"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    address: Mapped[str] = mapped_column(String(1000))
    name: Mapped[str] = mapped_column(String(200))  # as the calendar calls itself
    etag: Mapped[str | None] = mapped_column(String(200))
    modified: Mapped[str | None] = mapped_column(String(200))  # as its server says it
    held: Mapped[dict[str, Any]]  # what it held the last time: see `comparing`
    settled: Mapped[dict[str, Any]]  # what we took over, or left
    created_by: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]
    asked_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id", ondelete="CASCADE"))

    week: Mapped[Week] = relationship()
