"""Each name with a part in an event becomes a person; data only.

The same name from the same institution is one person.

Revision ID: 0003
Revises: 0002
"""

from datetime import UTC, datetime
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

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
            words = [row["name_latin"], row["name_native"] or ""]
            connection.execute(
                person.insert().values(
                    id=known[who],
                    sort_name=" ".join(" ".join(words).casefold().split()),
                    languages=[],
                    language="en",
                    created_at=datetime.now(UTC).replace(tzinfo=None),  # noqa: TID251
                    institution_id=row["institution_id"],
                    **{name: row[name] for name in NAME},
                )
            )
        connection.execute(
            assignment.update()
            .where(assignment.c.id == row["id"])
            .values(person_id=known[who])
        )


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
