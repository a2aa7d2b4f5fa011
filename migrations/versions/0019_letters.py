"""Invitation letters for a visa: what weeks ask and print, and who asked.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

Instant = sa.DateTime(timezone=True)
Json = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), "postgresql"
)


def upgrade() -> None:
    op.create_table(
        "letter_settings",
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column("is_offered", sa.Boolean(), nullable=False),
        sa.Column("fields", Json, nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("keep_days", sa.Integer(), nullable=False),
        sa.Column("number_pattern", sa.String(length=60), nullable=False),
        sa.Column("next_number", sa.Integer(), nullable=False),
        sa.Column("head", Json, nullable=False),
        sa.Column("contact", Json, nullable=False),
        sa.Column("signatory", Json, nullable=False),
        sa.Column("office", Json, nullable=False),
        sa.Column("costs", Json, nullable=False),
        sa.Column("body", Json, nullable=False),
        sa.Column("logo", sa.LargeBinary(), nullable=True),
        sa.Column("logo_type", sa.String(length=10), nullable=True),
        sa.Column("changed_at", Instant, nullable=False),
        sa.CheckConstraint(
            "keep_days >= 0", name=op.f("ck_letter_settings_keep_days_ahead")
        ),
        sa.ForeignKeyConstraint(
            ["week_id"],
            ["week.id"],
            name=op.f("fk_letter_settings_week_id_week"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("week_id", name=op.f("pk_letter_settings")),
    )
    op.create_table(
        "letter_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("numbered", sa.String(length=80), nullable=True),
        sa.Column("outcome", sa.String(length=24), nullable=True),
        sa.Column("warned", Json, nullable=False),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("consent", sa.String(), nullable=True),
        sa.Column("consent_language", sa.String(length=35), nullable=False),
        sa.Column("asked_at", Instant, nullable=False),
        sa.Column("changed_at", Instant, nullable=False),
        sa.Column("decided_at", Instant, nullable=True),
        sa.Column("issued_at", Instant, nullable=True),
        sa.Column("sent_at", Instant, nullable=True),
        sa.Column("told_at", Instant, nullable=True),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_letter_request_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["week_id"],
            ["week.id"],
            name=op.f("fk_letter_request_week_id_week"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_request")),
        sa.UniqueConstraint(
            "week_id", "number", name=op.f("uq_letter_request_week_id_number")
        ),
    )
    op.create_index(
        op.f("ix_letter_request_registration_id"), "letter_request", ["registration_id"]
    )
    op.create_index(
        op.f("ix_letter_request_week_id_status_asked_at"),
        "letter_request",
        ["week_id", "status", "asked_at"],
    )


def downgrade() -> None:
    op.drop_index(
        op.f("ix_letter_request_week_id_status_asked_at"), table_name="letter_request"
    )
    op.drop_index(
        op.f("ix_letter_request_registration_id"), table_name="letter_request"
    )
    op.drop_table("letter_request")
    op.drop_table("letter_settings")
