"""A mark that each change of a week's form renews; registrations by day of sending.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("week") as table:
        table.add_column(sa.Column("form_mark", sa.String(length=22)))
    op.execute(
        "UPDATE week SET form_mark = 'first'"
        " WHERE id IN (SELECT week_id FROM form_section)"
    )
    op.create_index(
        op.f("ix_registration_week_id_submitted_at"),
        "registration",
        ["week_id", "submitted_at"],
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_registration_week_id_submitted_at"), "registration")
    with op.batch_alter_table("week") as table:
        table.drop_column("form_mark")
