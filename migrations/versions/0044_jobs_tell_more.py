"""Jobs tell when their present try began, and how many of their rows failed.

Revision ID: 0044
Revises: 0043
"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("job", sa.Column("began_at", sa.DateTime(timezone=True)))
    with op.batch_alter_table("job") as table:
        table.add_column(
            sa.Column("failed_rows", sa.Integer(), nullable=False, server_default="0")
        )
    with op.batch_alter_table("job") as table:
        table.alter_column("failed_rows", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("job") as table:
        table.drop_column("failed_rows")
        table.drop_column("began_at")
