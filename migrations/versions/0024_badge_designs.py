"""How the badges of a week look, and when each was printed.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def instant(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def word(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.String(length=24), nullable=False)


def upgrade() -> None:
    json = sa.JSON(none_as_null=True).with_variant(
        sa.dialects.postgresql.JSONB(none_as_null=True), "postgresql"
    )
    op.create_table(
        "badge_design",
        sa.Column("id", sa.Uuid(), nullable=False),
        word("lead"),
        word("homes"),
        *(
            sa.Column(f"has_{name}", sa.Boolean(), nullable=False)
            for name in ("territory", "languages", "number", "reference")
        ),
        sa.Column("language", sa.String(length=35)),
        sa.Column("heading", json),
        sa.Column("bands", json, nullable=False),
        sa.Column("words", json, nullable=False),
        word("reverse"),
        sa.Column("reverse_text", json),
        sa.Column("reverse_on", sa.Date()),
        word("sheet_format"),
        word("desk_format"),
        instant("changed_at"),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["week_id"],
            ["week.id"],
            name=op.f("fk_badge_design_week_id_week"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badge_design")),
        sa.UniqueConstraint("week_id", name=op.f("uq_badge_design_week_id")),
    )
    op.create_table(
        "badge_print",
        sa.Column("id", sa.Uuid(), nullable=False),
        instant("printed_at"),
        sa.Column("printed_by", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        word("format"),
        sa.Column("reason", sa.String(length=24)),
        sa.Column("mark", sa.LargeBinary(length=32), nullable=False),
        sa.Column("badge_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["badge_id"],
            ["badge.id"],
            name=op.f("fk_badge_print_badge_id_badge"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badge_print")),
    )
    op.create_index(op.f("ix_badge_print_badge_id"), "badge_print", ["badge_id"])


def downgrade() -> None:
    op.drop_table("badge_print")
    op.drop_table("badge_design")
