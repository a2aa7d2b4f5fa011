"""How long things are kept, reports of purges and erasures, totals that stay.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "retention",
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=24), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("announced_at", INSTANT),
        sa.Column("purged_at", INSTANT),
        sa.CheckConstraint("days >= 1", name=op.f("ck_retention_days_at_least_one")),
        sa.ForeignKeyConstraint(
            ["week_id"],
            ["week.id"],
            name=op.f("fk_retention_week_id_week"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("week_id", "purpose", name=op.f("pk_retention")),
    )
    op.create_table(
        "purge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=24), nullable=False),
        sa.Column("purged_at", INSTANT, nullable=False),
        sa.Column("actor", sa.String(length=200)),
        sa.Column("rows", JSON, nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["week_id"],
            ["week.id"],
            name=op.f("fk_purge_week_id_week"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purge")),
    )
    with op.batch_alter_table("purge") as table:
        table.create_index(op.f("ix_purge_week_id_purged_at"), ["week_id", "purged_at"])
    op.create_table(
        "erasure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=False),
        sa.Column("erased_at", INSTANT, nullable=False),
        sa.Column("actor", sa.String(length=200)),
        sa.Column("rows", JSON, nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["week_id"],
            ["week.id"],
            name=op.f("fk_erasure_week_id_week"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    with op.batch_alter_table("erasure") as table:
        table.create_index(op.f("ix_erasure_registration_id"), ["registration_id"])
        table.create_index(
            op.f("ix_erasure_week_id_erased_at"), ["week_id", "erased_at"]
        )
    op.create_table(
        "week_count",
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=24), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["week_id"],
            ["week.id"],
            name=op.f("fk_week_count_week_id_week"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("week_id", "name", "key", name=op.f("pk_week_count")),
    )
    with op.batch_alter_table("registration") as table:
        table.add_column(sa.Column("erased_at", INSTANT))


def downgrade() -> None:
    with op.batch_alter_table("registration") as table:
        table.drop_column("erased_at")
    op.drop_table("week_count")
    op.drop_table("erasure")
    op.drop_table("purge")
    op.drop_table("retention")
