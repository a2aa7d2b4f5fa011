"""A reader of our own codes, independent of what draws them (ISO/IEC 18004)."""

import re
from xml.etree import ElementTree as ET

from eventapp.kernel.qr import QUIET_ZONE, Level, Matrix

ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
BLOCKS = {Level.SCREEN: 1, Level.PRINT: 2}
DATA_WORDS = {Level.SCREEN: 28, Level.PRINT: 26}


def decoded(rows: Matrix, level: Level) -> str:
    """Read a code of version 2 or 3 as ISO/IEC 18004 says, without its repair."""
    read = words(rows)
    blocks = BLOCKS[level]
    content = [
        word for block in range(blocks) for word in read[block::blocks]
    ]  # data and repair, block after block
    size = len(content) // blocks
    data = DATA_WORDS[level] // blocks
    taken = [content[size * block :][:data] for block in range(blocks)]
    bits = "".join(f"{word:08b}" for part in taken for word in part)
    mode, length, bits = bits[:4], int(bits[4:13], 2), bits[13:]
    assert mode == "0010", "alphanumeric, the short way"
    pairs = [int(bits[11 * place :][:11], 2) for place in range(length // 2)]
    return "".join(ALPHANUMERIC[n // 45] + ALPHANUMERIC[n % 45] for n in pairs)


def words(rows: Matrix) -> list[int]:
    """The bytes in the order in which they lie, two columns up, two down."""
    size = len(rows)
    bits = ""
    columns = [x for x in range(size - 1, 0, -1) if x > 6] + list(range(5, 0, -1))
    for turn, right in enumerate(columns[::2]):
        for step in range(size):
            y = step if turn % 2 else size - 1 - step
            for x in (right, right - 1):
                if not is_furniture(x, y, size):
                    bits += "01"[rows[y][x] ^ (x % 3 == 0)]  # mask 2
    return [int(bits[at : at + 8], 2) for at in range(0, len(bits) // 8 * 8, 8)]


def is_furniture(x: int, y: int, size: int) -> bool:
    """Whether a module belongs to finders, timing, alignment or format."""
    far = size - 8
    corner = (x < 9 and (y < 9 or y >= far)) or (x >= far and y < 9)
    aligned = abs(x - (size - 7)) <= 2 and abs(y - (size - 7)) <= 2
    return corner or aligned or 6 in {x, y}


def modules_of(picture: str) -> Matrix:
    """The modules that an SVG of ours draws, without the quiet zone."""
    root = ET.fromstring(picture)  # noqa: S314 - our own picture
    path = root.findall("{*}path")[1].attrib["d"]
    side = int(root.attrib["viewBox"].split()[2])
    rows = [[False] * side for _ in range(side)]
    for bar in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", path):
        x, y, run = map(int, bar)
        rows[y][x : x + run] = [True] * run
    inner = slice(QUIET_ZONE, side - QUIET_ZONE)
    return tuple(tuple(row[inner]) for row in rows[inner])
