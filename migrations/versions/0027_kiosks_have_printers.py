"""Whether somebody saw the printer of a kiosk work.

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("desk") as table:
        table.add_column(
            sa.Column(
                "has_printer",
                sa.Boolean(),
                nullable=False,
                server_default=sa.false(),
            )
        )
    with op.batch_alter_table("desk") as table:
        table.alter_column("has_printer", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("desk") as table:
        table.drop_column("has_printer")
