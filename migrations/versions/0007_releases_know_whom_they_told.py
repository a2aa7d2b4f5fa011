"""Each release keeps to how many people a mail was written.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    told = sa.Column("told", sa.Integer(), nullable=False, server_default="0")
    with op.batch_alter_table("release") as release:
        release.add_column(told)
    with op.batch_alter_table("release") as release:
        release.alter_column("told", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("release") as release:
        release.drop_column("told")
