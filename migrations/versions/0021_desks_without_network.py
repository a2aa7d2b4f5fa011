"""Devices, rules of doors, who is inside, conflicts and people who wait outside.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

INSIDE = sa.text("undone_at IS NULL AND left_at IS NULL")
GENERAL = sa.text("desk_id IS NULL")
WAITING = sa.text("released_at IS NULL")


def instant(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def word(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.String(length=24), nullable=nullable)


def upgrade() -> None:
    with op.batch_alter_table("desk") as table:
        table.add_column(
            sa.Column(
                "kind", sa.String(length=24), nullable=False, server_default="door"
            )
        )
        table.add_column(word("direction", nullable=True))
    with op.batch_alter_table("desk") as table:
        table.alter_column("kind", server_default=None)
    _devices()
    _rules()
    _scans()
    _admissions()
    _conflicts()
    _awaited()
    _cards()


def _devices() -> None:
    op.create_table(
        "device",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        word("role"),
        sa.Column("steward_name", sa.String(length=120), nullable=False),
        sa.Column("setup_digest", sa.LargeBinary(length=32)),
        instant("setup_until"),
        sa.Column("credential_digest", sa.LargeBinary(length=32)),
        instant("created_at", nullable=False),
        sa.Column("created_by", sa.String(length=200), nullable=False),
        instant("set_up_at"),
        instant("ends_at", nullable=False),
        instant("revoked_at"),
        instant("forgot_at"),
        instant("seen_at"),
        sa.Column("waiting", sa.Integer(), nullable=False),
        instant("list_made_at"),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column("desk_id", sa.Uuid()),
        sa.Column("event_id", sa.Uuid()),
        sa.ForeignKeyConstraint(
            ["week_id"],
            ["week.id"],
            name=op.f("fk_device_week_id_week"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["desk_id"],
            ["desk.id"],
            name=op.f("fk_device_desk_id_desk"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_device_event_id_event"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("setup_digest", name=op.f("uq_device_setup_digest")),
        sa.UniqueConstraint(
            "credential_digest", name=op.f("uq_device_credential_digest")
        ),
    )
    for column in ("week_id", "desk_id"):
        op.create_index(op.f(f"ix_device_{column}"), "device", [column])


def _rules() -> None:
    words = sa.JSON(none_as_null=True).with_variant(
        sa.dialects.postgresql.JSONB(none_as_null=True), "postgresql"
    )
    op.create_table(
        "door_rule",
        sa.Column("id", sa.Uuid(), nullable=False),
        word("admits"),
        sa.Column("kinds", words, nullable=False),
        sa.Column("delegations", words, nullable=False),
        instant("opens_at"),
        instant("closes_at"),
        instant("late_from"),
        word("lateness"),
        instant("seats_until"),
        sa.Column("entries", sa.Integer()),
        sa.Column("most_inside", sa.Integer()),
        sa.Column("warn_inside", sa.Integer()),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("desk_id", sa.Uuid()),
        sa.CheckConstraint(
            "closes_at > opens_at", name=op.f("ck_door_rule_closes_after_opening")
        ),
        sa.CheckConstraint(
            "entries >= 1", name=op.f("ck_door_rule_one_entry_at_least")
        ),
        sa.CheckConstraint(
            "most_inside >= 0", name=op.f("ck_door_rule_most_inside_not_negative")
        ),
        sa.CheckConstraint(
            "warn_inside >= 0", name=op.f("ck_door_rule_warn_inside_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_door_rule_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["desk_id"],
            ["desk.id"],
            name=op.f("fk_door_rule_desk_id_desk"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_door_rule")),
        sa.UniqueConstraint(
            "event_id", "desk_id", name=op.f("uq_door_rule_event_id_desk_id")
        ),
    )
    op.create_index(op.f("ix_door_rule_desk_id"), "door_rule", ["desk_id"])
    op.create_index(
        "uq_door_rule_one_general",
        "door_rule",
        ["event_id"],
        unique=True,
        sqlite_where=GENERAL,
        postgresql_where=GENERAL,
    )


def _scans() -> None:
    with op.batch_alter_table("scan") as table:
        table.add_column(word("told", nullable=True))
        table.add_column(sa.Column("reason", sa.String(length=300)))
        table.add_column(
            sa.Column(
                "steward_name",
                sa.String(length=200),
                nullable=False,
                server_default="",
            )
        )
        table.add_column(sa.Column("device_id", sa.Uuid()))
        table.add_column(sa.Column("overrules_id", sa.Uuid()))
        table.add_column(sa.Column("group_id", sa.Uuid()))
        table.create_foreign_key(
            op.f("fk_scan_device_id_device"), "device", ["device_id"], ["id"]
        )
        table.create_foreign_key(
            op.f("fk_scan_overrules_id_scan"), "scan", ["overrules_id"], ["id"]
        )
    op.create_index(op.f("ix_scan_overrules_id"), "scan", ["overrules_id"])
    with op.batch_alter_table("scan") as table:
        table.alter_column("steward_name", server_default=None)


def _admissions() -> None:
    with op.batch_alter_table("admission") as table:
        table.add_column(
            sa.Column("entries", sa.Integer(), nullable=False, server_default="1")
        )
        table.add_column(instant("left_at"))
        table.add_column(sa.Column("last_scan_id", sa.Uuid()))
        table.alter_column("registration_id", nullable=True)
        table.create_foreign_key(
            op.f("fk_admission_last_scan_id_scan"), "scan", ["last_scan_id"], ["id"]
        )
    op.execute("UPDATE admission SET last_scan_id = scan_id")
    with op.batch_alter_table("admission") as table:
        table.alter_column("entries", server_default=None)
        table.alter_column("last_scan_id", nullable=False)
        table.create_unique_constraint(
            op.f("uq_admission_last_scan_id"), ["last_scan_id"]
        )
    op.create_index(
        "ix_admission_inside",
        "admission",
        ["event_id"],
        sqlite_where=INSIDE,
        postgresql_where=INSIDE,
    )


def _conflicts() -> None:
    op.create_table(
        "conflict",
        sa.Column("id", sa.Uuid(), nullable=False),
        word("kind"),
        instant("raised_at", nullable=False),
        instant("settled_at"),
        sa.Column("settled_by", sa.String(length=200)),
        word("settlement", nullable=True),
        sa.Column("note", sa.String(length=300)),
        sa.Column("scan_id", sa.Uuid(), nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["scan_id"], ["scan.id"], name=op.f("fk_conflict_scan_id_scan")
        ),
        sa.ForeignKeyConstraint(
            ["week_id"],
            ["week.id"],
            name=op.f("fk_conflict_week_id_week"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict")),
        sa.UniqueConstraint("scan_id", name=op.f("uq_conflict_scan_id")),
    )
    op.create_index(
        op.f("ix_conflict_week_id_settled_at"), "conflict", ["week_id", "settled_at"]
    )
    op.create_table(
        "hold",
        sa.Column("id", sa.Uuid(), nullable=False),
        instant("held_at", nullable=False),
        instant("released_at"),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("desk_id", sa.Uuid(), nullable=False),
        sa.Column("scan_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_hold_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_hold_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["desk_id"], ["desk.id"], name=op.f("fk_hold_desk_id_desk")
        ),
        sa.ForeignKeyConstraint(
            ["scan_id"], ["scan.id"], name=op.f("fk_hold_scan_id_scan")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
    )
    op.create_index(op.f("ix_hold_registration_id"), "hold", ["registration_id"])
    op.create_index(
        "uq_hold_one_waiting",
        "hold",
        ["event_id", "registration_id"],
        unique=True,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )


def _awaited() -> None:
    op.create_table(
        "awaited",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("host_name", sa.String(length=200), nullable=False),
        sa.Column("host_address", sa.String(length=254)),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("escalate_minutes", sa.Integer()),
        sa.Column("escalate_address", sa.String(length=254)),
        sa.Column("link_digest", sa.LargeBinary(length=32), nullable=False),
        instant("created_at", nullable=False),
        instant("ended_at"),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid()),
        sa.Column("host_id", sa.Uuid()),
        sa.Column("registration_id", sa.Uuid()),
        sa.Column("delegation_id", sa.Uuid()),
        sa.CheckConstraint(
            "(registration_id IS NULL) <> (delegation_id IS NULL)",
            name=op.f("ck_awaited_one_or_a_delegation"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [f"{table}_id"],
                [f"{table}.id"],
                name=op.f(f"fk_awaited_{table}_id_{table}"),
                ondelete="CASCADE",
            )
            for table in ("week", "event", "registration", "delegation")
        ),
        sa.ForeignKeyConstraint(
            ["host_id"], ["person.id"], name=op.f("fk_awaited_host_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_awaited")),
        sa.UniqueConstraint("link_digest", name=op.f("uq_awaited_link_digest")),
    )
    op.create_index(
        op.f("ix_awaited_week_id_ended_at"), "awaited", ["week_id", "ended_at"]
    )
    for column in ("host_id", "registration_id", "delegation_id"):
        op.create_index(op.f(f"ix_awaited_{column}"), "awaited", [column])
    op.create_table(
        "alert",
        sa.Column("id", sa.Uuid(), nullable=False),
        instant("raised_at", nullable=False),
        instant("seen_at"),
        sa.Column("seen_by", sa.String(length=200)),
        instant("escalated_at"),
        sa.Column("awaited_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("scan_id", sa.Uuid(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [f"{table}_id"],
                [f"{table}.id"],
                name=op.f(f"fk_alert_{table}_id_{table}"),
                ondelete="CASCADE",
            )
            for table in ("awaited", "registration")
        ),
        sa.ForeignKeyConstraint(
            ["scan_id"], ["scan.id"], name=op.f("fk_alert_scan_id_scan")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
        sa.UniqueConstraint(
            "awaited_id",
            "registration_id",
            name=op.f("uq_alert_awaited_id_registration_id"),
        ),
    )
    op.create_index(
        op.f("ix_alert_seen_at_raised_at"), "alert", ["seen_at", "raised_at"]
    )
    op.create_index(op.f("ix_alert_registration_id"), "alert", ["registration_id"])


def _cards() -> None:
    op.create_table(
        "card",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code_digest", sa.LargeBinary(length=32), nullable=False),
        instant("issued_at", nullable=False),
        instant("revoked_at"),
        sa.Column("delegation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delegation_id"],
            ["delegation.id"],
            name=op.f("fk_card_delegation_id_delegation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_card_code_digest")),
    )
    op.create_index(op.f("ix_card_delegation_id"), "card", ["delegation_id"])
    live = sa.text("revoked_at IS NULL")
    op.create_index(
        "uq_card_one_live",
        "card",
        ["delegation_id"],
        unique=True,
        sqlite_where=live,
        postgresql_where=live,
    )


def downgrade() -> None:
    for name in ("card", "alert", "awaited", "hold", "conflict"):
        op.drop_table(name)
    op.drop_index("ix_admission_inside", "admission")
    op.execute("DELETE FROM admission WHERE registration_id IS NULL")
    with op.batch_alter_table("admission") as table:
        table.drop_constraint(op.f("uq_admission_last_scan_id"), type_="unique")
        table.drop_constraint(
            op.f("fk_admission_last_scan_id_scan"), type_="foreignkey"
        )
        table.alter_column("registration_id", nullable=False)
        for column in ("last_scan_id", "left_at", "entries"):
            table.drop_column(column)
    op.drop_index(op.f("ix_scan_overrules_id"), "scan")
    with op.batch_alter_table("scan") as table:
        table.drop_constraint(op.f("fk_scan_overrules_id_scan"), type_="foreignkey")
        table.drop_constraint(op.f("fk_scan_device_id_device"), type_="foreignkey")
        for column in (
            "group_id",
            "overrules_id",
            "device_id",
            "steward_name",
            "reason",
            "told",
        ):
            table.drop_column(column)
    for name in ("door_rule", "device"):
        op.drop_table(name)
    with op.batch_alter_table("desk") as table:
        for column in ("direction", "kind"):
            table.drop_column(column)
