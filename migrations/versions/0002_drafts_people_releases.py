"""Drafts of events, persons with parts in them, releases, ways between venues.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

Instant = sa.DateTime(timezone=True)
Json = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), "postgresql"
)
FILLED = {
    "event": ("joining_minutes", "is_placed", "coaches"),
    "week": ("plan_revision",),
}


def upgrade() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=True),
        sa.Column("name_latin", sa.String(length=200), nullable=False),
        sa.Column("name_native", sa.String(length=200), nullable=True),
        sa.Column("name_native_language", sa.String(length=35), nullable=True),
        sa.Column("name_order", sa.String(length=24), nullable=True),
        sa.Column("name_on_badge", sa.String(length=200), nullable=True),
        sa.Column("honorific", sa.String(length=60), nullable=True),
        sa.Column("academic_title", sa.String(length=60), nullable=True),
        sa.Column("office", Json, nullable=True),
        sa.Column("sort_name", sa.String(length=420), nullable=False),
        sa.Column("languages", Json, nullable=False),
        sa.Column("address", sa.String(length=254), nullable=True),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institution.id"],
            name=op.f("fk_person_institution_id_institution"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("key", name=op.f("uq_person_key")),
    )
    op.create_index(
        op.f("ix_person_institution_id"), "person", ["institution_id"], unique=False
    )
    op.create_index(op.f("ix_person_sort_name"), "person", ["sort_name"], unique=False)
    op.create_table(
        "release",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("note", Json, nullable=True),
        sa.Column("published_at", Instant, nullable=False),
        sa.Column("published_by", sa.String(length=200), nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["week_id"],
            ["week.id"],
            name=op.f("fk_release_week_id_week"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.UniqueConstraint(
            "week_id", "number", name=op.f("uq_release_week_id_number")
        ),
    )
    op.create_table(
        "walk",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_walk_between_two")),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_walk_minutes_positive")),
        sa.ForeignKeyConstraint(
            ["from_id"],
            ["venue.id"],
            name=op.f("fk_walk_from_id_venue"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["to_id"],
            ["venue.id"],
            name=op.f("fk_walk_to_id_venue"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_walk")),
        sa.UniqueConstraint("from_id", "to_id", name=op.f("uq_walk_from_id_to_id")),
    )
    op.create_index(op.f("ix_walk_to_id"), "walk", ["to_id"], unique=False)
    op.create_table(
        "draft",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("has_people", sa.Boolean(), nullable=False),
        sa.Column("changed_at", Instant, nullable=False),
        sa.Column("changed_by", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("title", Json, nullable=False),
        sa.Column("summary", Json, nullable=True),
        sa.Column("languages", Json, nullable=False),
        sa.Column("interpretation", Json, nullable=True),
        sa.Column("mode", sa.String(length=24), nullable=False),
        sa.Column("joining_link", sa.String(length=1000), nullable=True),
        sa.Column("joining_minutes", sa.Integer(), nullable=False),
        sa.Column("signup", sa.String(length=24), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("starts_at", Instant, nullable=False),
        sa.Column("ends_at", Instant, nullable=False),
        sa.Column("is_placed", sa.Boolean(), nullable=False),
        sa.Column("coaches", Json, nullable=False),
        sa.Column("venue_id", sa.Uuid(), nullable=True),
        sa.Column("meeting_point_id", sa.Uuid(), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "capacity >= 0", name=op.f("ck_draft_capacity_not_negative")
        ),
        sa.CheckConstraint(
            "ends_at > starts_at", name=op.f("ck_draft_ends_after_start")
        ),
        sa.CheckConstraint(
            "event_id <> parent_id", name=op.f("ck_draft_not_its_own_part")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_draft_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_point_id"],
            ["venue.id"],
            name=op.f("fk_draft_meeting_point_id_venue"),
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["event.id"], name=op.f("fk_draft_parent_id_event")
        ),
        sa.ForeignKeyConstraint(
            ["venue_id"], ["venue.id"], name=op.f("fk_draft_venue_id_venue")
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_draft")),
    )
    op.create_index(op.f("ix_draft_parent_id"), "draft", ["parent_id"], unique=False)
    op.create_index(op.f("ix_draft_venue_id"), "draft", ["venue_id"], unique=False)
    op.create_table(
        "draft_assignment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(length=24), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("office", Json, nullable=True),
        sa.Column("from_language", sa.String(length=35), nullable=True),
        sa.Column("into_language", sa.String(length=35), nullable=True),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_draft_assignment_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_draft_assignment_person_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_assignment")),
    )
    op.create_index(
        op.f("ix_draft_assignment_event_id_position"),
        "draft_assignment",
        ["event_id", "position"],
        unique=False,
    )
    op.create_index(
        op.f("ix_draft_assignment_person_id"),
        "draft_assignment",
        ["person_id"],
        unique=False,
    )
    op.create_table(
        "plan_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("before", Json, nullable=True),
        sa.Column("is_first", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_plan_step_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["week_id"],
            ["week.id"],
            name=op.f("fk_plan_step_week_id_week"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_step")),
    )
    op.create_index(
        op.f("ix_plan_step_event_id"), "plan_step", ["event_id"], unique=False
    )
    op.create_index(
        op.f("ix_plan_step_week_id_at"), "plan_step", ["week_id", "at"], unique=False
    )
    op.create_table(
        "release_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("before", Json, nullable=True),
        sa.Column("after", Json, nullable=False),
        sa.Column("release_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_release_change_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["release_id"],
            ["release.id"],
            name=op.f("fk_release_change_release_id_release"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_change")),
        sa.UniqueConstraint(
            "release_id", "event_id", name=op.f("uq_release_change_release_id_event_id")
        ),
    )
    op.create_index(
        op.f("ix_release_change_event_id"), "release_change", ["event_id"], unique=False
    )
    with op.batch_alter_table("assignment") as batch_op:
        batch_op.add_column(
            sa.Column("from_language", sa.String(length=35), nullable=True)
        )
        batch_op.add_column(
            sa.Column("into_language", sa.String(length=35), nullable=True)
        )
        batch_op.add_column(sa.Column("person_id", sa.Uuid(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_assignment_person_id"), ["person_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_assignment_person_id_person"),
            "person",
            ["person_id"],
            ["id"],
        )

    with op.batch_alter_table("event") as batch_op:
        batch_op.add_column(
            sa.Column("joining_link", sa.String(length=1000), nullable=True)
        )
        batch_op.add_column(
            sa.Column(
                "joining_minutes", sa.Integer(), nullable=False, server_default="30"
            )
        )
        batch_op.add_column(
            sa.Column(
                "is_placed", sa.Boolean(), nullable=False, server_default=sa.true()
            )
        )
        batch_op.add_column(
            sa.Column("coaches", Json, nullable=False, server_default="[]")
        )
        batch_op.add_column(sa.Column("meeting_point_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_event_meeting_point_id_venue"),
            "venue",
            ["meeting_point_id"],
            ["id"],
        )

    with op.batch_alter_table("registration") as batch_op:
        batch_op.add_column(sa.Column("person_id", sa.Uuid(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_registration_person_id"), ["person_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_registration_person_id_person"),
            "person",
            ["person_id"],
            ["id"],
        )

    with op.batch_alter_table("venue") as batch_op:
        batch_op.add_column(sa.Column("opens", sa.Time(), nullable=True))
        batch_op.add_column(sa.Column("closes", sa.Time(), nullable=True))

    with op.batch_alter_table("week") as batch_op:
        batch_op.add_column(
            sa.Column("plan_revision", sa.Integer(), nullable=False, server_default="1")
        )

    for table, columns in FILLED.items():  # what is there now has a value
        with op.batch_alter_table(table) as batch_op:
            for column in columns:
                batch_op.alter_column(column, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("week") as batch_op:
        batch_op.drop_column("plan_revision")
    with op.batch_alter_table("venue") as batch_op:
        batch_op.drop_column("closes")
        batch_op.drop_column("opens")
    with op.batch_alter_table("registration") as batch_op:
        batch_op.drop_constraint(
            op.f("fk_registration_person_id_person"), type_="foreignkey"
        )
        batch_op.drop_index(op.f("ix_registration_person_id"))
        batch_op.drop_column("person_id")
    with op.batch_alter_table("event") as batch_op:
        batch_op.drop_constraint(
            op.f("fk_event_meeting_point_id_venue"), type_="foreignkey"
        )
        for column in (
            "meeting_point_id",
            "coaches",
            "is_placed",
            "joining_minutes",
            "joining_link",
        ):
            batch_op.drop_column(column)
    with op.batch_alter_table("assignment") as batch_op:
        batch_op.drop_constraint(
            op.f("fk_assignment_person_id_person"), type_="foreignkey"
        )
        batch_op.drop_index(op.f("ix_assignment_person_id"))
        for column in ("person_id", "into_language", "from_language"):
            batch_op.drop_column(column)
    for table in (
        "release_change",
        "plan_step",
        "draft_assignment",
        "draft",
        "walk",
        "release",
        "person",
    ):
        op.drop_table(table)
