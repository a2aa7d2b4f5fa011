"""Accounts have roles in single weeks, and may have none in all of them.

Revision ID: 0035
Revises: 0034
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("account") as table:
        table.alter_column("role", existing_type=sa.String(24), nullable=True)
    op.create_table(
        "appointment",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(24), nullable=False),
        sa.Column("appointed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name="fk_appointment_account_id_account",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", "week_id", name="pk_appointment"),
    )
    op.create_index("ix_appointment_week_id", "appointment", ["week_id"])


def downgrade() -> None:
    op.drop_table("appointment")
    op.execute(sa.text("UPDATE account SET role = 'steward' WHERE role IS NULL"))
    with op.batch_alter_table("account") as table:
        table.alter_column("role", existing_type=sa.String(24), nullable=False)
