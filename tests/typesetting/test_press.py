"""The press: our fonts alone, no letter lost in silence."""

import json
from pathlib import Path

import pytest
from typst import TypstError

from eventapp.typesetting import press
from eventapp.typesetting.press import UnknownLetters
from eventapp.typesetting.texts import tagged

TEMPLATE = """
#import "/typesetting/typst/letters.typ": fonts-for, said
#set text(font: fonts-for("en", none))
#let content = json(bytes(sys.inputs.content))
#for line in content.lines { par(said(line)) }
"""


@pytest.fixture
def template(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A template of our own, in a house where it finds the letters of all."""
    (tmp_path / "typesetting").symlink_to(press.ROOT / "typesetting")
    monkeypatch.setattr(press, "ROOT", tmp_path)
    written = tmp_path / "page.typ"
    written.write_text(TEMPLATE, encoding="utf-8")
    return written


def content(*lines: str) -> dict[str, object]:
    return {"lines": [tagged(line, None) for line in lines], "count": 1, "none": None}


def test_equal_content_is_equal_bytes(template: Path) -> None:
    one = press.document(template, content("Rector", "校长"))

    assert one.startswith(b"%PDF-1.7")
    assert one == press.document(template, content("Rector", "校长"))
    assert one != press.document(template, content("Rector", "书记"))


def test_a_letter_without_a_shape_is_told(template: Path) -> None:
    inputs = {"content": json.dumps(content("Ola 😀"))}

    with pytest.raises(UnknownLetters) as raised:
        press.pdf(template, inputs)

    assert raised.value.letters == {"😀"}


def test_a_document_has_boxes_for_such_letters(template: Path) -> None:
    told: list[frozenset[str]] = []

    made = press.document(
        template, content("Ola \ue001", "\ue000"), on_boxed=told.append
    )

    assert made == press.document(template, content("Ola □", "□"))
    assert frozenset().union(*told) == {"\ue001", "\ue000"}


def test_signs_without_a_shape_are_left_out(template: Path) -> None:
    made = press.document(template, content("  Lo\u0301dz\u0000 \ud800 "))

    assert made == press.document(template, content("Lódz"))


def test_a_wrong_template_is_an_error(template: Path) -> None:
    template.write_text('#set text(font: "Comic Sans MS")\nwords', encoding="utf-8")

    with pytest.raises(TypstError, match="unknown font family"):
        press.document(template, {})


def test_forgetting_changes_no_page(template: Path) -> None:
    before = press.document(template, content("Rector"))

    press.forget()

    assert press.document(template, content("Rector")) == before
