"""Evolution's data server, which GNOME Calendar shares: subscribed on its own bus."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from tests.readers.catalogue import CLOCK, Mistakes

HERE = Path(__file__).parent
DEBIAN_PYTHON = "/usr/bin/python3"


class Evolution:
    """One home with one calendar from the network."""

    name = "Evolution"
    mistakes: Mistakes = ()

    def __init__(self, folder: Path, address: str) -> None:
        folder.mkdir()
        runtime = folder / "run"
        runtime.mkdir(mode=0o700)
        own = {"HOME": str(folder), "XDG_RUNTIME_DIR": str(runtime)}
        own |= {"TZ": CLOCK, "GSETTINGS_BACKEND": "memory"}
        program = str(HERE / "evolution_session.py")
        self.log = (folder / "log.txt").open("wb")
        self.process = subprocess.Popen(
            ["dbus-run-session", "--", DEBIAN_PYTHON, program, address],
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"} | own,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
        )

    @property
    def version(self) -> str:
        asked = ["dpkg-query", "--show", "--showformat=${Version}"]
        asked.append("evolution-data-server")
        told = subprocess.run(asked, check=True, capture_output=True, text=True)
        return told.stdout.partition("-")[0]

    def sync(self) -> list[dict[str, Any]]:
        """Refresh the calendar, and say what it shows."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(b"sync\n")
        self.process.stdin.flush()
        shown: list[dict[str, Any]] = json.loads(self.process.stdout.readline())
        return shown

    def close(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(timeout=30)
        self.log.close()
