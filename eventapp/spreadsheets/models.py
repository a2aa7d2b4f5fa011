"""What files that wait between the steps of an import have in common."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.kernel.personal import Purpose, personal


class KeptFile:
    """An uploaded file, kept for a day; after it was taken over, the report alone."""

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

    def is_open(self, at: datetime) -> bool:
        """Whether it still waits to be taken over."""
        return self.content is not None and self.expires_at > at
