"""A backup is one instant, and comes back the same, on either database."""

import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from eventapp.kernel.db import db, writing
from eventapp.operation import archive
from eventapp.operation.archive import Promise
from eventapp.operation.backing_up import back_up, folder, keep_latest, verify
from eventapp.operation.errors import CopyError
from eventapp.operation.restoring import restore
from eventapp.programme.queries import weeks
from tests.builders import (
    make_account,
    make_institution,
    make_person,
    make_registration,
    make_week,
)
from tests.cli.test_cli import SECRET, eventapp


def sums(promise: Promise) -> dict[str, tuple[int, str]]:
    """What each table holds, by name."""
    return {table.name: (kept.rows, kept.digest) for table, kept in promise.tables}


@pytest.fixture
def somebody_writes(app: Flask) -> Iterator[None]:
    """Two rows in one transaction, again and again, until the test ends."""
    ended, begun = threading.Event(), threading.Event()

    def write() -> None:
        with app.app_context():
            while not ended.is_set():
                with writing():
                    make_account()
                    make_account()
                begun.set()

    writer = threading.Thread(target=write)
    writer.start()
    assert begun.wait(10)
    yield
    ended.set()
    writer.join()


@pytest.mark.usefixtures("somebody_writes")
def test_a_backup_under_load_is_of_one_instant(app: Flask, tmp_path: Path) -> None:
    assert app

    for n in range(3):
        path, promise = back_up(tmp_path / f"{n}.zip")

        assert verify(path) == promise
        assert sums(promise)["account"][0] % 2 == 0
        assert path.stat().st_mode & 0o077 == 0


# There and back: this reads and writes SQLite, too.
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True, scope="session")
def test_a_backup_comes_back_the_same_on_the_other_database(
    app: Flask, database_url: str, tmp_path: Path
) -> None:
    assert app
    make_institution("Łódź \U0001f600", "签约")
    make_registration(person_id=make_person().id, wishes=("a",))
    db.session.commit()
    path, promise = back_up(tmp_path / "first.zip")
    ways = [f"sqlite:///{tmp_path / 'other.db'}", _another(database_url)]

    for number, way in enumerate(ways):
        settings = {"SECRET_KEY": SECRET, "DATABASE": way}
        done = eventapp("restore", str(path), data=tmp_path, **settings)
        assert "Restored and compared" in done.stdout, done.stderr
        path = tmp_path / f"again{number}.zip"
        assert not eventapp("backup", str(path), data=tmp_path, **settings).stderr

        assert sums(verify(path)) == sums(promise)


def test_a_backup_takes_the_place_of_what_is_in_use_only_when_asked(
    app: Flask, tmp_path: Path
) -> None:
    assert app
    make_week("spring")
    db.session.commit()
    path, promise = back_up(tmp_path / "before.zip")
    make_week("autumn")
    db.session.commit()

    with pytest.raises(CopyError, match="not empty"):
        restore(path)
    done = restore(path, replace=True)

    assert done.same_secret
    assert done.kept is not None
    assert sums(verify(done.kept))["week"][0] == 2
    assert sums(back_up(tmp_path / "after.zip")[1]) == sums(promise)
    assert [week.slug for week in weeks(public_only=False)] == ["spring"]


def test_an_upgrade_keeps_a_copy_of_what_was_before(tmp_path: Path) -> None:
    eventapp("db", "upgrade", "0030", data=tmp_path, SECRET_KEY=SECRET)

    done = eventapp("upgrade", data=tmp_path, SECRET_KEY=SECRET)

    (kept,) = (tmp_path / "backups").glob("*.zip")
    assert verify(kept).revision == "0030"
    assert done.stdout.startswith(f"{kept}: ")
    assert "The database is at" in done.stdout


def spoilt(path: Path, harm: str) -> bytes:
    """A backup whose packed octets are others, or that says that it is locked."""
    octets = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as file:
        part = file.getinfo("tables/week.jsonl")
    if harm == "twisted":
        begin = part.header_offset + 30 + len(part.filename)
        octets[begin : begin + 200] = b"\xff" * 200
        return bytes(octets)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = octets.find(mark)
        while at >= 0:
            octets[at + place] |= 1
            at = octets.find(mark, at + 4)
    return bytes(octets)


@pytest.mark.parametrize(
    "harm",
    ["cut", "changed", "foreign", "missing", "twisted", "locked", "huge", "one line"],
)
def test_a_damaged_backup_is_refused_in_a_sentence(
    app: Flask, tmp_path: Path, harm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert app
    make_week("spring")
    db.session.commit()
    path, _promise = back_up(tmp_path / "sound.zip")
    bad = tmp_path / "bad.zip"
    if harm == "cut":
        bad.write_bytes(path.read_bytes()[:-100])
    elif harm == "foreign":
        with zipfile.ZipFile(bad, "w") as file:
            file.writestr("manifest.json", "[]")
    elif harm == "huge":
        with zipfile.ZipFile(bad, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("manifest.json", "[" * 50_000_000)
    elif harm in {"twisted", "locked"}:
        bad.write_bytes(spoilt(path, harm))
    elif harm == "one line":
        monkeypatch.setattr(archive, "LONGEST_LINE", 50)
        bad = path
    elif harm == "changed":
        with zipfile.ZipFile(path) as sound, zipfile.ZipFile(bad, "w") as file:
            for name in sound.namelist():
                octets = sound.read(name).replace(b"spring", b"autumn")
                file.writestr(name, octets)

    with pytest.raises(CopyError):
        verify(bad)


def test_only_the_latest_backups_of_ours_are_kept(app: Flask) -> None:
    assert app
    db.session.commit()
    for old in folder().glob("*.zip"):
        old.unlink()
    made = [back_up(why=f"n{number}")[0] for number in range(3)]
    foreign = folder() / "mine.zip"
    foreign.touch()

    ended = keep_latest(2)

    assert ended == [made[0]]
    assert sorted(folder().glob("*.zip")) == sorted([*made[1:], foreign])


def test_every_table_has_a_key_by_which_its_rows_are_ordered(
    app: Flask, tmp_path: Path
) -> None:
    assert app
    db.session.commit()

    _path, promise = back_up(tmp_path / "any.zip")

    assert [table.name for table, _sum in promise.tables if not table.key] == []


def _another(database_url: str) -> str:
    """One more database at the same server."""
    engine = sa.create_engine(database_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("DROP DATABASE IF EXISTS elsewhere")
        connection.exec_driver_sql("CREATE DATABASE elsewhere")
    engine.dispose()
    return database_url.replace("/eventapp?", "/elsewhere?").replace("+psycopg", "")
