"""What private calendars showed last: revisions that only grow.

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feed_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(16), nullable=False),
        sa.Column("turns", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address_id", sa.Uuid(), nullable=True),
        sa.Column("registration_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(address_id IS NULL) <> (registration_id IS NULL)",
            name=op.f("ck_feed_event_one_calendar"),
        ),
        sa.ForeignKeyConstraint(
            ["address_id"],
            ["feed_address.id"],
            name=op.f("fk_feed_event_address_id_feed_address"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_feed_event_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_event")),
        sa.UniqueConstraint(
            "address_id",
            "language",
            "uid",
            name=op.f("uq_feed_event_address_id_language_uid"),
        ),
        sa.UniqueConstraint(
            "registration_id",
            "language",
            "uid",
            name=op.f("uq_feed_event_registration_id_language_uid"),
        ),
    )


def downgrade() -> None:
    op.drop_table("feed_event")
