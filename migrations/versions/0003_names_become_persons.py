"""Each name with a part in an event becomes a person; data only.

The same name from the same institution is one person.

Revision ID: 0003
Revises: 0002
"""

import unicodedata
from datetime import UTC, datetime
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

LONGEST = 420  # characters of a folded name
NAME = (
    "name_latin",
    "name_native",
    "name_native_language",
    "name_order",
    "name_on_badge",
    "honorific",
    "academic_title",
)
texts = [sa.column(name, sa.String) for name in NAME]
assignment = sa.table(
    "assignment",
    sa.column("id", sa.Uuid),
    sa.column("person_id", sa.Uuid),
    sa.column("institution_id", sa.Uuid),
    *texts,
)
person = sa.table(
    "person",
    sa.column("id", sa.Uuid),
    sa.column("sort_name", sa.String),
    sa.column("languages", sa.JSON),
    sa.column("language", sa.String),
    sa.column("created_at", sa.DateTime(timezone=True)),
    sa.column("institution_id", sa.Uuid),
    *[sa.column(name, sa.String) for name in NAME],
)


def upgrade() -> None:
    connection = op.get_bind()
    known = {}
    for row in connection.execute(sa.select(assignment)).mappings().all():
        who = (row["name_latin"], row["name_native"], row["institution_id"])
        if who not in known:
            known[who] = uuid4()
            connection.execute(
                person.insert().values(
                    id=known[who],
                    sort_name=_folded(row["name_latin"], row["name_native"]),
                    languages=[],
                    language="en",
                    created_at=datetime.now(UTC),  # noqa: TID251
                    institution_id=row["institution_id"],
                    **{name: row[name] for name in NAME},
                )
            )
        connection.execute(
            assignment.update()
            .where(assignment.c.id == row["id"])
            .values(person_id=known[who])
        )


def _folded(latin: str, native: str | None) -> str:
    """The name as it is searched: without accents, case, width or double blanks."""
    name = f"{latin} {native or ''}".replace("ł", "l").replace("Ł", "L")
    unfolded = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(
        sign
        for sign in unfolded
        if not unicodedata.combining(sign) and sign.isprintable()
    )
    return " ".join(unicodedata.normalize("NFC", bare).split())[:LONGEST]


def downgrade() -> None:
    connection = op.get_bind()
    rows = connection.execute(
        sa.select(
            assignment.c.id, person.c.institution_id, *(person.c[name] for name in NAME)
        ).join_from(assignment, person, person.c.id == assignment.c.person_id)
    )
    for row in rows.mappings().all():
        values = {name: row[name] for name in (*NAME, "institution_id")}
        connection.execute(
            assignment.update().where(assignment.c.id == row["id"]).values(**values)
        )
    connection.execute(assignment.update().values(person_id=None))
    connection.execute(assignment.delete().where(assignment.c.name_latin.is_(None)))
    connection.execute(person.delete())
