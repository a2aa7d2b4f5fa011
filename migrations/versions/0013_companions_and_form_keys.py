"""How many people may accompany a delegate; the keys of forms that were sent.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "spent_key",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_spent_key")),
    )
    op.create_index(op.f("ix_spent_key_at"), "spent_key", ["at"])
    with op.batch_alter_table("week") as table:
        table.add_column(
            sa.Column(
                "companions_allowed", sa.Integer(), nullable=False, server_default="0"
            )
        )
    with op.batch_alter_table("week") as table:
        table.alter_column("companions_allowed", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("week") as table:
        table.drop_column("companions_allowed")
    op.drop_table("spent_key")
