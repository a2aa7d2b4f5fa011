"""QR codes: the pictures hold the code, and can be drawn by anybody."""

import re
import struct
import zlib
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from eventapp.kernel import qr
from eventapp.kernel.codes import CodeKind, compose
from eventapp.kernel.qr import Level, Matrix
from tests.badges.decoding import decoded

CODES = [
    compose(CodeKind.PERSON, bytes(range(16))),
    compose(CodeKind.DEVICE, b"\xff" * 16),
    compose(CodeKind.COACH, bytes(16)),
]


def pixels(picture: bytes) -> list[str]:
    """Lines of a PNG of one bit a pixel, as ones and noughts."""
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    parts, at = {}, 8
    while at < len(picture):
        (length,) = struct.unpack(">I", picture[at : at + 4])
        named = picture[at + 4 : at + 8 + length]
        assert picture[at + 8 + length :][:4] == struct.pack(">I", zlib.crc32(named))
        parts[named[:4]] = named[4:]
        at += 12 + length
    assert list(parts) == [b"IHDR", b"IDAT", b"IEND"]
    width, height, *kind = struct.unpack(">IIBBBBB", parts[b"IHDR"])
    assert kind == [1, 0, 0, 0, 0]
    raw = zlib.decompress(parts[b"IDAT"])
    stride = -(-width // 8) + 1
    lines = [raw[stride * y : stride * (y + 1)] for y in range(height)]
    assert {line[0] for line in lines} == {0}
    return ["".join(f"{byte:08b}" for byte in line[1:])[:width] for line in lines]


def framed(rows: Matrix) -> list[str]:
    """`rows` with their quiet zone, dark modules as noughts."""
    quiet = ["1" * (len(rows) + 8)] * 4
    drawn = ["".join("10"[dark] for dark in row) for row in rows]
    return [*quiet, *(f"1111{row}1111" for row in drawn), *quiet]


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("code", CODES)
def test_the_code_can_be_read_from_its_modules(code: str, level: Level) -> None:
    assert decoded(qr.matrix(code, level), level) == code


def test_a_badge_code_needs_25_modules_on_screen_and_29_in_print() -> None:
    sides = {(len(qr.matrix(code, level)), level) for code in CODES for level in Level}

    assert sides == {(25, Level.SCREEN), (29, Level.PRINT)}


@pytest.mark.parametrize("text", ["pw1p", "PW1P刘", "PW1P_"])
def test_what_would_make_a_larger_code_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="can not be represented"):
        qr.matrix(text)


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("scale", [1, 3, 8])
def test_the_png_shows_every_module_as_a_square(level: Level, scale: int) -> None:
    drawn = pixels(qr.png(CODES[0], level=level, scale=scale))

    wide = [
        "".join(s * scale for s in row) for row in framed(qr.matrix(CODES[0], level))
    ]
    assert drawn == [line for line in wide for _ in range(scale)]


@pytest.mark.parametrize("level", Level)
def test_the_svg_draws_the_dark_modules_and_no_other(level: Level) -> None:
    root = ET.fromstring(qr.svg(CODES[0], "Your badge", level=level))  # noqa: S314
    path = root.findall("{*}path")[1].attrib["d"]
    bars = [
        tuple(map(int, bar)) for bar in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", path)
    ]
    side = int(root.attrib["viewBox"].split()[2])
    canvas = [["1"] * side for _ in range(side)]
    for x, y, run in bars:
        canvas[y][x : x + run] = "0" * run

    assert ["".join(line) for line in canvas] == framed(qr.matrix(CODES[0], level))
    assert all(one != other for one, other in pairwise(bars))
    assert re.sub(r"M\d+ \d+h(\d+)v1h-\1z", "", path) == ""


def test_the_svg_has_a_size_and_says_what_it_is() -> None:
    picture = qr.svg(CODES[0], "Łucja & <Co>", scale=10)

    root = ET.fromstring(picture)  # noqa: S314
    assert (root.attrib["width"], root.attrib["height"]) == ("330", "330")
    assert root.attrib["viewBox"] == "0 0 33 33"
    assert root.findtext("{*}title") == "Łucja & <Co>"
    assert root.findall("{*}path")[0].attrib == {"fill": "#fff", "d": "M0 0h33v33H0z"}
    assert "style" not in picture


def test_the_same_code_gives_the_same_picture() -> None:
    assert qr.svg(CODES[1], "A") == qr.svg(CODES[1], "A")
    assert qr.png(CODES[1]) == qr.png(CODES[1])
