"""Documents: whether a PDF or an office file carries more than text and pictures."""

import re
import zipfile
import zlib
from io import BytesIO

from eventapp.files.errors import (
    FileDamaged,
    FileHasMacros,
    FileHidesMore,
    FileIsLocked,
    FileUnfoldsTooFar,
    FileUnknown,
)
from eventapp.files.vocabulary import FileKind

MOST_UNFOLDED = 100_000_000  # octets
MOST_MEMBERS = 3_000
FOLDED_TOO_WELL = 150  # times smaller than unfolded
SMALL = 1_000_000
END = b"%%EOF"
NEAR_THE_END = 1024
# ISO 32000-1, 7.3.5: a name may hide its letters behind #.
HIDDEN_LETTER = re.compile(rb"#([0-9A-Fa-f]{2})")
# Not /JS: each action with one says /JavaScript or /Rendition, too (ISO 32000-1,
# 12.6.4), and three octets stand by chance in every fifth scan of 5 MB.
ACTIVE = re.compile(
    rb"/(?:JavaScript|Rendition|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm"
    rb"|ImportData)"
    rb"(?![A-Za-z0-9])"
)
LOCKED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
FOLDED = re.compile(
    b"/"
    + b"".join(b"(?:%c|#%02x|#%02X)" % (sign, sign, sign) for sign in b"ObjStm")
    + b"(?![A-Za-z0-9])"
)
STREAM = re.compile(rb"stream\r?\n")
HEAD_OF_STREAM = 500  # octets
MOST_STREAMS = 2_000  # 100 objects in each is usual
PIECE = 65_536  # octets
ODT_TYPE = b"application/vnd.oasis.opendocument.text"
MACRO_PLACES = ("basic/", "scripts/")
MACRO_ENDINGS = ("vbaproject.bin", "vbadata.xml", ".exe", ".dll", ".js", ".vbs")


def check_pdf(content: bytes) -> None:
    """Refuse a PDF with programs or files in it, or with something behind its end.

    Raises:
        FileHidesMore: something follows the end, or another archive is in it.
        FileHasMacros: scripts, launches, files, forms that send.
        FileIsLocked: it is encrypted.
        FileDamaged: it has no end.
        FileUnfoldsTooFar: an object stream is a bomb.
    """
    end = content.rfind(END)
    if end < 0 or end < len(content) - 4 * NEAR_THE_END:
        raise FileDamaged if end < 0 else FileHidesMore
    if content[end + len(END) :].strip(b"\r\n\t \0"):
        raise FileHidesMore
    seen = _revealed(content)
    if LOCKED.search(seen):
        raise FileIsLocked
    if ACTIVE.search(seen) or any(ACTIVE.search(one) for one in _streams(content)):
        raise FileHasMacros


def kind_of_archive(content: bytes) -> FileKind:
    """Which office file an archive is.

    Raises:
        FileUnknown: an archive of something else.
        FileHasMacros: programs are in it.
        FileUnfoldsTooFar: a bomb.
        FileIsLocked: members are encrypted.
        FileHidesMore: something stands behind it, or its members climb out.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_members(archive, len(content))
            kind = _office_kind(archive)
            end = content.rfind(b"PK\5\6")
            if end + 22 + len(archive.comment) != len(content):
                raise FileHidesMore
            return kind
    except (zipfile.BadZipFile, ValueError, EOFError, zlib.error) as error:
        raise FileDamaged from error


def _check_members(archive: zipfile.ZipFile, size: int) -> None:
    members = archive.infolist()
    unfolded = sum(one.file_size for one in members)
    if len(members) > MOST_MEMBERS or unfolded > MOST_UNFOLDED:
        raise FileUnfoldsTooFar
    if unfolded > SMALL and unfolded > size * FOLDED_TOO_WELL:
        raise FileUnfoldsTooFar
    for one in members:
        name = one.filename.replace("\\", "/").casefold()
        if one.flag_bits & 1:
            raise FileIsLocked
        if name.startswith("/") or ".." in name.split("/"):
            raise FileHidesMore
        if name.endswith(MACRO_ENDINGS) or name.startswith(MACRO_PLACES):
            raise FileHasMacros


def _office_kind(archive: zipfile.ZipFile) -> FileKind:
    names = set(archive.namelist())
    if "[Content_Types].xml" in names:
        types = _head(archive, "[Content_Types].xml")
        if b"macroenabled" in types.lower():
            raise FileHasMacros
        if "word/document.xml" in names:
            return FileKind.DOCX
        if "xl/workbook.xml" in names:
            return FileKind.XLSX
    if "mimetype" in names and _head(archive, "mimetype").strip() == ODT_TYPE:
        return FileKind.ODT
    raise FileUnknown


def _head(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as member:
        return member.read(SMALL)


def _revealed(text: bytes) -> bytes:
    return HIDDEN_LETTER.sub(lambda found: bytes((int(found[1], 16),)), text)


def _streams(content: bytes) -> list[bytes]:
    """The objects that a PDF keeps folded."""
    found, unfolded, source = [], 0, memoryview(content)
    for number, one in enumerate(FOLDED.finditer(content)):
        if number == MOST_STREAMS:
            raise FileUnfoldsTooFar
        begins = STREAM.search(content, one.end(), one.end() + HEAD_OF_STREAM)
        if begins is None:
            continue
        try:
            text = _unfolded(source[begins.end() :], MOST_UNFOLDED - unfolded)
        except zlib.error:
            continue  # not folded this way, and so readable as it is
        unfolded += len(text)
        if unfolded >= MOST_UNFOLDED:
            raise FileUnfoldsTooFar
        found.append(_revealed(text))
    return found


def _unfolded(folded: memoryview, most: int) -> bytes:
    """What begins here, read piece by piece: nothing behind its end is copied."""
    reader, found, length = zlib.decompressobj(), [], 0
    for at in range(0, len(folded), PIECE):
        text = reader.decompress(folded[at : at + PIECE], most - length)
        found.append(text)
        length += len(text)
        if reader.eof or reader.unconsumed_tail or length >= most:
            break
    return b"".join(found)
