"""The browser of the journeys: the machine's own Chromium."""

import os
import shutil
from typing import Any

import pytest


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any],
) -> dict[str, Any]:
    """Start the Chromium in PATH; root has to leave its sandbox."""
    found = shutil.which("chromium")
    assert found, "There is no chromium in PATH: run the tests by `make test`."
    outside = ["--no-sandbox"] if os.geteuid() == 0 else []
    known = browser_type_launch_args
    arguments = [*known.get("args", []), *outside]
    return known | {"executable_path": found, "args": arguments}
