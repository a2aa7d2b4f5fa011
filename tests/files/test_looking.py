"""Files are taken for what they are, never for what they say."""

import random
import re
import struct
import time
import zlib

import pytest

from eventapp.files import errors
from eventapp.files.looking import clean_name, look_at
from eventapp.files.vocabulary import FileKind
from tests.files.octets import (
    archive,
    chunk,
    docx,
    exif,
    folded,
    heic,
    jpeg,
    pdf,
    png,
    segment,
    webp,
)

ALL = tuple(FileKind)
MOST = 5_000_000
SCRIPT = b"<script>alert(1)</script>"
ZIP = archive(a_txt=b"hidden")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pdf(), FileKind.PDF),
        (pdf(b"/OpenAction [1 0 R /Fit]"), FileKind.PDF),
        (pdf(b"stream\n\x80/JS\x90 of a scan\nendstream"), FileKind.PDF),
        (jpeg(), FileKind.JPEG),
        (png(), FileKind.PNG),
        (webp(), FileKind.WEBP),
        (heic(), FileKind.HEIC),
        (docx(), FileKind.DOCX),
        (
            archive(mimetype=b"application/vnd.oasis.opendocument.text"),
            FileKind.ODT,
        ),
        ("Grüße aus 北京\n".encode(), FileKind.TEXT),
    ],
)
def test_an_honest_file_is_known_by_its_content(content: bytes, kind: FileKind) -> None:
    fit = look_at(content, "photo.exe", kinds=ALL, most_octets=MOST)

    assert fit.kind is kind
    assert fit.name.startswith("photo.")
    assert not fit.name.endswith("exe")


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", errors.FileEmpty),
        (b"MZ\x90\0program", errors.FileIsProgram),
        (b"\x7fELF\2\1\1", errors.FileIsProgram),
        (b"#!/bin/sh\nrm -r /", errors.FileIsProgram),
        (b"<html><body>", errors.FileIsPage),
        (b"\n <!DOCTYPE html>", errors.FileIsPage),
        (b'<?xml version="1.0"?><svg xmlns="x"/>', errors.FileIsPage),
        (b"harmless\n" * 300 + SCRIPT, errors.FileIsPage),
        (b"\xff\xfeb\0a\0d\0", errors.FileUnknown),
        (b"text with \0 in it", errors.FileUnknown),
        (b"GIF89a" + b"\0" * 40, errors.FileUnknown),
        (pdf(behind=b"\n" + ZIP), errors.FileHidesMore),
        (pdf(behind=b"\n" + SCRIPT), errors.FileHidesMore),
        (pdf().replace(b"%PDF-1.4\n", b"%PDF-1.4\n" + SCRIPT), errors.FileHidesMore),
        (pdf().replace(b"%%EOF", b""), errors.FileDamaged),
        (pdf(b"/JavaScript 2 0 R"), errors.FileHasMacros),
        (pdf(b"/J#61vaScript 2 0 R"), errors.FileHasMacros),
        (pdf(b"/S /Launch"), errors.FileHasMacros),
        (pdf(b"/S /Rendition /JS (x)"), errors.FileHasMacros),
        (pdf(b"/EmbeddedFiles 2 0 R"), errors.FileHasMacros),
        (pdf(folded(b"<< /S /JavaScript /JS (x) >>")), errors.FileHasMacros),
        (pdf(b"/Encrypt 2 0 R"), errors.FileIsLocked),
        (jpeg(behind=ZIP), errors.FileHidesMore),
        (jpeg(behind=b"\n" + SCRIPT), errors.FileHidesMore),
        (jpeg()[:-9], errors.FileDamaged),
        (jpeg(before=segment(0xE0, SCRIPT)), errors.FileHidesMore),
        (png(behind=ZIP), errors.FileHidesMore),
        (png()[:-20], errors.FileDamaged),
        (png().replace(b"IDAT", b"IDAX"), errors.FileDamaged),
        (webp()[:-3], errors.FileDamaged),
        (heic()[:-3], errors.FileDamaged),
        (ZIP, errors.FileUnknown),
        (docx() + SCRIPT, errors.FileHidesMore),
        (docx(word__vbaProject_bin=b"macro"), errors.FileHasMacros),
        (docx(__etc__passwd=b"root"), errors.FileHidesMore),
        (docx(word__media__a=b"\0" * 30_000_000), errors.FileUnfoldsTooFar),
        (docx()[:-30], errors.FileDamaged),
        (b"PK\3\4 nothing", errors.FileDamaged),
    ],
)
def test_a_nasty_file_is_refused(
    content: bytes, refusal: type[errors.FileUnfit]
) -> None:
    with pytest.raises(refusal) as told:
        look_at(content, "invitation.pdf", kinds=ALL, most_octets=MOST)

    assert str(told.value).endswith(".")


