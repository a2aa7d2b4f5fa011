"""Space on the disk that held what was erased."""

from eventapp.kernel.db import BUSY_SECONDS, db

PATIENCE_MILLISECONDS = 200


def release_space(*, thoroughly: bool = False) -> None:
    """Let nothing that was erased lie in SQLite's second file until it is overwritten.

    Thoroughly: write the whole file anew, for what lies between the rows of a page.
    Where others read it, it is tried again with the next upkeep.
    """
    if db.engine.dialect.name != "sqlite":
        return
    connection = db.engine.raw_connection()
    try:
        cursor = connection.cursor()
        if thoroughly:
            cursor.execute("VACUUM")
        cursor.execute(f"PRAGMA busy_timeout={PATIENCE_MILLISECONDS}")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
    finally:
        connection.close()
