"""Arrivals: points, journeys, hotels, stays, pick-ups.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

Json = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), "postgresql"
)


def upgrade() -> None:
    op.create_table(
        "point",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("name", Json, nullable=False),
        sa.Column("city", Json, nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.Column("meeting_place", Json, nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["week_id"],
            ["week.id"],
            name=op.f("fk_point_week_id_week"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point")),
        sa.UniqueConstraint("week_id", "key", name=op.f("uq_point_week_id_key")),
    )
    op.create_table(
        "journey",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("direction", sa.String(length=24), nullable=False),
        sa.Column("mode", sa.String(length=24), nullable=True),
        sa.Column("number", sa.String(length=40), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.Column("needs_pickup", sa.Boolean(), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=True),
        sa.Column("delegation_id", sa.Uuid(), nullable=True),
        sa.Column("point_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(registration_id IS NULL) <> (delegation_id IS NULL)",
            name=op.f("ck_journey_of_one_or_of_a_delegation"),
        ),
        sa.ForeignKeyConstraint(
            ["delegation_id"],
            ["delegation.id"],
            name=op.f("fk_journey_delegation_id_delegation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["point_id"], ["point.id"], name=op.f("fk_journey_point_id_point")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_journey_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["week_id"],
            ["week.id"],
            name=op.f("fk_journey_week_id_week"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journey")),
        sa.UniqueConstraint(
            "delegation_id",
            "direction",
            name=op.f("uq_journey_delegation_id_direction"),
        ),
        sa.UniqueConstraint(
            "registration_id",
            "direction",
            name=op.f("uq_journey_registration_id_direction"),
        ),
    )
    op.create_index(op.f("ix_journey_point_id"), "journey", ["point_id"], unique=False)
    op.create_index(
        op.f("ix_journey_week_id_direction_at"),
        "journey",
        ["week_id", "direction", "at"],
        unique=False,
    )
    op.create_table(
        "journey_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("at_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("number_before", sa.String(length=40), nullable=True),
        sa.Column("number_after", sa.String(length=40), nullable=True),
        sa.Column("journey_id", sa.Uuid(), nullable=False),
        sa.Column("point_before_id", sa.Uuid(), nullable=True),
        sa.Column("point_after_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["journey_id"],
            ["journey.id"],
            name=op.f("fk_journey_change_journey_id_journey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["point_after_id"],
            ["point.id"],
            name=op.f("fk_journey_change_point_after_id_point"),
        ),
        sa.ForeignKeyConstraint(
            ["point_before_id"],
            ["point.id"],
            name=op.f("fk_journey_change_point_before_id_point"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journey_change")),
    )
    op.create_index(
        op.f("ix_journey_change_journey_id_changed_at"),
        "journey_change",
        ["journey_id", "changed_at"],
        unique=False,
    )
    op.create_table(
        "hotel",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=True),
        sa.Column("name", Json, nullable=False),
        sa.Column("address", Json, nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("single_rooms", sa.Integer(), nullable=False),
        sa.Column("twin_rooms", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "single_rooms >= 0", name=op.f("ck_hotel_single_rooms_counted")
        ),
        sa.CheckConstraint("twin_rooms >= 0", name=op.f("ck_hotel_twin_rooms_counted")),
        sa.ForeignKeyConstraint(
            ["week_id"],
            ["week.id"],
            name=op.f("fk_hotel_week_id_week"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hotel")),
        sa.UniqueConstraint("week_id", "key", name=op.f("uq_hotel_week_id_key")),
    )
    op.create_table(
        "stay",
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("needs_hotel", sa.Boolean(), nullable=True),
        sa.Column("check_in", sa.Date(), nullable=True),
        sa.Column("check_out", sa.Date(), nullable=True),
        sa.Column("room", sa.String(length=24), nullable=True),
        sa.Column("shares_wish", sa.String(length=200), nullable=True),
        sa.Column("wishes", sa.String(length=300), nullable=True),
        sa.Column("payer", sa.String(length=24), nullable=True),
        sa.Column("confirmation", sa.String(length=60), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hotel_id", sa.Uuid(), nullable=True),
        sa.Column("shares_with_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "check_out > check_in", name=op.f("ck_stay_one_night_at_least")
        ),
        sa.CheckConstraint(
            "shares_with_id <> registration_id", name=op.f("ck_stay_with_somebody_else")
        ),
        sa.ForeignKeyConstraint(
            ["hotel_id"], ["hotel.id"], name=op.f("fk_stay_hotel_id_hotel")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_stay_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shares_with_id"],
            ["registration.id"],
            name=op.f("fk_stay_shares_with_id_registration"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_stay")),
        sa.UniqueConstraint("shares_with_id", name=op.f("uq_stay_shares_with_id")),
    )
    op.create_index(
        op.f("ix_stay_hotel_id_check_in"),
        "stay",
        ["hotel_id", "check_in"],
        unique=False,
    )
    op.create_table(
        "rooming_list",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("hotel_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hotel_id"],
            ["hotel.id"],
            name=op.f("fk_rooming_list_hotel_id_hotel"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rooming_list")),
    )
    op.create_index(
        op.f("ix_rooming_list_hotel_id_sent_at"),
        "rooming_list",
        ["hotel_id", "sent_at"],
        unique=False,
    )
    op.create_table(
        "rooming_line",
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("check_in", sa.Date(), nullable=False),
        sa.Column("check_out", sa.Date(), nullable=False),
        sa.Column("room", sa.String(length=24), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("wishes", sa.String(length=300), nullable=True),
        sa.Column("shares_with_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["list_id"],
            ["rooming_list.id"],
            name=op.f("fk_rooming_line_list_id_rooming_list"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_rooming_line_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shares_with_id"],
            ["registration.id"],
            name=op.f("fk_rooming_line_shares_with_id_registration"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint(
            "list_id", "registration_id", name=op.f("pk_rooming_line")
        ),
    )
    op.create_index(
        op.f("ix_rooming_line_registration_id"),
        "rooming_line",
        ["registration_id"],
        unique=False,
    )
    op.create_table(
        "pickup",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("vehicle", sa.String(length=24), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("plate", sa.String(length=40), nullable=True),
        sa.Column("driver_name", sa.String(length=200), nullable=True),
        sa.Column("driver_phone", sa.String(length=40), nullable=True),
        sa.Column("greeter_name", sa.String(length=200), nullable=True),
        sa.Column("meeting_place", sa.String(length=300), nullable=True),
        sa.Column("sign", sa.String(length=300), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("link_generation", sa.Integer(), nullable=False),
        sa.Column("link_digest", sa.LargeBinary(length=32), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column("point_id", sa.Uuid(), nullable=False),
        sa.Column("greeter_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "ends_at >= starts_at", name=op.f("ck_pickup_ends_after_start")
        ),
        sa.CheckConstraint("seats >= 1", name=op.f("ck_pickup_one_seat_at_least")),
        sa.ForeignKeyConstraint(
            ["greeter_id"], ["person.id"], name=op.f("fk_pickup_greeter_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["point_id"], ["point.id"], name=op.f("fk_pickup_point_id_point")
        ),
        sa.ForeignKeyConstraint(
            ["week_id"],
            ["week.id"],
            name=op.f("fk_pickup_week_id_week"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pickup")),
        sa.UniqueConstraint("link_digest", name=op.f("uq_pickup_link_digest")),
    )
    op.create_index(
        op.f("ix_pickup_greeter_id"), "pickup", ["greeter_id"], unique=False
    )
    op.create_index(op.f("ix_pickup_point_id"), "pickup", ["point_id"], unique=False)
    op.create_index(
        op.f("ix_pickup_week_id_starts_at"),
        "pickup",
        ["week_id", "starts_at"],
        unique=False,
    )
    op.create_table(
        "passenger",
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("finding", sa.String(length=24), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("planned_number", sa.String(length=40), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pickup_id", sa.Uuid(), nullable=False),
        sa.Column("planned_point_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["pickup_id"],
            ["pickup.id"],
            name=op.f("fk_passenger_pickup_id_pickup"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["planned_point_id"],
            ["point.id"],
            name=op.f("fk_passenger_planned_point_id_point"),
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_passenger_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_passenger")),
    )
    op.create_index(
        op.f("ix_passenger_pickup_id_left_at"),
        "passenger",
        ["pickup_id", "left_at"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_table("passenger")
    op.drop_table("pickup")
    op.drop_table("rooming_line")
    op.drop_table("rooming_list")
    op.drop_table("stay")
    op.drop_table("hotel")
    op.drop_table("journey_change")
    op.drop_table("journey")
    op.drop_table("point")
