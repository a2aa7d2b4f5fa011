"""Lists of people that wait, notes of the office, names as long as passports allow.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), "postgresql"
)
NAMES = ("name_latin", "name_native")


def upgrade() -> None:
    op.create_table(
        "people_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("encoding", sa.String(20), nullable=True),
        sa.Column("choices", JSON, nullable=False),
        sa.Column("decisions", JSON, nullable=False),
        sa.Column("report", JSON, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.String(200), nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["week_id"],
            ["week.id"],
            name=op.f("fk_people_file_week_id_week"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_file")),
    )
    for column in ("expires_at", "week_id"):
        op.create_index(op.f(f"ix_people_file_{column}"), "people_file", [column])
    with op.batch_alter_table("registration") as batch:
        batch.add_column(sa.Column("note", sa.String(1000), nullable=True))
        for name in NAMES:
            batch.alter_column(name, type_=sa.String(300), existing_type=sa.String(200))


def downgrade() -> None:
    for name in NAMES:
        op.execute(
            f"UPDATE registration SET {name} = substr({name}, 1, 200)"  # noqa: S608 - two names of ours
            f" WHERE length({name}) > 200"
        )
    with op.batch_alter_table("registration") as batch:
        for name in NAMES:
            batch.alter_column(name, type_=sa.String(200), existing_type=sa.String(300))
        batch.drop_column("note")
    op.drop_table("people_file")
