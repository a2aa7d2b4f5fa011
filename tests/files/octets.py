"""Small files of every sort, honest and nasty, made here octet by octet."""

import struct
import zipfile
import zlib
from io import BytesIO


def pdf(more: bytes = b"", behind: bytes = b"\n") -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog " + more + b" >>\nendobj\n"
        b"trailer << /Root 1 0 R >>\n%%EOF" + behind
    )


def folded(text: bytes) -> bytes:
    """An object stream of a PDF."""
    packed = zlib.compress(text)
    return (
        b">>\nendobj\n2 0 obj\n<< /Type /ObjStm /Filter /FlateDecode /Length "
        + str(len(packed)).encode()
        + b" >>\nstream\n"
        + packed
        + b"\nendstream\nendobj\n3 0 obj\n<<"
    )


def segment(mark: int, body: bytes) -> bytes:
    return bytes((0xFF, mark)) + struct.pack(">H", len(body) + 2) + body


def exif(orientation: int = 6) -> bytes:
    """Where the picture was taken, and how to turn it."""
    entry = struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0)
    tiff = b"II*\0" + struct.pack("<IH", 8, 1) + entry + b"\0\0\0\0GPS 50.67 17.93"
    return segment(0xE1, b"Exif\0\0" + tiff)


def jpeg(before: bytes = b"", behind: bytes = b"") -> bytes:
    scan = segment(0xDA, b"\x01\x01\0\0\x3f\0") + b"\x12\x34\xff\x00\x56"
    return b"\xff\xd8" + segment(0xE0, b"JFIF\0") + before + scan + b"\xff\xd9" + behind


def chunk(kind: bytes, body: bytes) -> bytes:
    told = struct.pack(">I", zlib.crc32(kind + body))
    return struct.pack(">I", len(body)) + kind + body + told


def png(more: bytes = b"", behind: bytes = b"") -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + head + more + body + chunk(b"IEND", b"") + behind


def webp() -> bytes:
    parts = b"".join(
        kind + struct.pack("<I", len(body)) + body
        for kind, body in (
            (b"VP8X", b"\x0c\0\0\0\0\0\0\0\0\0"),
            (b"VP8 ", b"\0\0"),
            (b"EXIF", b"GPS!"),
        )
    )
    return b"RIFF" + struct.pack("<I", len(parts) + 4) + b"WEBP" + parts


def heic() -> bytes:
    ftyp = b"ftypheic\0\0\0\0mif1"
    meta = b"meta\0\0\0\0"
    return b"".join(struct.pack(">I", len(one) + 4) + one for one in (ftyp, meta))


def archive(**members: bytes) -> bytes:
    """An archive; `__` in a name is a slash, `_` a dot."""
    octets = BytesIO()
    with zipfile.ZipFile(octets, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name.replace("__", "/").replace("_", "."), content)
    return octets.getvalue()


def docx(**more: bytes) -> bytes:
    octets = BytesIO(archive(word__document_xml=b"<w/>", **more))
    with zipfile.ZipFile(octets, "a") as made:
        made.writestr("[Content_Types].xml", b"<Types/>")
    return octets.getvalue()
