"""Whether kiosks print badges by themselves.

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("badge_design") as table:
        table.add_column(
            sa.Column(
                "kiosk_prints",
                sa.Boolean(),
                nullable=False,
                server_default=sa.false(),
            )
        )
    with op.batch_alter_table("badge_design") as table:
        table.alter_column("kiosk_prints", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("badge_design") as table:
        table.drop_column("kiosk_prints")
