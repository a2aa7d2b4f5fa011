"""Files that wait between the steps of an import, and what their columns meant."""

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
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
