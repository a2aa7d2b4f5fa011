"""khal, which reads what vdirsyncer has brought: two clients that work together.

vdirsyncer gives every event of a feed a name of its own, made from its contents.
"""

import os
import subprocess
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.readers.catalogue import CLOCK, Mistakes

VDIRSYNCER = """\
[general]
status_path = "{folder}/status"

[pair week]
a = "here"
b = "feed"
collections = null
conflict_resolution = "b wins"

[storage here]
type = "filesystem"
path = "{folder}/week"
fileext = ".ics"

[storage feed]
type = "http"
url = "{address}"
"""
KHAL = """\
[calendars]
[[week]]
path = {folder}/week
readonly = True

[locale]
local_timezone = UTC
default_timezone = UTC
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
timeformat = %H:%M:%S
datetimeformat = %Y-%m-%dT%H:%M:%S
longdatetimeformat = %Y-%m-%dT%H:%M:%S

[sqlite]
path = {folder}/khal.db

[default]
highlight_event_days = False
"""
END, PART = "\x1e", "\x1f"
FIELDS = ("url", "title", "description", "location", "categories", "status", "all-day")
TIMES = ("start-long-full", "end-long-full", "start-date-long", "end-date-long")
AGES = ("1970-01-02", "70000d")  # all that was ever planned


class Khal:
    """One home into which vdirsyncer brings a feed, and from which khal reads."""

    name = "vdirsyncer, khal"
    mistakes: Mistakes = ((r"\\[nN]", "\n"), (r"\\([,;])", r"\1"))

    def __init__(self, folder: Path, address: str) -> None:
        folder.mkdir()
        self.folder = folder
        asked = VDIRSYNCER.format(folder=folder, address=address)
        (folder / "vdirsyncer.conf").write_text(asked)
        (folder / "khal.conf").write_text(KHAL.format(folder=folder))
        self._run("vdirsyncer", "-c", "vdirsyncer.conf", "discover", said="y\n")

    @property
    def version(self) -> str:
        told = [self._run(program, "--version") for program in ("vdirsyncer", "khal")]
        return ", ".join(one.split()[-1] for one in told)

    def sync(self) -> list[dict[str, Any]]:
        """Bring what is new, and say what khal shows."""
        self._run("vdirsyncer", "-c", "vdirsyncer.conf", "sync")
        wanted = PART.join(f"{{{name}}}" for name in (*FIELDS, *TIMES)) + END
        listed = self._run(
            *("khal", "--no-color", "-c", "khal.conf", "list", "--once"),
            *("--day-format", "", "--format", wanted, *AGES),
        )
        return [_told(row.split(PART)) for row in listed.split(END) if PART in row]

    def close(self) -> None:
        """There is nothing that runs."""

    def _run(self, *command: str, said: str = "") -> str:
        own = {"HOME": str(self.folder), "TZ": CLOCK}
        ran = subprocess.run(
            command,
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"} | own,
            input=said,
            capture_output=True,
            check=False,
            text=True,
        )
        if ran.returncode:
            raise AssertionError((command, ran.stdout, ran.stderr))
        return ran.stdout


def _told(row: list[str]) -> dict[str, Any]:
    told = dict(zip((*FIELDS, *TIMES), row, strict=True))
    start, end = f"{told[TIMES[0]]}Z", f"{told[TIMES[1]]}Z"
    if told["all-day"] == "True":
        last = date.fromisoformat(told["end-date-long"])
        start, end = told["start-date-long"], str(last + timedelta(days=1))
    return {
        "uid": told["url"].rpartition("/")[2],
        "status": told["status"].strip(),
        "summary": told["title"],
        "description": told["description"],
        "location": told["location"],
        "categories": [told["categories"]],
        "start": start,
        "end": end,
    }
