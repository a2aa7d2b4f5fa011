"""Files that wait between the steps of an import, and what their columns meant."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.kernel.db import Model
from eventapp.kernel.personal import Purpose, personal
from eventapp.programme.models.weeks import Week


class ImportFile(Model):
    """An uploaded file, kept for a day; after it was taken over, the report alone."""

    __tablename__ = "import_file"
    __table_args__ = (Index(None, "expires_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes | None] = mapped_column(
        LargeBinary, info=personal(Purpose.TAKING_PART)
    )
    encoding: Mapped[str | None] = mapped_column(String(20))  # None: as we find it
    choices: Mapped[dict[str, Any]]  # what the columns hold; see `service.choose`
    report: Mapped[dict[str, Any] | None] = mapped_column(
        info=personal(Purpose.TAKING_PART)
    )
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    created_by: Mapped[str] = mapped_column(String(200))
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
