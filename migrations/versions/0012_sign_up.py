"""Sign-up of events with its hours and waiting lists; overlaps; swaps that wait.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

FILLED = ("waiting_list", "offer_hours", "promotion_stops_minutes", "whole_delegations")
ORDER = "signup_closes_at > signup_opens_at"


def upgrade() -> None:
    for name in ("event", "draft"):
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("signup_opens_at", sa.DateTime(timezone=True)))
            table.add_column(sa.Column("signup_closes_at", sa.DateTime(timezone=True)))
            table.add_column(
                sa.Column(
                    "waiting_list",
                    sa.String(length=24),
                    nullable=False,
                    server_default="automatic",
                )
            )
            table.add_column(
                sa.Column(
                    "offer_hours", sa.Integer(), nullable=False, server_default="24"
                )
            )
            table.add_column(
                sa.Column(
                    "promotion_stops_minutes",
                    sa.Integer(),
                    nullable=False,
                    server_default="0",
                )
            )
            table.add_column(
                sa.Column(
                    "whole_delegations",
                    sa.Boolean(),
                    nullable=False,
                    server_default=sa.false(),
                )
            )
            table.create_check_constraint(
                op.f(f"ck_{name}_signup_closes_after_opening"), ORDER
            )
        with op.batch_alter_table(name) as table:
            for column in FILLED:
                table.alter_column(column, server_default=None)
    with op.batch_alter_table("week") as table:
        table.add_column(
            sa.Column(
                "overlap_rule",
                sa.String(length=24),
                nullable=False,
                server_default="inform",
            )
        )
    with op.batch_alter_table("week") as table:
        table.alter_column("overlap_rule", server_default=None)
    with op.batch_alter_table("place") as table:
        table.add_column(sa.Column("gives_up_id", sa.Uuid()))
        table.create_foreign_key(
            op.f("fk_place_gives_up_id_place"),
            "place",
            ["gives_up_id"],
            ["id"],
            ondelete="SET NULL",
        )
        table.create_index(op.f("ix_place_gives_up_id"), ["gives_up_id"])
        table.create_index(op.f("ix_place_offered_until"), ["offered_until"])


def downgrade() -> None:
    with op.batch_alter_table("place") as table:
        table.drop_index(op.f("ix_place_offered_until"))
        table.drop_index(op.f("ix_place_gives_up_id"))
        table.drop_constraint(op.f("fk_place_gives_up_id_place"), type_="foreignkey")
        table.drop_column("gives_up_id")
    with op.batch_alter_table("week") as table:
        table.drop_column("overlap_rule")
    for name in ("draft", "event"):
        with op.batch_alter_table(name) as table:
            table.drop_constraint(
                op.f(f"ck_{name}_signup_closes_after_opening"), type_="check"
            )
            for column in (*reversed(FILLED), "signup_closes_at", "signup_opens_at"):
                table.drop_column(column)
