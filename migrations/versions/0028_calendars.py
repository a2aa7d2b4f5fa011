"""Turns of places in calendars, marks of feeds, private addresses of more people.

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "turn",
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_turn_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_turn_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", "event_id", name=op.f("pk_turn")),
    )
    op.create_index(op.f("ix_turn_event_id"), "turn", ["event_id"])
    op.create_table(
        "feed_mark",
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("version", sa.String(64), nullable=False),
        sa.Column("etag", sa.String(64), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["week_id"],
            ["week.id"],
            name=op.f("fk_feed_mark_week_id_week"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_feed_mark")),
    )
    op.create_index(op.f("ix_feed_mark_week_id"), "feed_mark", ["week_id"])
    op.create_table(
        "feed_address",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.String(24),
            nullable=False,
        ),
        sa.Column("digest", sa.LargeBinary(32), nullable=True),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(account_id IS NULL) <> (person_id IS NULL)",
            name=op.f("ck_feed_address_one_owner"),
        ),
        sa.ForeignKeyConstraint(
            ["week_id"],
            ["week.id"],
            name=op.f("fk_feed_address_week_id_week"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_feed_address_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_feed_address_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_address")),
        sa.UniqueConstraint("digest", name=op.f("uq_feed_address_digest")),
        sa.UniqueConstraint(
            "week_id", "account_id", name=op.f("uq_feed_address_week_id_account_id")
        ),
        sa.UniqueConstraint(
            "week_id", "person_id", name=op.f("uq_feed_address_week_id_person_id")
        ),
    )
    op.create_index(op.f("ix_feed_address_account_id"), "feed_address", ["account_id"])
    op.create_index(op.f("ix_feed_address_person_id"), "feed_address", ["person_id"])


def downgrade() -> None:
    op.drop_table("feed_address")
    op.drop_table("feed_mark")
    op.drop_table("turn")
