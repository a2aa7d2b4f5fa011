"""Invitations that are sent and answered; checks, inquiries, changes that wait.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), "postgresql"
)
INSTANT = sa.DateTime(timezone=True)
OPEN = sa.text("decided_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("week") as table:
        table.add_column(
            sa.Column(
                "approval_steps", sa.Integer(), nullable=False, server_default="1"
            )
        )
        table.add_column(
            sa.Column("rechecked", JSON, nullable=False, server_default="[]")
        )
        table.add_column(sa.Column("invitation_subject", JSON))
        table.add_column(sa.Column("invitation_text", JSON))
        table.add_column(sa.Column("reminds_before_days", sa.Integer()))
        table.add_column(
            sa.Column(
                "most_reminders", sa.Integer(), nullable=False, server_default="3"
            )
        )
    with op.batch_alter_table("week") as table:
        for name in ("approval_steps", "rechecked", "most_reminders"):
            table.alter_column(name, server_default=None)
    _extend_invitations()
    op.create_table(
        "review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("is_recommended", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("reviewer", sa.String(length=200), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("reviewer_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["account.id"], name=op.f("fk_review_reviewer_id_account")
        ),
        _of_registration("review"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_review_registration_id")),
    )
    op.create_table(
        "pending_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("before", JSON, nullable=False),
        sa.Column("after", JSON, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("is_accepted", sa.Boolean(), nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        _of_registration("pending_change"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_change")),
    )
    op.create_index(
        op.f("ix_pending_change_registration_id"), "pending_change", ["registration_id"]
    )
    op.create_index(
        "uq_pending_change_one_open",
        "pending_change",
        ["registration_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_table(
        "inquiry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sentence", sa.String(length=500), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_by", sa.String(length=200), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        _of_registration("inquiry"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry")),
    )
    op.create_index(
        op.f("ix_inquiry_registration_id_answered_at"),
        "inquiry",
        ["registration_id", "answered_at"],
    )
    op.create_table(
        "kept_reason",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("text", JSON, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["week_id"],
            ["week.id"],
            name=op.f("fk_kept_reason_week_id_week"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_reason")),
    )
    op.create_index(op.f("ix_kept_reason_week_id"), "kept_reason", ["week_id"])


def downgrade() -> None:
    for name in ("kept_reason", "inquiry", "pending_change", "review"):
        op.drop_table(name)
    _shorten_invitations()
    with op.batch_alter_table("week") as table:
        for name in (
            "most_reminders",
            "reminds_before_days",
            "invitation_text",
            "invitation_subject",
            "rechecked",
            "approval_steps",
        ):
            table.drop_column(name)


def _extend_invitations() -> None:
    with op.batch_alter_table("invitation") as table:
        for column in (
            sa.Column("name_latin", sa.String(200), nullable=False, server_default=""),
            sa.Column("name_native", sa.String(200)),
            sa.Column("name_native_language", sa.String(35)),
            sa.Column("name_order", sa.String(24)),
            sa.Column("name_on_badge", sa.String(200)),
            sa.Column("honorific", sa.String(60)),
            sa.Column("academic_title", sa.String(60)),
            sa.Column("address", sa.String(254)),
            sa.Column(
                "is_tied", sa.Boolean(), nullable=False, server_default=sa.false()
            ),
            sa.Column("language", sa.String(35), nullable=False, server_default="en"),
            sa.Column("kind", sa.String(24)),
            sa.Column("proposed_institution", sa.String(300)),
            sa.Column("personal_words", sa.String(2000)),
            sa.Column(
                "search_text", sa.String(1200), nullable=False, server_default=""
            ),
            sa.Column("token_digest", sa.LargeBinary(32)),
            sa.Column("delegation_places", sa.Integer()),
            sa.Column("sent_at", INSTANT),
            sa.Column("opened_at", INSTANT),
            sa.Column("answered_at", INSTANT),
            sa.Column("declined_at", INSTANT),
            sa.Column("decline_reason", sa.String(500)),
            sa.Column("reminded_at", INSTANT),
            sa.Column("reminders", sa.Integer(), nullable=False, server_default="0"),
            sa.Column("institution_id", sa.Uuid()),
            sa.Column("delegation_id", sa.Uuid()),
        ):
            table.add_column(column)
        for target in ("institution", "delegation"):
            table.create_foreign_key(
                op.f(f"fk_invitation_{target}_id_{target}"),
                target,
                [f"{target}_id"],
                ["id"],
            )
            table.create_index(op.f(f"ix_invitation_{target}_id"), [f"{target}_id"])
        table.create_index(
            op.f("ix_invitation_week_id_address"), ["week_id", "address"]
        )
        table.create_unique_constraint(
            op.f("uq_invitation_token_digest"), ["token_digest"]
        )
        table.create_check_constraint(
            op.f("ck_invitation_tied_to_something"),
            "NOT is_tied OR address IS NOT NULL",
        )
    with op.batch_alter_table("invitation") as table:
        for name in ("name_latin", "is_tied", "language", "search_text", "reminders"):
            table.alter_column(name, server_default=None)
    op.execute("UPDATE invitation SET search_text = lower(label)")
    op.execute("UPDATE invitation SET answered_at = created_at WHERE used > 0")


def _shorten_invitations() -> None:
    with op.batch_alter_table("invitation") as table:
        table.drop_constraint(op.f("ck_invitation_tied_to_something"), type_="check")
        table.drop_constraint(op.f("uq_invitation_token_digest"), type_="unique")
        table.drop_index(op.f("ix_invitation_week_id_address"))
        for target in ("delegation", "institution"):
            table.drop_index(op.f(f"ix_invitation_{target}_id"))
            table.drop_constraint(
                op.f(f"fk_invitation_{target}_id_{target}"), type_="foreignkey"
            )
        for name in (
            *("delegation_id", "institution_id", "reminders", "reminded_at"),
            *("decline_reason", "declined_at", "answered_at", "opened_at", "sent_at"),
            *("delegation_places", "token_digest", "search_text", "personal_words"),
            *("proposed_institution", "kind", "language", "is_tied", "address"),
            *("academic_title", "honorific", "name_on_badge", "name_order"),
            *("name_native_language", "name_native", "name_latin"),
        ):
            table.drop_column(name)


def _of_registration(name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["registration_id"],
        ["registration.id"],
        name=op.f(f"fk_{name}_registration_id_registration"),
        ondelete="CASCADE",
    )
