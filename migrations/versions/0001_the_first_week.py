"""The first week: all tables from accounts to admissions.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

Instant = sa.DateTime(timezone=True)
Json = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), "postgresql"
)


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("session_mark", sa.String(length=40), nullable=False),
        sa.Column("is_enabled", sa.Boolean(), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("signed_in_at", Instant, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("address", name=op.f("uq_account_address")),
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_attempt_purpose_subject_at"),
            ["purpose", "subject", "at"],
            unique=False,
        )

    op.create_table(
        "consortium",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=True),
        sa.Column("name", Json, nullable=False),
        sa.Column("short_name", sa.String(length=60), nullable=True),
        sa.Column("established_first", sa.Date(), nullable=False),
        sa.Column("established_last", sa.Date(), nullable=True),
        sa.Column("established_precision", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consortium")),
        sa.UniqueConstraint("key", name=op.f("uq_consortium_key")),
    )
    op.create_table(
        "entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("week_id", sa.Uuid(), nullable=True),
        sa.Column("details", Json, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
    )
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_entry_subject_id_at"), ["subject_id", "at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_entry_week_id_at"), ["week_id", "at"], unique=False
        )

    op.create_table(
        "job",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("arguments", Json, nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("stage", sa.String(length=200), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=500), nullable=True),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("due_at", Instant, nullable=False),
        sa.Column("ended_at", Instant, nullable=True),
        sa.Column("asked_by_id", sa.Uuid(), nullable=True),
        sa.Column("week_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("done <= total", name=op.f("ck_job_done_within_total")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_job_status_due_at"), ["status", "due_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_job_week_id_created_at"),
            ["week_id", "created_at"],
            unique=False,
        )

    op.create_table(
        "message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("occasion", sa.String(length=60), nullable=False),
        sa.Column("to_address", sa.String(length=254), nullable=False),
        sa.Column("to_name", sa.String(length=200), nullable=False),
        sa.Column("reply_to", sa.String(length=254), nullable=True),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=500), nullable=True),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("due_at", Instant, nullable=False),
        sa.Column("sent_at", Instant, nullable=True),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("week_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_message_about_id"), ["about_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_message_status_due_at"), ["status", "due_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_message_week_id_created_at"),
            ["week_id", "created_at"],
            unique=False,
        )

    op.create_table(
        "territory",
        sa.Column("code", sa.String(length=2), nullable=False),
        sa.Column("label", Json, nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_territory")),
    )
    op.create_table(
        "institution",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=True),
        sa.Column("name", Json, nullable=False),
        sa.Column("short_name", sa.String(length=60), nullable=True),
        sa.Column("native_name", sa.String(length=300), nullable=True),
        sa.Column("native_language", sa.String(length=35), nullable=True),
        sa.Column("type", sa.String(length=24), nullable=False),
        sa.Column("city", sa.String(length=120), nullable=True),
        sa.Column("ror", sa.String(length=9), nullable=True),
        sa.Column("is_proposed", sa.Boolean(), nullable=False),
        sa.Column("sort_name", sa.String(length=300), nullable=False),
        sa.Column("search_text", sa.String(length=2000), nullable=False),
        sa.Column("territory_code", sa.String(length=2), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["institution.id"],
            name=op.f("fk_institution_parent_id_institution"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_code"],
            ["territory.code"],
            name=op.f("fk_institution_territory_code_territory"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institution")),
        sa.UniqueConstraint("key", name=op.f("uq_institution_key")),
    )
    with op.batch_alter_table("institution", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_institution_sort_name"), ["sort_name"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_institution_territory_code"),
            ["territory_code"],
            unique=False,
        )

    op.create_table(
        "job_result",
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["job_id"],
            ["job.id"],
            name=op.f("fk_job_result_job_id_job"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_job_result")),
    )
    op.create_table(
        "alias",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institution.id"],
            name=op.f("fk_alias_institution_id_institution"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alias")),
        sa.UniqueConstraint(
            "institution_id", "name", name=op.f("uq_alias_institution_id_name")
        ),
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("consortium_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consortium_id"],
            ["consortium.id"],
            name=op.f("fk_membership_consortium_id_consortium"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institution.id"],
            name=op.f("fk_membership_institution_id_institution"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "consortium_id",
            "institution_id",
            name=op.f("uq_membership_consortium_id_institution_id"),
        ),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_membership_institution_id"), ["institution_id"], unique=False
        )

    op.create_table(
        "week",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", Json, nullable=False),
        sa.Column("theme", Json, nullable=True),
        sa.Column("introduction", Json, nullable=True),
        sa.Column("city", Json, nullable=False),
        sa.Column("travel", Json, nullable=True),
        sa.Column("privacy", Json, nullable=False),
        sa.Column("privacy_version", sa.String(length=40), nullable=False),
        sa.Column("mode", sa.String(length=24), nullable=False),
        sa.Column("accent", sa.String(length=24), nullable=False),
        sa.Column("languages", Json, nullable=False),
        sa.Column("contact_address", sa.String(length=254), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("held_first", sa.Date(), nullable=False),
        sa.Column("held_last", sa.Date(), nullable=True),
        sa.Column("held_precision", sa.String(length=24), nullable=False),
        sa.Column("registration_mode", sa.String(length=24), nullable=False),
        sa.Column("registration_opens_at", Instant, nullable=True),
        sa.Column("registration_closes_at", Instant, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("revised_at", Instant, nullable=False),
        sa.Column("next_number", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["host_id"], ["institution.id"], name=op.f("fk_week_host_id_institution")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_week")),
        sa.UniqueConstraint("slug", name=op.f("uq_week_slug")),
    )
    with op.batch_alter_table("week", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_week_held_first"), ["held_first"], unique=False
        )

    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("code_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("uses_allowed", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("expires_at", Instant, nullable=True),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "used <= uses_allowed", name=op.f("ck_invitation_used_within_allowed")
        ),
        sa.ForeignKeyConstraint(
            ["week_id"],
            ["week.id"],
            name=op.f("fk_invitation_week_id_week"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint(
            "week_id", "code_digest", name=op.f("uq_invitation_week_id_code_digest")
        ),
    )
    op.create_table(
        "participation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("is_host", sa.Boolean(), nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institution.id"],
            name=op.f("fk_participation_institution_id_institution"),
        ),
        sa.ForeignKeyConstraint(
            ["week_id"],
            ["week.id"],
            name=op.f("fk_participation_week_id_week"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation")),
        sa.UniqueConstraint(
            "week_id",
            "institution_id",
            name=op.f("uq_participation_week_id_institution_id"),
        ),
    )
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_participation_institution_id"),
            ["institution_id"],
            unique=False,
        )

    op.create_table(
        "venue",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=True),
        sa.Column("name", Json, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("address", Json, nullable=True),
        sa.Column("directions", Json, nullable=True),
        sa.Column("is_step_free", sa.Boolean(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_venue_capacity_positive")),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["venue.id"], name=op.f("fk_venue_parent_id_venue")
        ),
        sa.ForeignKeyConstraint(
            ["week_id"],
            ["week.id"],
            name=op.f("fk_venue_week_id_week"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue")),
        sa.UniqueConstraint("week_id", "key", name=op.f("uq_venue_week_id_key")),
    )
    op.create_table(
        "confirmation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("code_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("link_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", Instant, nullable=False),
        sa.Column("expires_at", Instant, nullable=False),
        sa.Column("used_at", Instant, nullable=True),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitation.id"],
            name=op.f("fk_confirmation_invitation_id_invitation"),
        ),
        sa.ForeignKeyConstraint(
            ["week_id"],
            ["week.id"],
            name=op.f("fk_confirmation_week_id_week"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation")),
        sa.UniqueConstraint("link_digest", name=op.f("uq_confirmation_link_digest")),
    )
    with op.batch_alter_table("confirmation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_confirmation_week_id_address"),
            ["week_id", "address"],
            unique=False,
        )

    op.create_table(
        "desk",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", Json, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column("venue_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["venue_id"], ["venue.id"], name=op.f("fk_desk_venue_id_venue")
        ),
        sa.ForeignKeyConstraint(
            ["week_id"],
            ["week.id"],
            name=op.f("fk_desk_week_id_week"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk")),
    )
    with op.batch_alter_table("desk", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_desk_week_id"), ["week_id"], unique=False)

    op.create_table(
        "event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("title", Json, nullable=False),
        sa.Column("summary", Json, nullable=True),
        sa.Column("languages", Json, nullable=False),
        sa.Column("interpretation", Json, nullable=True),
        sa.Column("mode", sa.String(length=24), nullable=False),
        sa.Column("signup", sa.String(length=24), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("starts_at", Instant, nullable=False),
        sa.Column("ends_at", Instant, nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("changed_at", Instant, nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column("venue_id", sa.Uuid(), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "capacity >= 0", name=op.f("ck_event_capacity_not_negative")
        ),
        sa.CheckConstraint(
            "ends_at > starts_at", name=op.f("ck_event_ends_after_start")
        ),
        sa.CheckConstraint("id <> parent_id", name=op.f("ck_event_not_its_own_part")),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["event.id"], name=op.f("fk_event_parent_id_event")
        ),
        sa.ForeignKeyConstraint(
            ["venue_id"], ["venue.id"], name=op.f("fk_event_venue_id_venue")
        ),
        sa.ForeignKeyConstraint(
            ["week_id"],
            ["week.id"],
            name=op.f("fk_event_week_id_week"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("week_id", "key", name=op.f("uq_event_week_id_key")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_event_parent_id"), ["parent_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_event_venue_id"), ["venue_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_event_week_id_starts_at"),
            ["week_id", "starts_at"],
            unique=False,
        )

    op.create_table(
        "registration",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=True),
        sa.Column("reference", sa.String(length=8), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("name_latin", sa.String(length=200), nullable=False),
        sa.Column("name_native", sa.String(length=200), nullable=True),
        sa.Column("name_native_language", sa.String(length=35), nullable=True),
        sa.Column("name_order", sa.String(length=24), nullable=True),
        sa.Column("name_on_badge", sa.String(length=200), nullable=True),
        sa.Column("honorific", sa.String(length=60), nullable=True),
        sa.Column("academic_title", sa.String(length=60), nullable=True),
        sa.Column("search_text", sa.String(length=1200), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=True),
        sa.Column("position", sa.String(length=200), nullable=True),
        sa.Column("proposed_institution", sa.String(length=300), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("languages", Json, nullable=False),
        sa.Column("interpretation", sa.String(length=35), nullable=True),
        sa.Column("diet", sa.String(length=24), nullable=True),
        sa.Column("diet_note", sa.String(length=500), nullable=True),
        sa.Column("access", Json, nullable=False),
        sa.Column("access_note", sa.String(length=500), nullable=True),
        sa.Column("arrives_on", sa.Date(), nullable=True),
        sa.Column("departs_on", sa.Date(), nullable=True),
        sa.Column("needs_visa_letter", sa.Boolean(), nullable=True),
        sa.Column("wishes", Json, nullable=False),
        sa.Column("steps_done", Json, nullable=False),
        sa.Column("decision_note", sa.String(length=500), nullable=True),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("changed_at", Instant, nullable=False),
        sa.Column("submitted_at", Instant, nullable=True),
        sa.Column("decided_at", Instant, nullable=True),
        sa.Column("agenda_changed_at", Instant, nullable=False),
        sa.Column("agenda_generation", sa.Integer(), nullable=False),
        sa.Column("agenda_digest", sa.LargeBinary(length=32), nullable=True),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=True),
        sa.Column("territory_code", sa.String(length=2), nullable=True),
        sa.Column("invitation_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "departs_on >= arrives_on",
            name=op.f("ck_registration_departs_after_arrival"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institution.id"],
            name=op.f("fk_registration_institution_id_institution"),
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitation.id"],
            name=op.f("fk_registration_invitation_id_invitation"),
        ),
        sa.ForeignKeyConstraint(
            ["territory_code"],
            ["territory.code"],
            name=op.f("fk_registration_territory_code_territory"),
        ),
        sa.ForeignKeyConstraint(
            ["week_id"],
            ["week.id"],
            name=op.f("fk_registration_week_id_week"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
        sa.UniqueConstraint(
            "agenda_digest", name=op.f("uq_registration_agenda_digest")
        ),
        sa.UniqueConstraint("reference", name=op.f("uq_registration_reference")),
        sa.UniqueConstraint("week_id", "key", name=op.f("uq_registration_week_id_key")),
        sa.UniqueConstraint(
            "week_id", "number", name=op.f("uq_registration_week_id_number")
        ),
    )
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_registration_institution_id"),
            ["institution_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_registration_week_id_address"),
            ["week_id", "address"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_registration_week_id_status"),
            ["week_id", "status"],
            unique=False,
        )

    op.create_table(
        "assignment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(length=24), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_latin", sa.String(length=200), nullable=False),
        sa.Column("name_native", sa.String(length=200), nullable=True),
        sa.Column("name_native_language", sa.String(length=35), nullable=True),
        sa.Column("name_order", sa.String(length=24), nullable=True),
        sa.Column("name_on_badge", sa.String(length=200), nullable=True),
        sa.Column("honorific", sa.String(length=60), nullable=True),
        sa.Column("academic_title", sa.String(length=60), nullable=True),
        sa.Column("office", Json, nullable=True),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_assignment_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["institution.id"],
            name=op.f("fk_assignment_institution_id_institution"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_assignment_event_id_position"),
            ["event_id", "position"],
            unique=False,
        )

    op.create_table(
        "badge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("issued_at", Instant, nullable=False),
        sa.Column("revoked_at", Instant, nullable=True),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_badge_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badge")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_badge_code_digest")),
    )
    with op.batch_alter_table("badge", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_badge_registration_id"), ["registration_id"], unique=False
        )
        batch_op.create_index(
            "uq_badge_one_live",
            ["registration_id"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.create_table(
        "consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=24), nullable=False),
        sa.Column("is_given", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_consent_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_consent_registration_id_purpose"),
            ["registration_id", "purpose"],
            unique=False,
        )

    op.create_table(
        "place",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("asked_at", Instant, nullable=False),
        sa.Column("held_at", Instant, nullable=True),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_place_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_place_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint(
            "registration_id",
            "event_id",
            name=op.f("uq_place_registration_id_event_id"),
        ),
    )
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_place_event_id_status_asked_at"),
            ["event_id", "status", "asked_at"],
            unique=False,
        )

    op.create_table(
        "private_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("expires_at", Instant, nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_private_link_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_private_link")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_private_link_token_digest")),
    )
    with op.batch_alter_table("private_link", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_private_link_registration_id"),
            ["registration_id"],
            unique=False,
        )

    op.create_table(
        "scan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("verdict", sa.String(length=24), nullable=False),
        sa.Column("presented", sa.LargeBinary(length=32), nullable=False),
        sa.Column("direction", sa.String(length=24), nullable=False),
        sa.Column("was_offline", sa.Boolean(), nullable=False),
        sa.Column("scanned_at", Instant, nullable=False),
        sa.Column("received_at", Instant, nullable=False),
        sa.Column("undone_at", Instant, nullable=True),
        sa.Column("desk_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("steward_id", sa.Uuid(), nullable=True),
        sa.Column("registration_id", sa.Uuid(), nullable=True),
        sa.Column("earlier_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["desk_id"], ["desk.id"], name=op.f("fk_scan_desk_id_desk")
        ),
        sa.ForeignKeyConstraint(
            ["earlier_id"], ["scan.id"], name=op.f("fk_scan_earlier_id_scan")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_scan_event_id_event")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_scan_registration_id_registration"),
        ),
        sa.ForeignKeyConstraint(
            ["steward_id"], ["account.id"], name=op.f("fk_scan_steward_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan")),
    )
    with op.batch_alter_table("scan", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_scan_desk_id_received_at"),
            ["desk_id", "received_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_scan_event_id_received_at"),
            ["event_id", "received_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_scan_registration_id"), ["registration_id"], unique=False
        )

    op.create_table(
        "admission",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("admitted_at", Instant, nullable=False),
        sa.Column("undone_at", Instant, nullable=True),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("scan_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_admission_event_id_event")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_admission_registration_id_registration"),
        ),
        sa.ForeignKeyConstraint(
            ["scan_id"], ["scan.id"], name=op.f("fk_admission_scan_id_scan")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admission")),
        sa.UniqueConstraint("scan_id", name=op.f("uq_admission_scan_id")),
    )
    with op.batch_alter_table("admission", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_admission_registration_id"),
            ["registration_id"],
            unique=False,
        )
        batch_op.create_index(
            "uq_admission_one_live",
            ["event_id", "registration_id"],
            unique=True,
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("admission", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_admission_one_live",
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_admission_registration_id"))

    op.drop_table("admission")
    with op.batch_alter_table("scan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scan_registration_id"))
        batch_op.drop_index(batch_op.f("ix_scan_event_id_received_at"))
        batch_op.drop_index(batch_op.f("ix_scan_desk_id_received_at"))

    op.drop_table("scan")
    with op.batch_alter_table("private_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_private_link_registration_id"))

    op.drop_table("private_link")
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_place_event_id_status_asked_at"))

    op.drop_table("place")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_registration_id_purpose"))

    op.drop_table("consent")
    with op.batch_alter_table("badge", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_badge_one_live",
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_badge_registration_id"))

    op.drop_table("badge")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_event_id_position"))

    op.drop_table("assignment")
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_registration_week_id_status"))
        batch_op.drop_index(batch_op.f("ix_registration_week_id_address"))
        batch_op.drop_index(batch_op.f("ix_registration_institution_id"))

    op.drop_table("registration")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_week_id_starts_at"))
        batch_op.drop_index(batch_op.f("ix_event_venue_id"))
        batch_op.drop_index(batch_op.f("ix_event_parent_id"))

    op.drop_table("event")
    with op.batch_alter_table("desk", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_desk_week_id"))

    op.drop_table("desk")
    with op.batch_alter_table("confirmation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_confirmation_week_id_address"))

    op.drop_table("confirmation")
    op.drop_table("venue")
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_participation_institution_id"))

    op.drop_table("participation")
    op.drop_table("invitation")
    with op.batch_alter_table("week", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_week_held_first"))

    op.drop_table("week")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_institution_id"))

    op.drop_table("membership")
    op.drop_table("alias")
    op.drop_table("job_result")
    with op.batch_alter_table("institution", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_institution_territory_code"))
        batch_op.drop_index(batch_op.f("ix_institution_sort_name"))

    op.drop_table("institution")
    op.drop_table("territory")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_week_id_created_at"))
        batch_op.drop_index(batch_op.f("ix_message_status_due_at"))
        batch_op.drop_index(batch_op.f("ix_message_about_id"))

    op.drop_table("message")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_week_id_created_at"))
        batch_op.drop_index(batch_op.f("ix_job_status_due_at"))

    op.drop_table("job")
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entry_week_id_at"))
        batch_op.drop_index(batch_op.f("ix_entry_subject_id_at"))

    op.drop_table("entry")
    op.drop_table("consortium")
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attempt_purpose_subject_at"))

    op.drop_table("attempt")
    op.drop_table("account")
