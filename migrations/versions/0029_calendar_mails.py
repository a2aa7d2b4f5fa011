"""Events for calendars by mail: what was told, who wants it, and the mail itself.

Weeks that exist do not begin to send them by themselves.

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_way",
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("way", sa.String(24), nullable=False),
        sa.Column("takes_back", sa.Boolean(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_calendar_way_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_calendar_way")),
    )
    op.create_table(
        "sent",
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("method", sa.String(24), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("revised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("judged", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("reply_digest", sa.LargeBinary(32), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_sent_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_sent_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", "event_id", name=op.f("pk_sent")),
        sa.UniqueConstraint("reply_digest", name=op.f("uq_sent_reply_digest")),
    )
    op.create_index(op.f("ix_sent_event_id"), "sent", ["event_id"])
    op.create_index(op.f("ix_sent_message_id"), "sent", ["message_id"])
    with op.batch_alter_table("message") as batch:
        batch.add_column(sa.Column("calendar", sa.LargeBinary(), nullable=True))
        batch.add_column(sa.Column("calendar_method", sa.String(24), nullable=True))
        batch.add_column(sa.Column("organizer", sa.String(254), nullable=True))
    with op.batch_alter_table("week") as batch:
        batch.add_column(
            sa.Column(
                "invites_by_mail",
                sa.Boolean(),
                nullable=False,
                server_default=sa.false(),
            )
        )
    with op.batch_alter_table("week") as batch:
        batch.alter_column(
            "invites_by_mail", existing_type=sa.Boolean(), server_default=None
        )


def downgrade() -> None:
    with op.batch_alter_table("week") as batch:
        batch.drop_column("invites_by_mail")
    with op.batch_alter_table("message") as batch:
        batch.drop_column("organizer")
        batch.drop_column("calendar_method")
        batch.drop_column("calendar")
    op.drop_table("sent")
    op.drop_table("calendar_way")
