"""The readers that Debian brings, and the packages they need."""

import os
import subprocess
from pathlib import Path

from tests.readers.catalogue import BREAKS, Reader

HERE = Path(__file__).parent
# Commas and semicolons keep their backslash.
ESCAPED = ((r"([,;])", r"\\\1"),)
GO = {"GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOFLAGS": ""}


def readers(folder: Path) -> tuple[Reader, ...]:
    """Build in `folder` what has to be built, and name all of them."""
    return (
        Reader("libical", "C", (_libical(folder),)),
        Reader(
            "icalendar (gem)",
            "Ruby",
            ("ruby", HERE / "icalendar.rb"),
            mistakes=((r"\\n", "\\\\\n"),),
        ),
        Reader("sabre/vobject", "PHP", ("php", HERE / "sabre.php"), mistakes=ESCAPED),
        Reader(
            "Horde_Icalendar", "PHP", ("php", HERE / "horde.php"), mistakes=(BREAKS,)
        ),
        Reader(
            "Data::ICal",
            "Perl",
            ("perl", HERE / "data_ical.pl"),
            knows_times=False,
            mistakes=((r"\\[nN]", "\n"),),
        ),
        Reader(
            "golang-ical",
            "Go",
            (_golang(folder),),
            mistakes=((r"\\", r"\\\\"), *ESCAPED),
        ),
    )


def _libical(folder: Path) -> Path:
    program = folder / "libical"
    asked = ["pkg-config", "--cflags", "--libs", "libical"]
    flags = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    command = ["cc", "-o", str(program), str(HERE / "libical.c"), *flags.split()]
    subprocess.run(command, check=True)
    return program


def _golang(folder: Path) -> Path:
    program = folder / "golang_ical"
    environment = os.environ | GO | {"GOCACHE": str(folder / "go")}
    command = ["go", "build", "-o", str(program), str(HERE / "golang_ical.go")]
    subprocess.run(command, check=True, env=environment)
    return program
