"""Columns that somebody chose for a list, and reports whose numbers never change."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventapp.accounts.models import Account
from eventapp.kernel.db import Model, choice
from eventapp.lists.vocabulary import Counted, ListKind
from eventapp.programme.models.weeks import Week


class ListLayout(Model):
    """The columns that one account chose for a list, from week to week."""

    __tablename__ = "list_layout"

    account_id: Mapped[UUID] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[ListKind] = mapped_column(choice(ListKind), primary_key=True)
    columns: Mapped[tuple[str, ...]]

    account: Mapped[Account] = relationship()


class Report(Model):
    """What was counted in a week on one day, by one rule. Kept, and never changed."""

    __tablename__ = "report"
    __table_args__ = (Index(None, "week_id", "counted_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    counted: Mapped[Counted] = mapped_column(choice(Counted))
    with_others: Mapped[bool]  # than universities and companies
    with_host: Mapped[bool]
    figures: Mapped[dict[str, Any]]  # institutions by name, numbers of people: no names
    purpose: Mapped[str | None] = mapped_column(String(200))  # where it was used
    counted_at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(200))  # the account's name
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id", ondelete="CASCADE"))

    week: Mapped[Week] = relationship()
