"""The journal tells from where, and the database keeps its lines as they are.

Revision ID: 0038
Revises: 0037
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

# What of a line never changes; its words may go while the journal is open. INSERT OR
# REPLACE takes a line away without asking the trigger that keeps it.
SQLITE = (
    """
    CREATE TRIGGER entry_is_added BEFORE INSERT ON entry
    WHEN EXISTS (SELECT 1 FROM entry WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
    """,
    """
    CREATE TRIGGER entry_is_changed BEFORE UPDATE ON entry
    WHEN NOT EXISTS (SELECT 1 FROM entry_opening)
        OR NEW.id IS NOT OLD.id
        OR NEW.at IS NOT OLD.at
        OR NEW.action IS NOT OLD.action
        OR NEW.actor_id IS NOT OLD.actor_id
        OR NEW.subject_id IS NOT OLD.subject_id
        OR NEW.week_id IS NOT OLD.week_id
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
    """,
    """
    CREATE TRIGGER entry_is_removed BEFORE DELETE ON entry
    WHEN NOT EXISTS (SELECT 1 FROM entry_opening)
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
    """,
)
POSTGRESQL = (
    """
    CREATE FUNCTION keep_entry() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'TRUNCATE' OR NOT EXISTS (SELECT 1 FROM entry_opening) THEN
            RAISE EXCEPTION 'the journal is append-only';
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        IF (NEW.id, NEW.at, NEW.action, NEW.actor_id, NEW.subject_id, NEW.week_id)
            IS DISTINCT FROM
            (OLD.id, OLD.at, OLD.action, OLD.actor_id, OLD.subject_id, OLD.week_id)
        THEN
            RAISE EXCEPTION 'the journal is append-only';
        END IF;
        RETURN NEW;
    END
    $$
    """,
    """
    CREATE TRIGGER entry_is_changed BEFORE UPDATE ON entry
    FOR EACH ROW EXECUTE FUNCTION keep_entry()
    """,
    """
    CREATE TRIGGER entry_is_removed BEFORE DELETE ON entry
    FOR EACH ROW EXECUTE FUNCTION keep_entry()
    """,
    """
    CREATE TRIGGER entry_is_truncated BEFORE TRUNCATE ON entry
    FOR EACH STATEMENT EXECUTE FUNCTION keep_entry()
    """,
)


def upgrade() -> None:
    op.add_column("entry", sa.Column("whence", sa.String(50)))
    op.add_column("entry", sa.Column("device", sa.String(80)))
    op.create_index(
        "ix_entry_week_id_actor_id_at", "entry", ["week_id", "actor_id", "at"]
    )
    op.create_table(
        "entry_opening",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_entry_opening"),
    )
    for statement in SQLITE if _is_sqlite() else POSTGRESQL:
        op.execute(sa.text(statement))


def downgrade() -> None:
    if _is_sqlite():
        for name in ("added", "changed", "removed"):
            op.execute(sa.text(f"DROP TRIGGER entry_is_{name}"))
    else:
        for name in ("changed", "removed", "truncated"):
            op.execute(sa.text(f"DROP TRIGGER entry_is_{name} ON entry"))
        op.execute(sa.text("DROP FUNCTION keep_entry"))
    op.drop_table("entry_opening")
    op.drop_index("ix_entry_week_id_actor_id_at", table_name="entry")
    with op.batch_alter_table("entry") as table:
        table.drop_column("device")
        table.drop_column("whence")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
