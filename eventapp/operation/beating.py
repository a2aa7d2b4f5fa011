"""The worker's signs of life, and what the last backup left."""

import json
from datetime import datetime
from pathlib import Path

from eventapp.config import current
from eventapp.kernel import clock
from eventapp.kernel.db import db, writing
from eventapp.operation.models import Beat

WORKER = "worker"
EVERY_SECONDS = 15
LAST_BACKUP = "last-backup.json"


def beat() -> None:
    """Say that the worker is at work."""
    with writing():
        db.session.merge(Beat(name=WORKER, at=clock.now()))


def note_backup(path: Path, at: datetime) -> None:
    """Remember when a backup was made, wherever it lies."""
    told = json.dumps({"at": at.isoformat(), "path": str(path)})
    kept = current().data / LAST_BACKUP
    kept.write_text(told, encoding="utf-8")
