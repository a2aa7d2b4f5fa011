"""What every module of ours looks like."""

import ast
import re

from tests.house.tree import faults, own_files, read, sources

LONGEST_MODULE = 300
LONGER_FOR_A_REASON: dict[str, str] = {}
# One request is one transaction, settled in one place; commands settle in another.
MAY_COMMIT = {"eventapp/kernel/db.py", "eventapp/web/transactions.py"}
MODULES = sources("eventapp", ".py")
PYTHON = [name for name in own_files() if name.endswith(".py")]


def test_a_module_begins_by_saying_what_is_in_it() -> None:
    assert faults(PYTHON, _says_nothing) == {}


def test_a_package_is_a_docstring_and_nothing_else() -> None:
    packages = [name for name in MODULES if name.endswith("__init__.py")]

    assert faults(packages, lambda name: len(ast.parse(read(name)).body) != 1) == {}


def test_a_module_fits_in_the_head() -> None:
    lengths = {name: read(name).count("\n") for name in MODULES}

    assert {
        name: length
        for name, length in lengths.items()
        if length > LONGEST_MODULE and name not in LONGER_FOR_A_REASON
    } == {}


def test_a_reason_to_be_long_is_still_needed() -> None:
    needed = {
        name
        for name in LONGER_FOR_A_REASON
        if name in MODULES and read(name).count("\n") > LONGEST_MODULE
    }

    assert needed == set(LONGER_FOR_A_REASON)


def test_what_is_left_to_do_carries_a_number() -> None:
    others = (".png", ".webp", "package-lock.json", ".lock")
    texts = [name for name in own_files() if not name.endswith(others)]
    mark = re.compile(r"\b(?:TO[D]O|FIX[M]E|X[X]X)\b(?!\(#\d+\))")

    assert faults(texts, lambda name: mark.findall(read(name))) == {}


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


def _says_nothing(name: str) -> bool:
    return not ast.get_docstring(ast.parse(read(name)))
