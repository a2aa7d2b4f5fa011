"""The journal's one table."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.kernel.db import Model
from eventapp.kernel.personal import Purpose, personal


class Entry(Model):
    """One line of the journal: actor, action, subject, instant. Never changed."""

    __tablename__ = "entry"
    __table_args__ = (Index(None, "week_id", "at"), Index(None, "subject_id", "at"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(
        String(200), info=personal(Purpose.WORKING)
    )  # a role's word or an account's name
    actor_id: Mapped[UUID | None]
    action: Mapped[str] = mapped_column(String(60))  # "event.changed"
    subject: Mapped[str] = mapped_column(String(300), info=personal(Purpose.PROVING))
    subject_id: Mapped[UUID | None]
    week_id: Mapped[UUID | None]
    details: Mapped[dict[str, Any]] = mapped_column(
        default=dict, info=personal(Purpose.PROVING)
    )
