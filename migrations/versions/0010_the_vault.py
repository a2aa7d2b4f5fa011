"""What is kept sealed.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

Json = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), "postgresql"
)


def upgrade() -> None:
    op.create_table(
        "sealed",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("scope_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("purpose", sa.String(length=24), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("key_mark", sa.String(length=16), nullable=False),
        sa.Column("masks", Json, nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed")),
        sa.UniqueConstraint(
            "subject_id", "kind", name=op.f("uq_sealed_subject_id_kind")
        ),
    )
    op.create_index(op.f("ix_sealed_expires_at"), "sealed", ["expires_at"])
    op.create_index(op.f("ix_sealed_scope_id_kind"), "sealed", ["scope_id", "kind"])


def downgrade() -> None:
    op.drop_index(op.f("ix_sealed_scope_id_kind"), table_name="sealed")
    op.drop_index(op.f("ix_sealed_expires_at"), table_name="sealed")
    op.drop_table("sealed")
