"""Delegations, their members, accompanying persons, places that are offered.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

LIVE_HEAD = sa.text("is_head AND status NOT IN ('declined', 'cancelled')")


def upgrade() -> None:
    op.create_table(
        "delegation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=True),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("rank", sa.String(length=24), nullable=True),
        sa.Column("quota", sa.Integer(), nullable=False),
        sa.Column("contact_name", sa.String(length=200), nullable=False),
        sa.Column("contact_address", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=True),
        sa.Column("link_generation", sa.Integer(), nullable=False),
        sa.Column("link_digest", sa.LargeBinary(length=32), nullable=True),
        sa.Column("decision_note", sa.String(length=500), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.Column("counterpart_id", sa.Uuid(), nullable=True),
        sa.Column("greeter_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "quota >= 1", name=op.f("ck_delegation_quota_of_one_at_least")
        ),
        sa.ForeignKeyConstraint(
            ["week_id"],
            ["week.id"],
            name=op.f("fk_delegation_week_id_week"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institution.id"],
            name=op.f("fk_delegation_institution_id_institution"),
        ),
        sa.ForeignKeyConstraint(
            ["counterpart_id"],
            ["person.id"],
            name=op.f("fk_delegation_counterpart_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["greeter_id"], ["person.id"], name=op.f("fk_delegation_greeter_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
        sa.UniqueConstraint("link_digest", name=op.f("uq_delegation_link_digest")),
    )
    for columns in (
        ["week_id", "status"],
        ["institution_id"],
        ["counterpart_id"],
        ["greeter_id"],
    ):
        name = "_".join(["ix_delegation", *columns])
        op.create_index(op.f(name), "delegation", columns)
    with op.batch_alter_table("registration") as table:
        table.add_column(
            sa.Column(
                "has_own_address",
                sa.Boolean(),
                nullable=False,
                server_default=sa.true(),
            )
        )
        table.add_column(sa.Column("to_be_named", sa.String(length=120)))
        table.add_column(
            sa.Column(
                "is_head", sa.Boolean(), nullable=False, server_default=sa.false()
            )
        )
        table.add_column(sa.Column("delegation_id", sa.Uuid()))
        table.add_column(sa.Column("accompanies_id", sa.Uuid()))
        table.create_foreign_key(
            op.f("fk_registration_delegation_id_delegation"),
            "delegation",
            ["delegation_id"],
            ["id"],
        )
        table.create_foreign_key(
            op.f("fk_registration_accompanies_id_registration"),
            "registration",
            ["accompanies_id"],
            ["id"],
            ondelete="CASCADE",
        )
        table.create_index(op.f("ix_registration_delegation_id"), ["delegation_id"])
        table.create_index(op.f("ix_registration_accompanies_id"), ["accompanies_id"])
    with op.batch_alter_table("registration") as table:
        table.alter_column("has_own_address", server_default=None)
        table.alter_column("is_head", server_default=None)
    op.create_index(
        "uq_registration_one_head",
        "registration",
        ["delegation_id"],
        unique=True,
        sqlite_where=LIVE_HEAD,
        postgresql_where=LIVE_HEAD,
    )
    with op.batch_alter_table("place") as table:
        table.add_column(sa.Column("offered_until", sa.DateTime(timezone=True)))


def downgrade() -> None:
    with op.batch_alter_table("place") as table:
        table.drop_column("offered_until")
    op.drop_index("uq_registration_one_head", table_name="registration")
    with op.batch_alter_table("registration") as table:
        table.drop_index(op.f("ix_registration_accompanies_id"))
        table.drop_index(op.f("ix_registration_delegation_id"))
        table.drop_constraint(
            op.f("fk_registration_accompanies_id_registration"), type_="foreignkey"
        )
        table.drop_constraint(
            op.f("fk_registration_delegation_id_delegation"), type_="foreignkey"
        )
        table.drop_column("accompanies_id")
        table.drop_column("delegation_id")
        table.drop_column("is_head")
        table.drop_column("to_be_named")
        table.drop_column("has_own_address")
    op.drop_table("delegation")
