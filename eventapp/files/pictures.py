"""Pictures: read piece by piece, without what tells where they were taken."""

import struct
import zlib

from eventapp.files.errors import FileDamaged

JPEG_START, JPEG_SCAN, JPEG_END = b"\xff\xd8", 0xDA, 0xD9
STANDALONE = {0x01, *range(0xD0, 0xD8)}
# Exif and XMP (GPS!), pictures behind the picture, IPTC, comments.
PRIVATE_SEGMENTS = {0xE1, 0xED, 0xFE, *range(0xE3, 0xED), 0xEF}
COLOURS = b"ICC_PROFILE\0"
ORIENTATION = 0x0112
PNG_START = b"\x89PNG\r\n\x1a\n"
PRIVATE_CHUNKS = {b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"tIME"}
VP8X_PRIVATE = 0x08 | 0x04  # Exif and XMP are there


def bare_jpeg(content: bytes) -> tuple[bytes, bytes]:
    """The picture without private segments, and what stood behind its end.

    Raises:
        FileDamaged: its pieces do not fit together.
    """
    kept, at, turned = [JPEG_START], 2, 1
    while True:
        while content[at : at + 2] == b"\xff\xff":
            at += 1
        if at + 4 > len(content) or content[at] != 0xFF:  # noqa: PLR2004 - the mark
            raise FileDamaged
        mark = content[at + 1]
        if mark in STANDALONE:
            at += 2
            continue
        (length,) = struct.unpack_from(">H", content, at + 2)
        piece = content[at : at + 2 + length]
        if length < 2 or len(piece) < 2 + length:  # noqa: PLR2004 - the length itself
            raise FileDamaged
        if mark == JPEG_SCAN:
            break
        if mark == 0xE1 and piece[4:10] == b"Exif\0\0":  # noqa: PLR2004 - APP1
            turned = _orientation(piece[10:])
        is_colours = mark == 0xE2 and piece[4:].startswith(COLOURS)  # noqa: PLR2004
        if mark not in PRIVATE_SEGMENTS and (mark != 0xE2 or is_colours):  # noqa: PLR2004
            kept.append(piece)
        at += 2 + length
    end = _end_of_jpeg(content, at)
    if turned > 1:
        kept.insert(1, _turned(turned))
    return b"".join(kept) + content[at:end], content[end:]


def bare_png(content: bytes) -> tuple[bytes, bytes]:
    """The picture without texts, and what stood behind its end.

    Raises:
        FileDamaged: a chunk is cut, or its sum is wrong.
    """
    kept, at = [PNG_START], len(PNG_START)
    while True:
        if at + 12 > len(content):
            raise FileDamaged
        (length,) = struct.unpack_from(">I", content, at)
        kind = content[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(content):
            raise FileDamaged
        (told,) = struct.unpack_from(">I", content, end - 4)
        if zlib.crc32(content[at + 4 : end - 4]) != told:
            raise FileDamaged
        if kind not in PRIVATE_CHUNKS:
            kept.append(content[at:end])
        at = end
        if kind == b"IEND":
            return b"".join(kept), content[at:]


def bare_webp(content: bytes) -> tuple[bytes, bytes]:
    """The same for WebP.

    Raises:
        FileDamaged: a chunk is cut.
    """
    (size,) = struct.unpack_from("<I", content, 4)
    end, at, kept = size + 8, 12, []
    if end > len(content):
        raise FileDamaged
    while at + 8 <= end:
        (length,) = struct.unpack_from("<I", content, at + 4)
        following = at + 8 + length + length % 2
        kind, piece = content[at : at + 4], content[at:following]
        if following > end:
            raise FileDamaged
        if kind == b"VP8X":
            flags = piece[8] & ~VP8X_PRIVATE
            piece = piece[:8] + bytes((flags,)) + piece[9:]
        if kind not in {b"EXIF", b"XMP "}:
            kept.append(piece)
        at = following
    body = b"".join(kept)
    return (
        b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body,
        content[end:],
    )


def whole_heic(content: bytes) -> bytes:
    """What stands behind the last box of a HEIC picture.

    Raises:
        FileDamaged: a box is cut.
    """
    at, seen = 0, set()
    while at + 8 <= len(content):
        (size,) = struct.unpack_from(">I", content, at)
        kind = content[at + 4 : at + 8]
        if size == 1 and at + 16 <= len(content):
            (size,) = struct.unpack_from(">Q", content, at + 8)
        if not kind.isalnum():
            break
        if size == 0:
            size = len(content) - at
        if size < 8 or at + size > len(content):  # noqa: PLR2004 - its own head
            raise FileDamaged
        seen.add(kind)
        at += size
    if not {b"ftyp", b"meta"} <= seen:
        raise FileDamaged
    return content[at:]


def _end_of_jpeg(content: bytes, at: int) -> int:
    """Where the picture ends: behind the mark of its end, outside of any segment."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise FileDamaged
        mark = content[at + 1]
        if mark == JPEG_END:
            return at + 2
        if mark in STANDALONE or mark in {0x00, 0xFF}:
            at += 1 if mark == 0xFF else 2  # noqa: PLR2004 - filling
            continue
        if at + 4 > len(content):
            raise FileDamaged
        (length,) = struct.unpack_from(">H", content, at + 2)
        at += 2 + length


def _orientation(tiff: bytes) -> int:
    """How the picture is to be turned; the only thing of Exif that stays."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 10:  # noqa: PLR2004 - head and count
        return 1
    (at,) = struct.unpack_from(f"{order}I", tiff, 4)
    if at + 2 > len(tiff):
        return 1
    (count,) = struct.unpack_from(f"{order}H", tiff, at)
    for number in range(min(count, 64)):
        entry = at + 2 + 12 * number
        if entry + 12 > len(tiff):
            break
        tag, _kind, _count, value = struct.unpack_from(f"{order}HHIH", tiff, entry)
        if tag == ORIENTATION and value in range(1, 9):
            return int(value)
    return 1


def _turned(value: int) -> bytes:
    """A segment that says nothing but how to turn the picture."""
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, ORIENTATION, 3, 1, value, 0, 0)
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
