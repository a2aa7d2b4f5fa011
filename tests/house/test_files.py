"""What may be committed: our own writing, and nothing of the machine it was made on."""

import json
import re
import subprocess
import tomllib

import pytest

from tests.house.tree import ROOT, faults, own_files, read

LARGEST_FILE = 1_000_000  # octets; the catalogue of sentences is the largest
PICTURES = (".png", ".webp")
# Written so that this file does not name them itself.
NOT_OURS = re.compile(
    r"https?://[\w.-]*(?:[n]pm|[p]ypi|[p]ythonhosted|[u]npkg|[j]sdelivr|[d]ebian)"
    r"|(?<![\w.])/(?:[w]ork|[r]oot|[h]ome/\w+|[U]sers/\w+|[f]arm)/"
    r"|\.\./[s]hared|\.\./\.[l]ibrary"
)
FETCHED = re.compile(
    r"(?:^|/)(?:node_modules|vendor)/"
    r"|\.(?:min\.js|min\.css|wasm|ttf|otf|woff2?|whl|so|pyc|mo|zip|gz)$"
)
TEXTS = [name for name in own_files() if not name.endswith(PICTURES)]
LOCKS = ("requirements.lock", "requirements-clone.lock", "requirements-dev.lock")


def test_no_file_names_a_registry_or_a_machine() -> None:
    assert faults(TEXTS, _lines_not_ours) == {}


def test_nothing_fetched_or_built_is_committed() -> None:
    assert [name for name in own_files() if FETCHED.search(name)] == []


def test_what_is_not_a_picture_is_text() -> None:
    assert faults(TEXTS, lambda name: "\0" in read(name)) == {}


def test_lines_end_where_their_words_do() -> None:
    assert faults(TEXTS, _lines_that_trail) == {}
    assert faults(TEXTS, lambda name: not f"\n{read(name)}".endswith("\n")) == {}


def test_no_file_is_large() -> None:
    sizes = {name: (ROOT / name).stat().st_size for name in own_files()}

    assert {name for name, size in sizes.items() if size > LARGEST_FILE} == set()


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_pins_by_digest_and_names_no_address(name: str) -> None:
    lines = [line for line in read(name).splitlines() if not line.startswith("#")]

    assert not re.search(r"://|@ |--(?:index|extra|find)", "\n".join(lines))
    pins = [line for line in lines if "==" in line]
    assert pins
    assert sum("--hash=sha256:" in line for line in lines) >= len(pins)


def test_each_lock_file_agrees_with_the_smaller_one() -> None:
    runtime, clone, everything = (_pins(name) for name in LOCKS)

    assert runtime <= clone <= everything


def test_the_assets_are_locked_by_digest_without_addresses() -> None:
    packages = json.loads(read("package-lock.json"))["packages"]
    wanted = json.loads(read("package.json"))
    fetched = {name: what for name, what in packages.items() if name}

    assert all("integrity" in what for what in fetched.values())
    assert not any("resolved" in what for what in fetched.values())
    assert set(wanted["dependencies"]) == {"zxing-wasm"}
    readers = {"ical.js", "node-ical", "ts-ics"}
    assert set(wanted["devDependencies"]) == {"axe-core", *readers}


def test_every_exemption_of_the_linter_carries_its_reason() -> None:
    settings = read("pyproject.toml")
    rules = settings[settings.index("[tool.ruff.lint]") :]
    rules = rules[: rules.index("[tool.ruff.lint.flake8")]
    lines = [line for line in rules.splitlines() if re.match(r'\s*"', line)]

    assert [line for line in lines if line[-1] != "[" and " # " not in line] == []
    assert tomllib.loads(settings)["tool"]["ruff"]["lint"]["select"] == ["ALL"]


def test_the_pipeline_runs_what_we_run() -> None:
    commands = [
        line
        for line in read(".ci/run").splitlines()
        if line and not line.startswith(("#", "set ", "cd "))
    ]

    assert commands == ["exec make test"]
    executable = subprocess.run(["test", "-x", ROOT / ".ci/run"], check=False)
    assert executable.returncode == 0


def _lines_not_ours(name: str) -> list[str]:
    return [line for line in read(name).splitlines() if NOT_OURS.search(line)]


def _lines_that_trail(name: str) -> list[str]:
    return [line for line in read(name).split("\n") if line != line.rstrip(" \t\r")]


def _pins(name: str) -> set[str]:
    return set(re.findall(r"^[\w.-]+==[^\s;]+", read(name), re.MULTILINE))
