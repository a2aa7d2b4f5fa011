"""Who stands at a desk with an account, and no device, as far as we heard."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.accounts.models import Account
from eventapp.checkin.models.desks import Desk
from eventapp.kernel.db import Model
from eventapp.programme.models.events import Event


class Watch(Model):
    """What the page of somebody who signed in said of itself; one for each desk."""

    __tablename__ = "watch"
    __table_args__ = (UniqueConstraint("account_id", "desk_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    seen_at: Mapped[datetime]
    waiting: Mapped[int] = mapped_column(default=0)  # scans it has not sent yet
    list_made_at: Mapped[datetime | None]  # of the list of people on it
    account_id: Mapped[UUID] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE")
    )
    desk_id: Mapped[UUID] = mapped_column(
        ForeignKey("desk.id", ondelete="CASCADE"), index=True
    )
    event_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("event.id", ondelete="SET NULL")
    )

    account: Mapped[Account] = relationship()
    desk: Mapped[Desk] = relationship()
    event: Mapped[Event | None] = relationship()
