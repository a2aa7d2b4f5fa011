"""Seats in coaches, stops of tours, counts and departures.

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TABLES = (
    "coach_stop",
    "coach_seat",
    "coach_deed",
    "coach_presence",
    "coach_departure",
)


def key(name: str = "id", *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def instant(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def word(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.String(length=24), nullable=nullable)


def json() -> sa.types.TypeEngine[object]:
    return sa.JSON(none_as_null=True).with_variant(
        sa.dialects.postgresql.JSONB(none_as_null=True), "postgresql"
    )


def make(
    table: str,
    *columns: sa.Column[object],
    to: dict[str, tuple[str, str | None]],
    unique: tuple[str, ...] = (),
    indexes: tuple[tuple[str, ...], ...] = (),
) -> None:
    pointing = [
        sa.ForeignKeyConstraint(
            [column],
            [f"{other}.id"],
            name=op.f(f"fk_{table}_{column}_{other}"),
            ondelete=ending,
        )
        for column, (other, ending) in to.items()
    ]
    both = (
        [sa.UniqueConstraint(*unique, name=op.f(f"uq_{table}_{'_'.join(unique)}"))]
        if unique
        else []
    )
    op.create_table(
        table,
        key(),
        *columns,
        *pointing,
        *both,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    for names in indexes:
        op.create_index(op.f(f"ix_{table}_{'_'.join(names)}"), table, list(names))


def upgrade() -> None:
    event, stop = ("event", "CASCADE"), ("coach_stop", "CASCADE")
    venue, whose = ("venue", None), ("registration", "CASCADE")
    make(
        "coach_stop",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", json(), nullable=False),
        instant("leaves_at"),
        key("event_id"),
        to={"event_id": event},
        unique=("event_id", "position"),
    )
    make(
        "coach_seat",
        sa.Column("is_extra", sa.Boolean(), nullable=False),
        instant("left_at"),
        instant("changed_at", nullable=False),
        key("event_id"),
        key("venue_id"),
        key("registration_id"),
        to={"event_id": event, "venue_id": venue, "registration_id": whose},
        unique=("event_id", "registration_id"),
        indexes=(("event_id", "venue_id"), ("venue_id",), ("registration_id",)),
    )
    _deeds()
    make(
        "coach_presence",
        instant("counted_at", nullable=False),
        sa.Column("counted_by", sa.String(length=200), nullable=False),
        key("stop_id"),
        key("venue_id"),
        key("registration_id"),
        key("deed_id"),
        to={
            "stop_id": stop,
            "venue_id": venue,
            "registration_id": whose,
            "deed_id": ("coach_deed", None),
        },
        unique=("stop_id", "registration_id"),
        indexes=(("venue_id",), ("registration_id",), ("deed_id",)),
    )
    make(
        "coach_departure",
        instant("left_at", nullable=False),
        sa.Column("left_by", sa.String(length=200), nullable=False),
        sa.Column("on_board", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("missing", json(), nullable=False),
        key("stop_id"),
        key("venue_id"),
        to={"stop_id": stop, "venue_id": venue},
        unique=("stop_id", "venue_id"),
        indexes=(("venue_id",),),
    )


def _deeds() -> None:
    make(
        "coach_deed",
        word("kind"),
        word("verdict"),
        sa.Column("presented", sa.LargeBinary(length=32), nullable=False),
        word("told", nullable=True),
        sa.Column("was_offline", sa.Boolean(), nullable=False),
        instant("done_at", nullable=False),
        instant("received_at", nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        instant("settled_at"),
        sa.Column("settled_by", sa.String(length=200)),
        key("event_id"),
        key("stop_id", nullable=True),
        key("venue_id"),
        key("other_id", nullable=True),
        key("registration_id", nullable=True),
        key("account_id", nullable=True),
        key("device_id", nullable=True),
        to={
            "event_id": ("event", "CASCADE"),
            "stop_id": ("coach_stop", "SET NULL"),
            "venue_id": ("venue", None),
            "other_id": ("venue", None),
            "registration_id": ("registration", "SET NULL"),
            "account_id": ("account", None),
            "device_id": ("device", None),
        },
        indexes=(
            ("event_id", "received_at"),
            ("stop_id",),
            ("venue_id",),
            ("other_id",),
            ("registration_id",),
        ),
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
