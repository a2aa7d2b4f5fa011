"""Tags, saved views of the table of delegates, and bulk deeds that can be undone."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.accounts.models import Account
from eventapp.kernel.db import Model, choice
from eventapp.kernel.personal import Purpose, personal
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.registrations import Registration
from eventapp.selection.vocabulary import DeedKind


class Tag(Model):
    """A word of the office under which it finds registrations again."""

    __tablename__ = "tag"
    __table_args__ = (UniqueConstraint("week_id", "folded"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    word: Mapped[str] = mapped_column(String(60))
    folded: Mapped[str] = mapped_column(String(60))  # without case and accents
    created_at: Mapped[datetime]
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id", ondelete="CASCADE"))

    week: Mapped[Week] = relationship()


class Tagging(Model):
    """One registration with one tag."""

    __tablename__ = "tagging"

    tag_id: Mapped[UUID] = mapped_column(
        ForeignKey("tag.id", ondelete="CASCADE"), primary_key=True
    )
    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    tagged_at: Mapped[datetime] = mapped_column(
        info=personal(Purpose.TAKING_PART, takes_row=True)
    )

    tag: Mapped[Tag] = relationship()
    registration: Mapped[Registration] = relationship()


class SavedView(Model):
    """A choice with its columns under a name: one's own, or the whole office's."""

    __tablename__ = "saved_view"
    __table_args__ = (Index(None, "week_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(80))
    is_shared: Mapped[bool]  # with the whole office
    choice: Mapped[dict[str, Any]] = mapped_column(
        info=personal(Purpose.WORKING)
    )  # what was looked for may be a name
    columns: Mapped[tuple[str, ...]]
    created_at: Mapped[datetime]
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id", ondelete="CASCADE"))
    owner_id: Mapped[UUID] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )

    week: Mapped[Week] = relationship()
    owner: Mapped[Account] = relationship()


class Deed(Model):
    """What was done to many registrations at once, for as long as it can be undone."""

    __tablename__ = "deed"
    __table_args__ = (Index(None, "week_id", "done_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[DeedKind] = mapped_column(choice(DeedKind))
    about: Mapped[str | None] = mapped_column(String(300))  # the event, the tag
    about_id: Mapped[UUID | None]
    count: Mapped[int] = mapped_column(default=0)  # rows to which it applied
    left_out: Mapped[int] = mapped_column(default=0)  # changed since the preview
    done_by: Mapped[str] = mapped_column(String(200))  # the account, by name
    done_at: Mapped[datetime]
    mails_until: Mapped[datetime | None]  # so long they wait
    ended_at: Mapped[datetime | None]  # None: a job is still at it
    undone_by: Mapped[str | None] = mapped_column(String(200))
    undone_at: Mapped[datetime | None]
    done_by_id: Mapped[UUID | None]
    job_id: Mapped[UUID | None]
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id", ondelete="CASCADE"))

    week: Mapped[Week] = relationship()


class DeedRow(Model):
    """One registration of a deed: how it was before, and how the deed left it."""

    __tablename__ = "deed_row"

    deed_id: Mapped[UUID] = mapped_column(
        ForeignKey("deed.id", ondelete="CASCADE"), primary_key=True
    )
    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    before: Mapped[dict[str, Any]] = mapped_column(
        info=personal(Purpose.TAKING_PART, takes_row=True)
    )
    after: Mapped[dict[str, Any]] = mapped_column(info=personal(Purpose.TAKING_PART))
    messages: Mapped[tuple[str, ...]] = mapped_column(default=())  # keys of its mails
    undone: Mapped[bool | None]  # False: it had changed since, and stays

    deed: Mapped[Deed] = relationship()
    registration: Mapped[Registration] = relationship()
