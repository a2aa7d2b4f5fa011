"""A list of 500 people: from the octets of the file to committed rows.

One process, SQLite: the whole import and its parts, beside the same rows inserted bare
(registrations, consents, journeys, stays) in the same run. Prints a table.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flask_migrate import upgrade
from sqlalchemy import create_engine, insert, select

from eventapp.app import create_app
from eventapp.arrivals.models.journeys import Journey
from eventapp.arrivals.models.stays import Stay
from eventapp.intake.columns import guess
from eventapp.intake.service.files import keep_list
from eventapp.intake.vocabulary import Subject
from eventapp.intake.working import Kept, preview_apart, read_list, take_apart
from eventapp.kernel.db import Model, db, may_write, writing
from eventapp.registration.models.registrations import Consent, Registration
from tests.builders import make_account
from tests.conftest import settings_for
from tests.intake.lists import make_week_2024, octets_of

TABLES = (Registration, Consent, Journey, Stay)


def main() -> None:
    """Import the list once, then insert what came of it once more, bare."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        app = create_app(
            settings_for(f"sqlite:///{Path(name) / 'bench.db'}", Path(name))
        )
        with app.app_context():
            may_write(allowed=True)
            upgrade()
            db.session.remove()
            _measure(octets_of("delegates_500.csv"), Path(name) / "bare.db")


def _measure(content: bytes, place: Path) -> None:
    with writing():
        week, by = make_week_2024(), make_account()
        table = read_list(content).tables[0]
        mapped = guess(table, Subject.PEOPLE)
        choices = {
            "subject": str(Subject.PEOPLE),
            "columns": {str(number): field for number, field in mapped.items()},
            "head": list(table.head),
        }
        file = keep_list(week, "people.csv", content, choices, by=by)
        key, by_id, kept = file.id, by.id, Kept.of(file)

    read = _told("reading the file", kept.read)
    preview_apart(kept, table, key)  # words and names of countries are kept now
    decided = _told("deciding, apart", lambda: preview_apart(kept, table, key))
    whole = _told(
        "deciding and writing",
        lambda: take_apart(kept, kept.table(kept.read()), key, by_id, with_mail=False),
    )
    bare = _told("the same rows, bare", _bare(place))
    print(f"{'reading and importing':28}{read + whole:8.3f} s")
    print(f"{'under the lock':28}{whole - read - decided:8.3f} s")
    print(f"{'times the bare rows':28}{(read + whole) / bare:8.1f}")


def _bare(place: Path) -> Callable[[], None]:
    """What inserts the same rows into a database that knows nothing else."""
    tables = [Model.metadata.tables[kind.__tablename__] for kind in TABLES]
    rows = [
        [dict(row) for row in db.session.execute(select(table)).mappings()]
        for table in tables
    ]
    engine = create_engine(f"sqlite:///{place}")
    Model.metadata.create_all(engine, tables=tables)

    def put_in() -> None:
        with engine.begin() as connection:
            for table, some in zip(tables, rows, strict=True):
                connection.execute(insert(table), some)

    return put_in


def _told(what: str, work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    took = time.perf_counter() - begun
    print(f"{what:28}{took:8.3f} s")
    return took


if __name__ == "__main__":
    main()
