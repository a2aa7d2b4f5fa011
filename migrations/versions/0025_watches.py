"""Who stands at a desk with an account; at which desk a device stands.

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

STANDS_AT = op.f("fk_device_at_desk_id_desk")


def upgrade() -> None:
    with op.batch_alter_table("device") as table:
        table.add_column(sa.Column("at_desk_id", sa.Uuid()))
        table.create_foreign_key(
            STANDS_AT, "desk", ["at_desk_id"], ["id"], ondelete="SET NULL"
        )
    op.create_table(
        "watch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("list_made_at", sa.DateTime(timezone=True)),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("desk_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid()),
        _key("account_id", "account", "CASCADE"),
        _key("desk_id", "desk", "CASCADE"),
        _key("event_id", "event", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch")),
        sa.UniqueConstraint(
            "account_id", "desk_id", name=op.f("uq_watch_account_id_desk_id")
        ),
    )
    op.create_index(op.f("ix_watch_desk_id"), "watch", ["desk_id"])


def _key(column: str, table: str, ondelete: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_watch_{column}_{table}")
    return sa.ForeignKeyConstraint(
        [column], [f"{table}.id"], name=name, ondelete=ondelete
    )


def downgrade() -> None:
    op.drop_table("watch")
    with op.batch_alter_table("device") as table:
        table.drop_constraint(STANDS_AT, type_="foreignkey")
        table.drop_column("at_desk_id")
