"""The project's own files, as git knows them."""

import subprocess
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def own_files() -> tuple[str, ...]:
    """Every file that is, or is about to be, committed; relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    names = sorted(set(listed.stdout.split("\0")) - {""})
    return tuple(name for name in names if (ROOT / name).is_file())


def sources(folder: str, ending: str) -> list[str]:
    """The files under `folder` whose names end so."""
    return [
        name
        for name in own_files()
        if name.startswith(f"{folder}/") and name.endswith(ending)
    ]


def read(name: str) -> str:
    """The text of a file."""
    return (ROOT / name).read_text(encoding="utf-8")


def faults(names: Iterable[str], find: Callable[[str], object]) -> dict[str, object]:
    """What `find` finds in some of these files: one test for all is much quicker."""
    found = {name: find(name) for name in names}
    return {name: fault for name, fault in found.items() if fault}
