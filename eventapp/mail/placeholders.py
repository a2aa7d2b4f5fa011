"""Texts with {placeholders}: what is wrong with one, and how it is filled."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from flask_babel import LazyString
from flask_babel import gettext as _

NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
PART = re.compile(r"\{\{|\}\}|\{([^{}\n]*)\}|\{|\}")
FULL_WIDTH = re.compile(
    r"[｛﹛]\s*([A-Za-z_]+)\s*[｝﹜]"
)  # as an input method types it
MOST_SHOWN = 30  # characters of what nobody can read


@dataclass(frozen=True)
class Placeholder:
    """What the house puts in when a text is sent."""

    name: str
    meaning: str | LazyString
    sample: str | LazyString
    is_needed: bool = False  # without it the mail is of no use: its link, its code

    @property
    def written(self) -> str:
        """As it stands in a text."""
        return f"{{{self.name}}}"


def problems_in(
    text: str, offered: Sequence[Placeholder], *, is_whole: bool = True
) -> list[str]:
    """Why `text` cannot be sent as it is, in sentences; none: it can.

    `is_whole`: what is needed must be in it, which a subject need not have.
    """
    found = [
        _(
            "Write %(right)s with plain braces, and not %(wrong)s.",
            right=f"{{{wide[1]}}}",
            wrong=wide[0],
        )
        for wide in FULL_WIDTH.finditer(text)
    ]
    used: set[str] = set()
    names = {one.name for one in offered}
    for said, name in _parts(text):
        if name in names:
            used.add(name)
        elif said is not None:
            found.append(_problem(said, name, names))
    if is_whole:
        found += [
            _(
                "%(placeholder)s is missing. Without it the mail is of no use.",
                placeholder=one.written,
            )
            for one in offered
            if one.is_needed and one.name not in used
        ]
    return list(dict.fromkeys(found))


def names_in(text: str) -> set[str]:
    """The placeholders that `text` has."""
    return {name for _said, name in _parts(text) if name}


def filled(text: str, values: Mapping[str, str]) -> str:
    """`text` with its values.

    A line of placeholders that have no value is left out, with the gap it would leave.
    What stands in a value stays as it is, braces too.
    """
    lines: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        said = _filled(line, values)
        if not said.strip() and line.strip():
            if lines and not lines[-1].strip():
                lines.pop()
            continue
        lines.append(said)
    return "\n".join(lines).strip("\n")


def sampled(offered: Sequence[Placeholder]) -> dict[str, str]:
    """A value for each, in the language that is spoken."""
    return {one.name: str(one.sample) for one in offered}


def _filled(line: str, values: Mapping[str, str]) -> str:
    def put_in(part: re.Match[str]) -> str:
        if part[0] in {"{{", "}}"}:
            return part[0][0]
        if part[1] is None:
            return part[0]
        name = part[1].strip()
        return values.get(name, "") if NAME.fullmatch(name) else part[0]

    return PART.sub(put_in, line)


def _parts(text: str) -> Iterator[tuple[str | None, str | None]]:
    """What stands in braces, with its name; a brace alone has none."""
    for part in PART.finditer(text):
        if part[0] in {"{{", "}}"}:
            continue
        name = part[1].strip() if part[1] is not None else None
        yield part[0], name if name and NAME.fullmatch(name) else None


def _problem(said: str, name: str | None, names: set[str]) -> str:
    if said in {"{", "}"}:
        return _(
            "A brace %(brace)s stands alone. Placeholders are written {name};"
            " for a brace itself write it twice.",
            brace=said,
        )
    shown = said if len(said) <= MOST_SHOWN else f"{said[:MOST_SHOWN]}…"
    near = get_close_matches((name or said.strip("{} ")).lower(), names, 1)
    if near:
        return _(
            "There is no %(wrong)s here. Did you mean %(right)s?",
            wrong=shown,
            right=f"{{{near[0]}}}",
        )
    return _("There is no %(wrong)s here.", wrong=shown)
