"""What a file really is: by its content, never by its name."""

import re
import unicodedata
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from io import BytesIO

from eventapp.files import documents, pictures
from eventapp.files.errors import (
    FileEmpty,
    FileHidesMore,
    FileIsPage,
    FileIsProgram,
    FileOfAnotherKind,
    FileTooLarge,
    FileUnknown,
)
from eventapp.files.vocabulary import FileKind

OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.WEBP: "image/webp",
    FileKind.HEIC: "image/heic",
    FileKind.DOCX: f"{OFFICE}.wordprocessingml.document",
    FileKind.XLSX: f"{OFFICE}.spreadsheetml.sheet",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.TEXT: "text/plain; charset=utf-8",
}
ENDINGS = {kind: kind.value for kind in FileKind} | {
    FileKind.JPEG: "jpg",
    FileKind.TEXT: "txt",
}
PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xfe\xed\xfa",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
)
PAGE = re.compile(
    rb"<\s*(?:!doctype|html|head|body|script|svg|iframe|\?xml|\?php)", re.IGNORECASE
)
XML = re.compile(rb"^\s*<\?(?:xml|php)", re.IGNORECASE)
HEAD = 1024
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"}
LONGEST_STEM = 100
UNFIT_SIGNS = frozenset('<>:"/\\|?*')
ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")


@dataclass(frozen=True)
class FitFile:
    """A file that was looked at, as it may be kept."""

    kind: FileKind
    name: str
    content: bytes

    @property
    def media_type(self) -> str:
        """What we call it to browsers."""
        return MEDIA_TYPES[self.kind]


def look_at(
    content: bytes, name: str, *, kinds: Collection[FileKind], most_octets: int
) -> FitFile:
    """The file as it may be kept, without what tells where a picture was taken.

    Raises:
        FileUnfit: one of its kinds, for each reason not to take it.
    """
    if not content.strip():
        raise FileEmpty
    if len(content) > most_octets:
        raise FileTooLarge
    kind, kept = _recognised(content)
    if kind not in kinds:
        raise FileOfAnotherKind
    return FitFile(kind, clean_name(name, kind), kept)


def clean_name(name: str, kind: FileKind) -> str:
    """A name without a path and without tricks; its ending tells what the file is."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(
        sign
        for sign in last
        if (sign not in UNFIT_SIGNS and unicodedata.category(sign)[0] not in "CZ")
        or sign == " "
    )
    ending = f".{ENDINGS[kind]}"
    stem = ENDING.sub("", kept).strip(". ")
    stem = stem.removesuffix(ending)[:LONGEST_STEM].strip(". ")
    return f"{stem or 'file'}{ending}"


def _recognised(content: bytes) -> tuple[FileKind, bytes]:
    head = content[:HEAD]
    if head.startswith(b"PK\3\4"):
        return documents.kind_of_archive(content), content
    kind, kept, rest = _piecewise(content)
    if PAGE.search(kept[:HEAD]) or PAGE.search(rest):
        raise FileIsPage if kind is FileKind.TEXT else FileHidesMore
    if kind is not FileKind.TEXT and (
        b"PK\3\4" in rest or zipfile.is_zipfile(BytesIO(content))
    ):
        raise FileHidesMore
    return kind, kept


def _piecewise(content: bytes) -> tuple[FileKind, bytes, bytes]:
    """The kind, what is kept, and what stood behind the end and is cut off."""
    if content.startswith(b"%PDF-"):
        documents.check_pdf(content)
        return FileKind.PDF, content, b""
    if content.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG, *pictures.bare_jpeg(content)
    if content.startswith(pictures.PNG_START):
        return FileKind.PNG, *pictures.bare_png(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return FileKind.WEBP, *pictures.bare_webp(content)
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        rest = pictures.whole_heic(content)
        return FileKind.HEIC, content[: len(content) - len(rest)], rest
    if content.startswith(PROGRAMS):
        raise FileIsProgram
    return FileKind.TEXT, _plain(content), b""


def _plain(content: bytes) -> bytes:
    """A text in UTF-8 without control characters.

    Raises:
        FileIsPage: a browser would read it as a page.
        FileUnknown: it is no text.
    """
    if XML.match(content) or PAGE.search(content):
        raise FileIsPage
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileUnknown from error
    if any(ord(sign) < ord(" ") and sign not in "\t\n\r\f" for sign in text):
        raise FileUnknown
    return content
