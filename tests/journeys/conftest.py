"""The browser of the journeys: the machine's own Chromium."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.conftest import DATABASES
from tests.journeys.site import Site, running_site
from tests.postgres import postgres_server


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


@pytest.fixture(scope="session", params=DATABASES)
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The demonstration week, served as `make run` does, on each database."""
    data = tmp_path_factory.mktemp("site") / "data"
    with ExitStack() as stack:
        database = None
        if request.param == "postgresql":
            database = stack.enter_context(postgres_server())
        yield stack.enter_context(running_site(data, database))
