"""QR codes as pictures: an SVG path and a PNG, black on white with a quiet zone."""

import struct
import zlib
from enum import IntEnum
from html import escape

from qrcode import constants, util
from qrcode.image.base import BaseImage
from qrcode.main import QRCode

Matrix = tuple[tuple[bool, ...], ...]

QUIET_ZONE = 4
MASK = 2  # fixed: to try all eight costs four times as much and reads no better
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


class Level(IntEnum):
    """How much of the picture may be spoilt and still be read."""

    SCREEN = constants.ERROR_CORRECT_M  # 15 %, large modules on a small screen
    PRINT = constants.ERROR_CORRECT_H  # 30 %, for paper that is folded and scratched


def matrix(
    text: str, level: Level = Level.SCREEN, *, is_address: bool = False
) -> Matrix:
    """The modules of the code of `text`, row by row; dark ones are true.

    `text` is digits, upper-case letters and `$%*+-./: ` only: 32 of them make 25
    modules a side on screens, 29 in print. A ValueError refuses other text, unless it
    is an address, whose signs take more room.
    """
    code: QRCode[BaseImage] = QRCode(
        error_correction=level, mask_pattern=MASK, border=0
    )
    mode = util.MODE_8BIT_BYTE if is_address else util.MODE_ALPHA_NUM
    code.add_data(util.QRData(text, mode=mode))
    code.make()
    return tuple(tuple(bool(module) for module in row) for row in code.modules)


def svg(
    text: str,
    title: str,
    *,
    level: Level = Level.SCREEN,
    scale: int = 8,
    is_address: bool = False,
) -> str:
    """The code of `text` as an SVG document, `scale` pixels a module.

    `title` says to those who do not see it what the picture is.
    """
    rows = matrix(text, level, is_address=is_address)
    side = len(rows) + 2 * QUIET_ZONE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{side * scale}"'
        f' height="{side * scale}" viewBox="0 0 {side} {side}"'
        f' shape-rendering="crispEdges"><title>{escape(title)}</title>'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
        f'<path d="{_path(rows)}"/></svg>'
    )


def png(text: str, *, level: Level = Level.SCREEN, scale: int = 16) -> bytes:
    """The code of `text` as a PNG of one bit a pixel, `scale` pixels a module."""
    rows = matrix(text, level)
    side = (len(rows) + 2 * QUIET_ZONE) * scale
    quiet = b"\0" + b"\xff" * -(-side // 8)
    lines = [quiet] * (QUIET_ZONE * scale)
    for row in rows:
        lines.extend([b"\0" + _line(row, scale)] * scale)
    lines.extend([quiet] * (QUIET_ZONE * scale))
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)  # one bit, grey
    return (
        PNG_SIGNATURE
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(b"".join(lines), 9))
        + _chunk(b"IEND", b"")
    )


def _path(rows: Matrix) -> str:
    """One outline for all dark modules: a bar for each run in a row."""
    bars = []
    for y, row in enumerate(rows, QUIET_ZONE):
        start = 0
        while start < len(row):
            end = start
            while end < len(row) and row[end]:
                end += 1
            if end > start:
                run = end - start
                bars.append(f"M{start + QUIET_ZONE} {y}h{run}v1h-{run}z")
            start = end + 1
    return "".join(bars)


def _line(row: tuple[bool, ...], scale: int) -> bytes:
    """One line of pixels; a light pixel is a one, and so is what fills the byte."""
    quiet = "1" * (QUIET_ZONE * scale)
    bits = quiet + "".join("01"[not dark] * scale for dark in row) + quiet
    bits += "1" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8)


def _chunk(kind: bytes, content: bytes) -> bytes:
    """A part of a PNG: length, kind, content, checksum."""
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))
