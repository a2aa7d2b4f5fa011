"""A backup of 10,000 registrations and its way back, beside copying the bare file.

`python -m benchmarks.copies`; `POSTGRESQL=1` restores into PostgreSQL.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

from flask_migrate import upgrade

from benchmarks.guests import multiply
from eventapp.app import create_app
from eventapp.demo.week import plant
from eventapp.kernel.db import db, may_write, writing
from eventapp.operation.backing_up import back_up, verify
from eventapp.operation.restoring import restore
from tests.conftest import settings_for
from tests.postgres import postgres_server

Result = TypeVar("Result")


def main() -> None:
    """Print seconds of each step."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        file = folder / "bench.db"
        app = create_app(settings_for(f"sqlite:///{file}", folder))
        with app.app_context():
            may_write(allowed=True)
            upgrade()
            with writing():
                plant()
            multiply()
            path, promise = _told("backup", back_up)
            _told("verify", lambda: verify(path))
            _told("the bare file, copied", lambda: shutil.copy(file, folder / "copy"))
            db.engine.dispose()
        size = path.stat().st_size / 1e6
        print(f"{promise.rows} rows, {size:.1f} MB of {file.stat().st_size / 1e6:.1f}")
        address = f"sqlite:///{folder / 'other.db'}"
        if os.environ.get("POSTGRESQL"):
            address = stack.enter_context(postgres_server(durable=True))
        other = create_app(settings_for(address, folder))
        with other.app_context():
            may_write(allowed=True)
            _told("restore and compare", lambda: restore(path))
            db.engine.dispose()


def _told(name: str, deed: Callable[[], Result]) -> Result:
    begun = time.perf_counter()
    result = deed()
    print(f"{name:<24} {time.perf_counter() - begun:6.1f} s", flush=True)
    return result


if __name__ == "__main__":
    main()
