"""Lists of people that wait between the steps of an import."""

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.kernel.db import Model
from eventapp.kernel.personal import Purpose, personal
from eventapp.programme.models.weeks import Week
from eventapp.spreadsheets.models import KeptFile


class PeopleFile(KeptFile, Model):
    """A list of people or of sign-ups, with what was decided about its rows."""

    __tablename__ = "people_file"
    __table_args__ = (Index(None, "expires_at"),)

    decisions: Mapped[dict[str, Any]] = mapped_column(
        default=dict, info=personal(Purpose.TAKING_PART)
    )  # `deciding.py`
    week_id: Mapped[UUID] = mapped_column(
        ForeignKey("week.id", ondelete="CASCADE"), index=True
    )

    week: Mapped[Week] = relationship()
