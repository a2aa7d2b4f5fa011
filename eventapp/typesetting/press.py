"""The press: a typst template and its content become a PDF, with our fonts alone.

A template lies in the folder `typst` of the package that prints it. It imports what
all share by its path inside `eventapp`: "/typesetting/typst/letters.typ".
"""

import json
import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Literal

from typst import Compiler, TypstError

from eventapp.typesetting.fonts import fonts
from eventapp.typesetting.texts import boxed, has_any, tidied

ROOT = Path(__file__).parents[1]
STANDARD: Literal["a-2u"] = "a-2u"  # PDF/A: refuses to draw a letter no font has
MADE_AT = 0  # the same content is the same bytes, whenever it is printed
IDLE_RUNS = 10  # the typesetter keeps what one of so many last runs has used


class UnknownLetters(Exception):
    """Letters that no font of ours has; whoever prints decides what gives way."""

    def __init__(self, letters: frozenset[str]) -> None:
        super().__init__(" ".join(sorted(letters)))
        self.letters = letters


def pdf(template: Path, inputs: Mapping[str, str]) -> bytes:
    """A template with its `sys.inputs` as a PDF/A-2u; equal inputs are equal bytes.

    Raises:
        UnknownLetters: some have no shape in our fonts.
        TypstError: the template is wrong, or warns of anything.
    """
    try:
        made, warnings = _compiler(template, inputs).compile_with_warnings(
            format="pdf", pdf_standards=STANDARD, timestamp=MADE_AT
        )
    except TypstError as error:
        if letters := _unknown_letters(error):
            raise UnknownLetters(letters) from error
        raise
    for warning in warnings:
        raise TypstError(warning.message, warning.diagnostic, warning.hints)
    if not isinstance(made, bytes):
        raise TypeError("one PDF is one string of bytes")
    return made


def png(template: Path, inputs: Mapping[str, str], *, ppi: float) -> bytes:
    """A template of one page as a picture; a letter without a shape is left blank."""
    made = _compiler(template, inputs).compile(format="png", ppi=ppi)
    if not isinstance(made, bytes):
        raise TypeError("one page is one picture")
    return made


def svg(template: Path, inputs: Mapping[str, str]) -> str:
    """A template of one page as a picture of lines, with no font of the reader's."""
    made = _compiler(template, inputs).compile(format="svg")
    if not isinstance(made, bytes):
        raise TypeError("one page is one picture")
    return made.decode()


def document(
    template: Path,
    content: Any,  # noqa: ANN401 - whatever JSON can say
    *,
    on_boxed: Callable[[frozenset[str]], None] | None = None,
) -> bytes:
    """A PDF of `content`, which is `json(bytes(sys.inputs.content))` in the template.

    Its texts are tidied line by line. Boxes stand for letters that no font has, and
    `on_boxed` is told which: one sign never keeps a whole document from being printed.
    """
    content = _each_text(content, _tidied_lines)
    while True:
        try:
            return pdf(template, {"content": json.dumps(content, ensure_ascii=False)})
        except UnknownLetters as unknown:
            changed = _each_text(content, partial(_boxed, letters=unknown.letters))
            if changed == content:
                raise
            content = changed
            if on_boxed is not None:
                on_boxed(unknown.letters)


def forget() -> None:
    """Have the typesetter drop what it remembers of large prints."""
    idle = Compiler(font_paths=fonts(), ignore_system_fonts=True)
    for _ in range(IDLE_RUNS):
        idle.compile(b"", format="pdf")


def _compiler(template: Path, inputs: Mapping[str, str]) -> Compiler:
    return Compiler(
        template,
        root=ROOT,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs=dict(inputs),
    )


def _each_text(content: Any, change: Callable[[str], str]) -> Any:  # noqa: ANN401 - as `document`
    if isinstance(content, str):
        return change(content)
    if isinstance(content, Mapping):
        return {key: _each_text(value, change) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_each_text(value, change) for value in content]
    return content


def _tidied_lines(text: str) -> str:
    return "\n".join(tidied(line) for line in text.splitlines())


def _boxed(text: str, letters: frozenset[str]) -> str:
    return boxed(text, letters) if has_any(text, letters) else text


def _unknown_letters(error: TypstError) -> frozenset[str]:
    """The letters that no font has, as the typesetter reports them."""
    found = re.findall(r'the text `"(.+?)"` could not be displayed', error.diagnostic)
    escape = re.compile(r"\\u\{([0-9a-f]+)\}")
    return frozenset(
        escape.sub(lambda code: chr(int(code[1], 16)), text) for text in found
    )
