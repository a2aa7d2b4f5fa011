"""Files that people handed in, in the database beside what they belong to."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from eventapp.files.vocabulary import FileKind
from eventapp.kernel.db import Model, choice
from eventapp.kernel.personal import Purpose, personal


class StoredFile(Model):
    """A file as it was handed in, once it was looked at; never changed."""

    __tablename__ = "stored_file"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[FileKind] = mapped_column(choice(FileKind))
    name: Mapped[str] = mapped_column(
        String(120), info=personal(Purpose.TAKING_PART)
    )  # cleaned; its ending says what it really is
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]  # octets
    content: Mapped[bytes] = mapped_column(
        LargeBinary, deferred=True, info=personal(Purpose.TAKING_PART)
    )
    stored_at: Mapped[datetime]
