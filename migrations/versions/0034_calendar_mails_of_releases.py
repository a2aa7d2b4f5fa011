"""How many mails for calendars followed a release, beside those that told of it.

Revision ID: 0034
Revises: 0033
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("calendar_mails", sa.Integer(), nullable=False)
    column.server_default = sa.DefaultClause("0")
    with op.batch_alter_table("release") as table:
        table.add_column(column)
    with op.batch_alter_table("release") as table:
        table.alter_column("calendar_mails", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("release") as table:
        table.drop_column("calendar_mails")
