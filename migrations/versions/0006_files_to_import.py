"""Files that wait between the steps of an import, and what their columns meant.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), "postgresql"
)


def upgrade() -> None:
    op.create_table(
        "import_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("encoding", sa.String(20), nullable=True),
        sa.Column("choices", JSON, nullable=False),
        sa.Column("report", JSON, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.String(200), nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["week_id"],
            ["week.id"],
            name=op.f("fk_import_file_week_id_week"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_file")),
    )
    for column in ("expires_at", "week_id"):
        op.create_index(op.f(f"ix_import_file_{column}"), "import_file", [column])
    op.create_table(
        "remembered_columns",
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column("columns", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["week_id"],
            ["week.id"],
            name=op.f("fk_remembered_columns_week_id_week"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("week_id", name=op.f("pk_remembered_columns")),
    )


def downgrade() -> None:
    op.drop_table("remembered_columns")
    op.drop_table("import_file")