def test_what_was_not_asked_for_or_is_too_large_is_refused() -> None:
    with pytest.raises(errors.FileOfAnotherKind):
        look_at(pdf(), "a.jpg", kinds=(FileKind.JPEG,), most_octets=MOST)
    with pytest.raises(errors.FileTooLarge):
        look_at(pdf(), "a.pdf", kinds=ALL, most_octets=10)


def test_a_stream_that_unfolds_without_end_is_refused() -> None:
    endless = zlib.compress(b"\0" * 120_000_000, 9)
    content = pdf(b">>\n2 0 obj\n<</Type/ObjStm>>\nstream\n" + endless + b"\n<<")

    with pytest.raises(errors.FileUnfoldsTooFar):
        look_at(content, "a.pdf", kinds=ALL, most_octets=MOST)


def test_many_streams_cost_no_more_than_their_octets() -> None:
    begun = time.process_time()
    for stream in (b"/ObjStm stream\n", b"/ObjStm "):
        with pytest.raises(errors.FileUnfoldsTooFar):
            look_at(pdf(stream * 100_000), "a.pdf", kinds=ALL, most_octets=MOST)

    assert time.process_time() - begun < 2  # octets times streams took minutes


@pytest.mark.parametrize("word", [b"ObjStm", b"Obj#53tm"])
def test_a_script_is_seen_whatever_its_folded_octets_look_like(word: bytes) -> None:
    filling = random.Random(1).randbytes(300_000).hex().encode()
    script = zlib.compress(b"<< /S /JavaScript >>" + filling)
    assert re.search(rb"#[0-9a-f]{2}", script)
    stream = b">>\n2 0 obj\n<</Type/" + word + b">>\nstream\n" + script

    with pytest.raises(errors.FileHasMacros):
        look_at(pdf(stream), "a.pdf", kinds=ALL, most_octets=MOST)


def test_a_picture_does_not_tell_where_it_was_taken() -> None:
    taken = jpeg(before=exif(orientation=6) + segment(0xFE, b"at home"))
    fits = [
        look_at(content, "a", kinds=ALL, most_octets=MOST).content
        for content in (taken, png(chunk(b"eXIf", b"GPS!")), webp(), jpeg(behind=b"x"))
    ]

    assert all(b"GPS" not in one and b"home" not in one for one in fits)
    assert fits[1] == png()
    assert fits[2][20] == 0  # says no longer that there is Exif
    assert fits[3] == jpeg()
    # It is still shown the right way up.
    assert struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0) in fits[0]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("cv.docx", "cv.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\护照.PDF", "护照.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.pdf"),
        ("a\r\nSet-Cookie: x", "aSet-Cookie x.pdf"),
        ("", "file.pdf"),
        ("...", "file.pdf"),
        ("x" * 300, "x" * 100 + ".pdf"),
    ],
)
def test_a_name_is_only_a_name(name: str, kept: str) -> None:
    assert clean_name(name, FileKind.PDF) == kept
