"""Badges on paper: one to a page, or four to a sheet of A4."""

import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal

from typst import Compiler, TypstError

from eventapp.badges import qr
from eventapp.badges.faces import BANDS, BadgeFace, Fallback, tidy, without
from eventapp.badges.fonts import fonts

TYPST = Path(__file__).with_name("typst")
STANDARD: Literal["a-2u"] = "a-2u"  # PDF/A: refuses to draw a letter no font has
FEW = 20  # badges that are not worth forgetting
PICTURE_PPI = 200
MADE_AT = 0  # the same badges are the same bytes, whenever they are printed


class Layout(StrEnum):
    """How badges lie on paper."""

    A4 = "a4"  # four to a sheet, 96 × 138 mm, with marks to cut along
    A6 = "a6"  # one to a page, to its edges


def badge_pdf(
    face: BadgeFace, *, on_fallback: Callable[[Fallback], None] | None = None
) -> bytes:
    """One badge as a PDF page of A6. See `sheet_pdf`."""
    return sheet_pdf([face], layout=Layout.A6, on_fallback=on_fallback)


def badge_png(face: BadgeFace) -> bytes:
    """One badge as a picture for a phone, 826 × 1,165 pixels.

    What no font of ours can write gives way to Latin, as in `sheet_pdf`.
    """
    pages, pictures, _pdf = _printed([face], Layout.A6, _nobody, _nobody)
    png = _compiler(pages, pictures, Layout.A6).compile(format="png", ppi=PICTURE_PPI)
    if not isinstance(png, bytes):
        raise TypeError("one page is one picture")
    return png


def sheet_pdf(
    faces: Sequence[BadgeFace],
    *,
    layout: Layout = Layout.A4,
    progress: Callable[[int, int], None] | None = None,
    on_fallback: Callable[[Fallback], None] | None = None,
) -> bytes:
    """Badges as a PDF, in the order given; equal badges make equal bytes.

    A native name or institution with a letter that no font of ours has is left out,
    and the Latin one stands alone; in other texts a box stands for the letter, and
    `on_fallback` is told of both. `progress` hears how many
    of how many are done: to the half code by code, then all pages at once. A file of
    1,000 takes 1 to 2 s and 300 MB while it is made; make several of larger weeks.
    """
    if not faces:
        raise ValueError("there is no badge to print")
    report = progress or _nobody
    _pages, _pictures, pdf = _printed(faces, layout, report, on_fallback or _nobody)
    if len(faces) > FEW:
        _forget()
    report(len(faces), len(faces))
    return pdf


def _printed(
    faces: Sequence[BadgeFace],
    layout: Layout,
    report: Callable[[int, int], None],
    on_fallback: Callable[[Fallback], None],
) -> tuple[Sequence[BadgeFace], Sequence[str], bytes]:
    """The faces as they could be printed, their codes, and the PDF."""
    pictures = []
    for done, face in enumerate(faces):
        report(done // 2, len(faces))
        pictures.append(qr.svg(face.code, face.number, level=qr.Level.PRINT, scale=1))

    pages: Sequence[BadgeFace] = [tidy(face) for face in faces]
    while True:
        try:
            return pages, pictures, _compiled(pages, pictures, layout)
        except TypstError as error:
            pages, fallbacks = without(_unknown_letters(error), pages)
            if not fallbacks:
                raise
            for fallback in fallbacks:
                on_fallback(fallback)


def _forget() -> None:
    """Have the typesetter drop what it remembers: 0.2 MB of each badge.

    It keeps what one of its last ten runs has used; so it gets ten idle ones.
    """
    idle = Compiler(font_paths=fonts(), ignore_system_fonts=True)
    for _ in range(10):
        idle.compile(b"", format="pdf")


def _nobody(*_: object) -> None:
    """Hear and say nothing."""


def _compiler(
    faces: Sequence[BadgeFace], pictures: Sequence[str], layout: Layout
) -> Compiler:
    pairs = zip(faces, pictures, strict=True)
    numbers = dict.fromkeys([faces[0].number, faces[-1].number])
    inputs = {
        "faces": json.dumps([_drawing(face, picture) for face, picture in pairs]),
        "layout": layout,
        "title": f"{faces[0].week} · {'–'.join(numbers)}",
    }
    return Compiler(
        TYPST / "badges.typ",
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs=inputs,
    )


def _compiled(
    faces: Sequence[BadgeFace], pictures: Sequence[str], layout: Layout
) -> bytes:
    """The PDF, or a `TypstError` for any letter, font or drawing that is not right."""
    pdf, warnings = _compiler(faces, pictures, layout).compile_with_warnings(
        format="pdf", pdf_standards=STANDARD, timestamp=MADE_AT
    )
    for warning in warnings:
        raise TypstError(warning.message, warning.diagnostic, warning.hints)
    if not isinstance(pdf, bytes):
        raise TypeError("one PDF is one string of bytes")
    return pdf


def _drawing(face: BadgeFace, picture: str) -> dict[str, Any]:
    """`face` as face.typ wants it."""
    names = []
    if face.latin:
        names.append(_tagged(face.latin, "en"))
    if face.native and face.native != face.latin:
        native = _tagged(face.native, face.native_language)
        names.insert(0 if face.lead == "native" else len(names), native)
    home = face.institution_native
    if home == face.institution:
        home = None
    return {
        "number": face.number,
        "label": f"{face.number} · {face.reference}",
        "picture": picture,
        "title": face.title or None,
        "first": names[0],
        "second": names[1] if len(names) > 1 else None,
        "institution": face.institution,
        "institution_native": _tagged(home, face.native_language) if home else None,
        "place": face.country_or_region,
        "languages": face.languages,
        "role": face.role,
        "colour": BANDS[face.band],
        "week": face.week,
    }


def _tagged(text: str, tag: str | None) -> dict[str, Any]:
    """`text` with its direction, and with what decides the shapes of its signs."""
    language, *rest = (tag or "und").split("-")
    is_dense = any(unicodedata.east_asian_width(sign) == "W" for sign in text)
    if is_dense and language not in {"zh", "ja", "ko"}:
        language, rest = "zh", []
    elif not re.fullmatch("[a-z]{2,3}", language):
        language = "und"
    region = None
    if language == "zh" and {"HK", "MO"} & set(rest):
        region = "HK"
    elif language == "zh" and {"Hant", "TW"} & set(rest):
        region = "TW"
    is_leftwards = any(unicodedata.bidirectional(sign) in {"R", "AL"} for sign in text)
    return {"text": text, "lang": language, "region": region, "rtl": is_leftwards}


def _unknown_letters(error: TypstError) -> set[str]:
    """The letters that no font has, as the typesetter reports them."""
    found = re.findall(r'the text `"(.+?)"` could not be displayed', error.diagnostic)
    escape = re.compile(r"\\u\{([0-9a-f]+)\}")
    return {escape.sub(lambda code: chr(int(code[1], 16)), text) for text in found}
