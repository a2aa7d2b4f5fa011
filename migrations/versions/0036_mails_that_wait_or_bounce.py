"""Mails wait for their hour, come back or are not wanted; the office's own words.

Revision ID: 0036
Revises: 0035
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("message") as table:
        table.add_column(
            sa.Column("kind", sa.String(24), nullable=False, server_default="essential")
        )
        table.add_column(sa.Column("bar", sa.String(24)))
        table.add_column(sa.Column("mailing_id", sa.Uuid()))
        table.create_index("ix_message_to_address", ["to_address"])
        table.create_index("ix_message_mailing_id", ["mailing_id"])
    with op.batch_alter_table("message") as table:
        table.alter_column("kind", server_default=None)
        table.create_index(
            "ix_message_status_kind_due_at", ["status", "kind", "due_at"]
        )
    op.create_table(
        "dead_address",
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_dead_address"),
    )
    op.create_table(
        "unsubscribing",
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", "week_id", "kind", name="pk_unsubscribing"),
    )
    op.create_table(
        "mail_text",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("occasion", sa.String(60), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_mail_text"),
        sa.UniqueConstraint(
            "week_id",
            "occasion",
            "language",
            name="uq_mail_text_week_id_occasion_language",
        ),
    )


def downgrade() -> None:
    op.drop_table("mail_text")
    op.drop_table("unsubscribing")
    op.drop_table("dead_address")
    with op.batch_alter_table("message") as table:
        table.drop_index("ix_message_status_kind_due_at")
        table.drop_index("ix_message_mailing_id")
        table.drop_index("ix_message_to_address")
        table.drop_column("mailing_id")
        table.drop_column("bar")
        table.drop_column("kind")
