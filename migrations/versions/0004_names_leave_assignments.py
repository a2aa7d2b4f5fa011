"""An assignment names a person, and no longer the name itself.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NAME = {
    "name_latin": 200,
    "name_native": 200,
    "name_native_language": 35,
    "name_order": 24,
    "name_on_badge": 200,
    "honorific": 60,
    "academic_title": 60,
}


def upgrade() -> None:
    with op.batch_alter_table("assignment") as batch_op:
        batch_op.drop_constraint(
            op.f("fk_assignment_institution_id_institution"), type_="foreignkey"
        )
        batch_op.drop_column("institution_id")
        for name in NAME:
            batch_op.drop_column(name)


def downgrade() -> None:
    with op.batch_alter_table("assignment") as batch_op:
        for name, length in NAME.items():  # filled by the data of the step before
            batch_op.add_column(sa.Column(name, sa.String(length), nullable=True))
        batch_op.add_column(sa.Column("institution_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_assignment_institution_id_institution"),
            "institution",
            ["institution_id"],
            ["id"],
        )
