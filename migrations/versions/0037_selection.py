"""Tags, saved views of the table of delegates, and bulk deeds that can be undone.

Revision ID: 0037
Revises: 0036
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

_json = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
_instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "tag",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("word", sa.String(60), nullable=False),
        sa.Column("folded", sa.String(60), nullable=False),
        sa.Column("created_at", _instant, nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        _cascading("tag", "week_id", "week"),
        sa.PrimaryKeyConstraint("id", name="pk_tag"),
        sa.UniqueConstraint("week_id", "folded", name="uq_tag_week_id_folded"),
    )
    op.create_table(
        "tagging",
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("tagged_at", _instant, nullable=False),
        _cascading("tagging", "tag_id", "tag"),
        _cascading("tagging", "registration_id", "registration"),
        sa.PrimaryKeyConstraint("tag_id", "registration_id", name="pk_tagging"),
    )
    op.create_index("ix_tagging_registration_id", "tagging", ["registration_id"])
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("choice", _json, nullable=False),
        sa.Column("columns", _json, nullable=False),
        sa.Column("created_at", _instant, nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        _cascading("saved_view", "week_id", "week"),
        _cascading("saved_view", "owner_id", "account"),
        sa.PrimaryKeyConstraint("id", name="pk_saved_view"),
    )
    op.create_index("ix_saved_view_week_id", "saved_view", ["week_id"])
    op.create_index("ix_saved_view_owner_id", "saved_view", ["owner_id"])
    _create_deeds()


def _create_deeds() -> None:
    op.create_table(
        "deed",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("about", sa.String(300), nullable=True),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("done_by", sa.String(200), nullable=False),
        sa.Column("done_at", _instant, nullable=False),
        sa.Column("mails_until", _instant, nullable=True),
        sa.Column("ended_at", _instant, nullable=True),
        sa.Column("undone_by", sa.String(200), nullable=True),
        sa.Column("undone_at", _instant, nullable=True),
        sa.Column("done_by_id", sa.Uuid(), nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        _cascading("deed", "week_id", "week"),
        sa.PrimaryKeyConstraint("id", name="pk_deed"),
    )
    op.create_index("ix_deed_week_id_done_at", "deed", ["week_id", "done_at"])
    op.create_table(
        "deed_row",
        sa.Column("deed_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("before", _json, nullable=False),
        sa.Column("after", _json, nullable=False),
        sa.Column("messages", _json, nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=True),
        _cascading("deed_row", "deed_id", "deed"),
        _cascading("deed_row", "registration_id", "registration"),
        sa.PrimaryKeyConstraint("deed_id", "registration_id", name="pk_deed_row"),
    )
    op.create_index("ix_deed_row_registration_id", "deed_row", ["registration_id"])


def downgrade() -> None:
    for name in ("deed_row", "deed", "saved_view", "tagging", "tag"):
        op.drop_table(name)


def _cascading(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{to}"
    return sa.ForeignKeyConstraint(
        [column], [f"{to}.id"], name=name, ondelete="CASCADE"
    )
