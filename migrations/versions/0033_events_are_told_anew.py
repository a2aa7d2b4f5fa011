"""Calendars tell more of each event now, which is a new revision of it.

Revision ID: 0033
Revises: 0032
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

event = sa.table(
    "event", sa.column("sequence"), sa.column("status"), sa.column("changed_at")
)
week = sa.table("week", sa.column("revision"), sa.column("revised_at"))


def upgrade() -> None:
    connection = op.get_bind()
    now = datetime.now(UTC)  # noqa: TID251
    at = sa.bindparam("at", now, sa.DateTime(timezone=True))
    if connection.dialect.name == "sqlite":
        at = sa.bindparam("at", now.replace(tzinfo=None), sa.DateTime())
    connection.execute(
        event.update()
        .where(event.c.status != "draft")
        .values(sequence=event.c.sequence + 1, changed_at=at)
    )
    connection.execute(
        week.update().values(revision=week.c.revision + 1, revised_at=at)
    )


def downgrade() -> None:
    """Revisions never go back: clients keep the latest that they saw."""
