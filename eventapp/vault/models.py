"""What is kept sealed: numbers of passports, and papers made from them."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.kernel.db import Model, choice
from eventapp.kernel.personal import Purpose, Sensitivity, personal


class Sealed(Model):
    """One sealed fact about one subject; a key that we do not keep here opens it.

    The seal holds subject and kind: moved to another person's row, it stays shut.
    """

    __tablename__ = "sealed"
    __table_args__ = (
        UniqueConstraint("subject_id", "kind"),
        Index(None, "scope_id", "kind"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    subject_id: Mapped[UUID]  # whom it is about
    scope_id: Mapped[UUID]  # the week for which it is kept
    kind: Mapped[str] = mapped_column(String(30))  # "passport"
    purpose: Mapped[Purpose] = mapped_column(choice(Purpose))
    content: Mapped[bytes] = mapped_column(
        LargeBinary, info=personal(Purpose.VISA, Sensitivity.GUARDED)
    )
    key_mark: Mapped[str] = mapped_column(String(16))  # which key opens it
    masks: Mapped[dict[str, Any]] = mapped_column(
        default=dict, info=personal(Purpose.VISA)
    )  # what lists may show: •••••123
    kept_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
