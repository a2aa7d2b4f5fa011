"""The run of show of a ceremony: cues, who acts in them, the presider's link.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

Instant = sa.DateTime(timezone=True)
Json = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), "postgresql"
)


def upgrade() -> None:
    op.create_table(
        "run",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("presses", sa.Integer(), nullable=False),
        sa.Column("link_digest", sa.LargeBinary(length=32), nullable=True),
        sa.Column("link_generation", sa.Integer(), nullable=False),
        sa.Column("link_presses", sa.Boolean(), nullable=False),
        sa.Column("changed_at", Instant, nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_run_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_run")),
        sa.UniqueConstraint("link_digest", name=op.f("uq_run_link_digest")),
    )
    op.create_table(
        "cue",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("what", Json, nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("least_minutes", sa.Integer(), nullable=True),
        sa.Column("begins", sa.Time(), nullable=True),
        sa.Column("slides", sa.String(length=100), nullable=True),
        sa.Column("props", Json, nullable=True),
        sa.Column("notes", Json, nullable=True),
        sa.Column("began_at", Instant, nullable=True),
        sa.Column("ended_at", Instant, nullable=True),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_cue_minutes_positive")),
        sa.CheckConstraint("least_minutes > 0", name=op.f("ck_cue_least_positive")),
        sa.CheckConstraint(
            "ended_at >= began_at", name=op.f("ck_cue_ends_after_beginning")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["run.event_id"],
            name=op.f("fk_cue_event_id_run"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cue")),
    )
    op.create_index(
        op.f("ix_cue_event_id_position"), "cue", ["event_id", "position"], unique=False
    )
    op.create_table(
        "cue_person",
        sa.Column("cue_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=24), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cue_id"],
            ["cue.id"],
            name=op.f("fk_cue_person_cue_id_cue"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_cue_person_person_id_person"),
        ),
        sa.PrimaryKeyConstraint("cue_id", "position", name=op.f("pk_cue_person")),
    )
    op.create_index(
        op.f("ix_cue_person_person_id"), "cue_person", ["person_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("cue_person")
    op.drop_table("cue")
    op.drop_table("run")
