"""What feeds answered, kept: validators that survive restarts and only go forward.

Octets lie in memory, as long as there is room. The mark of each answer lies in the
database: after a restart, and for another process, it tells the validators of an
answer whose version is the same without rendering anything.
"""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import cache
from importlib import metadata
from pathlib import Path
from threading import Lock
from typing import Final
from uuid import UUID
from zoneinfo import TZPATH

import eventapp
from eventapp.config import current
from eventapp.feeds import marks
from eventapp.feeds.marks import Mark, Noted
from eventapp.web.conditional import Document, document
from eventapp.web.shelf import Shelf

DOCUMENTS: Final = 4_000  # in memory
MEMORY: Final = 24_000_000  # bytes of octets
OVERHEAD: Final = 1_500  # of a small document: itself packed, its key
MARKS: Final = 50_000  # in memory; some hundred bytes each
SHARED: Final = ("week:", "chosen:", "event:", "room:")  # asked for by many
REST_SECONDS: Final = 1.0  # between two writes: many answers change at once
LONGEST_KEY: Final = 200

_shelf: Shelf[str, tuple[str, Document]] = Shelf(DOCUMENTS, MEMORY)
_marks: OrderedDict[str, Mark] = OrderedDict()
_unwritten: dict[str, Noted] = {}
_lock = Lock()
_writer = Lock()
_written_at = 0.0


def kept(  # noqa: PLR0913 - all that one answer is made of
    key: str,
    week_id: UUID,
    version: str,
    changed_at: datetime,
    render: Callable[[], bytes],
    *,
    is_had: Callable[[Document], bool] = lambda _known: False,
) -> Document:
    """The answer of a feed; rendered if its version is another than the one kept.

    `version` names all that decides about the octets, except the software, which we
    add; if it begins with a number, greater ones are later. `changed_at` is when this
    version came to be. What is answered is earlier if the octets were the same before,
    and later if others were answered in that second: Last-Modified moves exactly when
    the octets do, by whole seconds and never back.
    Nothing is rendered for an asker who has it already (`is_had`), if a mark tells so.
    The octets of private answers are not kept here: `web.shortcut` has them.
    """
    if (known := remembered(key, version)) is not None:
        return known
    key, digest = _short(key), _whole(version)
    before = _mark(key, digest)
    if before and before.is_of(digest):
        unmade = _unrendered(before)
        if is_had(unmade):
            _remember(key, before)
            return unmade
    made = document(render())
    mark = marks.mark(_number(version), digest, made.etag, changed_at)
    noted = Noted(key, week_id, mark)
    if before and before.etag == made.etag and before.is_of(digest):
        mark = before
    elif before is None and marks.is_full(key, week_id):
        pass
    elif key.startswith(SHARED):
        settled = marks.settled(noted)
        if settled is None or (before and settled.is_older_than(before)):
            return replace(made, changed_at=(settled or mark.after(before)).changed_at)
        mark = settled.after(before)
    else:
        mark = mark.after(before)
        _note(noted._replace(mark=mark))
    made = replace(made, changed_at=mark.changed_at)
    if key.startswith(SHARED):
        _shelf.put(key, (digest, made), len(made.body) + OVERHEAD)
    _remember(key, mark)
    return made


def remembered(key: str, version: str) -> Document | None:
    """The answer of this version, if it lies in the memory of this process."""
    known = _shelf.get(_short(key))
    return known[1] if known and known[0] == _whole(version) else None


def unrendered(key: str, version: str) -> Document | None:
    """The answer without its octets, if a mark tells the validators of this version."""
    key, digest = _short(key), _whole(version)
    mark = _mark(key, digest)
    return _unrendered(mark) if mark and mark.is_of(digest) else None


def write_marks() -> None:
    """Write what was noted; what cannot be written now is worked out again."""
    global _written_at  # noqa: PLW0603 - of this process, as what is kept
    if not _writer.acquire(blocking=False):
        return
    try:
        with _lock:
            noted = list(_unwritten.values())
            _unwritten.clear()
        _written_at = time.monotonic()
        if noted:
            marks.note(noted)
    finally:
        _writer.release()


def forget(beginning: str) -> None:
    """Forget the answers whose key begins so, in the present transaction."""
    with _lock:
        for key in [one for one in _marks if one.startswith(beginning)]:
            del _marks[key]
            _unwritten.pop(key, None)
    marks.forget(beginning)


def forget_all() -> None:
    """Start with nothing, as a new process does."""
    global _written_at  # noqa: PLW0603 - see above
    with _lock:
        _shelf.clear()
        _marks.clear()
        _unwritten.clear()
        _written_at = 0.0


def _unrendered(mark: Mark) -> Document:
    return Document(body=b"", etag=mark.etag, changed_at=mark.changed_at)


def _mark(key: str, digest: str) -> Mark | None:
    """The mark of what is made of this; else of what was answered last."""
    known = _marks.get(key)
    return known if known and known.is_of(digest) else _latest(key)


def _latest(key: str) -> Mark | None:
    """The mark of what was answered last, by this process or by another one."""
    known = [mark for mark in (marks.latest(key), _marks.get(key)) if mark]
    return max(known, key=lambda mark: mark.changed_at, default=None)


def _remember(key: str, mark: Mark) -> None:
    with _lock:
        _marks[key] = mark
        _marks.move_to_end(key)
        while len(_marks) > MARKS:
            _marks.popitem(last=False)


def _note(noted: Noted) -> None:
    """Write at once, or with the others of this second."""
    with _lock:
        _unwritten[noted.key] = noted
    if time.monotonic() - _written_at >= REST_SECONDS:
        write_marks()


def _number(version: str) -> int:
    first = version.partition(" ")[0]
    return int(first) if first.isdecimal() else 0


def _short(key: str) -> str:
    if len(key) <= LONGEST_KEY:
        return key
    head = key[: LONGEST_KEY - 33]
    return f"{head}#{hashlib.blake2b(key.encode(), digest_size=16).hexdigest()}"


def _whole(version: str) -> str:
    """The version with what else decides: the software and where it stands."""
    said = f"{_software()}\n{current().address}\n{version}"
    return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()


@cache
def _software() -> str:
    """What a new release of the software, or of time zones, makes another one."""
    said = hashlib.blake2b(metadata.version("icalendar").encode())
    here = Path(eventapp.__file__).parent
    sources = (one for one in here.rglob("*") if one.suffix in {".py", ".mo"})
    for source in sorted(sources):
        said.update(source.read_bytes())
    for folder in TZPATH:
        rules = Path(folder) / "tzdata.zi"
        if rules.is_file():
            said.update(rules.read_bytes())
    return said.hexdigest()
