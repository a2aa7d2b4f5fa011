"""Mailings of the office with a receipt for each receiver, and rules that remind.

Revision ID: 0039
Revises: 0038
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
JSON = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), "postgresql"
)


def upgrade() -> None:
    op.create_table(
        "reminder_rule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("subject", JSON, nullable=False),
        sa.Column("text", JSON, nullable=False),
        sa.Column("days", JSON, nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("hour", sa.Time(), nullable=False),
        sa.Column("is_essential", sa.Boolean(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("on_since", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=True),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name="fk_reminder_rule_event_id_event",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["week_id"],
            ["week.id"],
            name="fk_reminder_rule_week_id_week",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reminder_rule"),
    )
    op.create_index("ix_reminder_rule_event_id", "reminder_rule", ["event_id"])
    op.create_index("ix_reminder_rule_week_id", "reminder_rule", ["week_id"])
    op.create_table(
        "mailing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("audience", sa.String(24), nullable=False),
        sa.Column("chosen", JSON, nullable=True),
        sa.Column("subject", JSON, nullable=False),
        sa.Column("text", JSON, nullable=False),
        sa.Column("is_essential", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(24), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("moment", sa.String(60), nullable=True),
        sa.Column("written_by", sa.String(200), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("send_at", INSTANT, nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("rule_id", sa.Uuid(), nullable=True),
        sa.Column("event_id", sa.Uuid(), nullable=True),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rule_id"],
            ["reminder_rule.id"],
            name="fk_mailing_rule_id_reminder_rule",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name="fk_mailing_event_id_event",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["week_id"],
            ["week.id"],
            name="fk_mailing_week_id_week",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_mailing"),
        sa.UniqueConstraint("rule_id", "moment", name="uq_mailing_rule_id_moment"),
    )
    op.create_index("ix_mailing_event_id", "mailing", ["event_id"])
    op.create_index(
        "ix_mailing_week_id_created_at", "mailing", ["week_id", "created_at"]
    )
    op.create_index("ix_mailing_status_send_at", "mailing", ["status", "send_at"])
    op.create_table(
        "receipt",
        sa.Column("mailing_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(24), nullable=False),
        sa.Column("why", sa.String(24), nullable=True),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("wanted", sa.String(35), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("decided_at", INSTANT, nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["mailing_id"],
            ["mailing.id"],
            name="fk_receipt_mailing_id_mailing",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["message.id"],
            name="fk_receipt_message_id_message",
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("mailing_id", "subject_id", name="pk_receipt"),
        sa.UniqueConstraint("message_id", name="uq_receipt_message_id"),
    )
    op.create_index("ix_receipt_subject_id", "receipt", ["subject_id"])
    op.create_index(
        "ix_receipt_mailing_id_outcome", "receipt", ["mailing_id", "outcome"]
    )


def downgrade() -> None:
    op.drop_table("receipt")
    op.drop_table("mailing")
    op.drop_table("reminder_rule")
