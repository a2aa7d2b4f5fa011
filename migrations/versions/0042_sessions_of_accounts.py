"""Sessions are rows, links are spent once, and an account may have no password yet.

Revision ID: 0042
Revises: 0041
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("account") as table:
        table.alter_column("password_hash", existing_type=sa.String(200), nullable=True)
        table.add_column(sa.Column("language", sa.String(16), nullable=True))
        table.drop_column("session_mark")
    op.create_table(
        "account_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("means", sa.String(24), nullable=False),
        sa.Column("is_strong", sa.Boolean(), nullable=False),
        sa.Column("device", sa.String(80), nullable=False),
        sa.Column("whence", sa.String(45), nullable=False),
        sa.Column("began_at", AT, nullable=False),
        sa.Column("seen_at", AT, nullable=False),
        sa.Column("proved_at", AT, nullable=False),
        _account("account_session"),
        sa.PrimaryKeyConstraint("id", name="pk_account_session"),
        sa.UniqueConstraint("digest", name="uq_account_session_digest"),
    )
    op.create_index("ix_account_session_account_id", "account_session", ["account_id"])
    op.create_table(
        "known_device",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("seen_at", AT, nullable=False),
        _account("known_device"),
        sa.PrimaryKeyConstraint("account_id", "digest", name="pk_known_device"),
    )
    op.create_table(
        "account_link",
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("purpose", sa.String(24), nullable=False),
        sa.Column("ends_at", AT, nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        _account("account_link"),
        sa.PrimaryKeyConstraint("digest", name="pk_account_link"),
    )
    op.create_index("ix_account_link_account_id", "account_link", ["account_id"])


def downgrade() -> None:
    op.drop_table("account_link")
    op.drop_table("known_device")
    op.drop_table("account_session")
    op.execute(
        sa.text("UPDATE account SET password_hash = '' WHERE password_hash IS NULL")
    )
    with op.batch_alter_table("account") as table:
        table.alter_column(
            "password_hash", existing_type=sa.String(200), nullable=False
        )
        table.drop_column("language")
        # Every session ends: none of those that are known has an empty mark.
        table.add_column(
            sa.Column("session_mark", sa.String(40), nullable=False, server_default="")
        )
    with op.batch_alter_table("account") as table:
        table.alter_column(
            "session_mark", existing_type=sa.String(40), server_default=None
        )


def _account(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["account_id"],
        ["account.id"],
        name=f"fk_{table}_account_id_account",
        ondelete="CASCADE",
    )
