"""The journal: its lines, and what lets them be emptied where the law wants it."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.kernel.db import Model
from eventapp.kernel.personal import Purpose, personal


class Entry(Model):
    """One line of the journal: actor, action, subject, instant, and from where.

    Triggers of the database keep it from being changed or taken away (decision 0050).
    """

    __tablename__ = "entry"
    __table_args__ = (
        Index(None, "week_id", "at"),
        Index(None, "subject_id", "at"),
        Index(None, "week_id", "actor_id", "at"),
    )

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
    whence: Mapped[str | None] = mapped_column(
        String(50), info=personal(Purpose.WORKING)
    )  # an address; of delegates and guests their network alone
    device: Mapped[str | None] = mapped_column(
        String(80), info=personal(Purpose.WORKING)
    )  # "Firefox, Windows"


class Opening(Model):
    """While one stands there, this transaction may empty lines; it never stays."""

    __tablename__ = "entry_opening"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
