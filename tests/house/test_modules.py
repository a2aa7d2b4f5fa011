"""What every module of ours looks like."""

import ast
import re

import pytest

from tests.house.tree import own_files, read, sources

LONGEST_MODULE = 300
LONGER_FOR_A_REASON: dict[str, str] = {}
# One request is one transaction, settled in one place; commands settle in another.
MAY_COMMIT = {"eventapp/kernel/db.py", "eventapp/web/transactions.py"}
MODULES = sources("eventapp", ".py")
PYTHON = [name for name in own_files() if name.endswith(".py")]


@pytest.mark.parametrize("name", PYTHON)
def test_a_module_begins_by_saying_what_is_in_it(name: str) -> None:
    assert ast.get_docstring(ast.parse(read(name))), name


@pytest.mark.parametrize(
    "name", [name for name in MODULES if name.endswith("__init__.py")]
)
def test_a_package_is_a_docstring_and_nothing_else(name: str) -> None:
    assert len(ast.parse(read(name)).body) == 1, name


@pytest.mark.parametrize("name", MODULES)
def test_a_module_fits_in_the_head(name: str) -> None:
    lines = read(name).count("\n")

    assert lines <= LONGEST_MODULE or name in LONGER_FOR_A_REASON, lines


def test_a_reason_to_be_long_is_still_needed() -> None:
    needed = {
        name
        for name in LONGER_FOR_A_REASON
        if name in MODULES and read(name).count("\n") > LONGEST_MODULE
    }

    assert needed == set(LONGER_FOR_A_REASON)


@pytest.mark.parametrize("name", own_files())
def test_what_is_left_to_do_carries_a_number(name: str) -> None:
    if name.endswith((".png", "package-lock.json", ".lock")):
        return
    mark = re.compile(r"\b(?:TO[D]O|FIX[M]E|X[X]X)\b(?!\(#\d+\))")

    assert [line for line in read(name).splitlines() if mark.search(line)] == []


def test_only_requests_and_commands_commit() -> None:
    committing = {name for name in MODULES if ".commit()" in read(name)}

    assert committing <= MAY_COMMIT


def test_the_domain_speaks_of_no_request() -> None:
    """import-linter sees imports; this sees a request passed in by hand."""
    rooms = ("models", "queries", "service", "notices")
    telling = re.compile(r"\brequest\.(?:form|args|json|files)\b")

    assert [
        name
        for name in MODULES
        if any(f"/{room}" in name for room in rooms) and telling.search(read(name))
    ] == []
