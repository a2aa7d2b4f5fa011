"""Badges on paper: one to a page, or four to a sheet of A4."""

import json
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

from eventapp.badges import qr
from eventapp.badges.faces import BANDS, BadgeFace, Fallback, tidy, without
from eventapp.typesetting import press
from eventapp.typesetting.press import UnknownLetters
from eventapp.typesetting.texts import tagged

TEMPLATE = Path(__file__).parent / "typst" / "badges.typ"
FEW = 20  # badges that are not worth forgetting
PICTURE_PPI = 200


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
    return press.png(TEMPLATE, _inputs(pages, pictures, Layout.A6), ppi=PICTURE_PPI)


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
        press.forget()  # 0.2 MB of each badge
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
            pdf = press.pdf(TEMPLATE, _inputs(pages, pictures, layout))
        except UnknownLetters as unknown:
            pages, fallbacks = without(unknown.letters, pages)
            if not fallbacks:
                raise
            for fallback in fallbacks:
                on_fallback(fallback)
        else:
            return pages, pictures, pdf


def _nobody(*_: object) -> None:
    """Hear and say nothing."""


def _inputs(
    faces: Sequence[BadgeFace], pictures: Sequence[str], layout: Layout
) -> dict[str, str]:
    pairs = zip(faces, pictures, strict=True)
    numbers = dict.fromkeys([faces[0].number, faces[-1].number])
    return {
        "faces": json.dumps([_drawing(face, picture) for face, picture in pairs]),
        "layout": layout,
        "title": f"{faces[0].week} · {'–'.join(numbers)}",
    }


def _drawing(face: BadgeFace, picture: str) -> dict[str, Any]:
    """`face` as face.typ wants it."""
    names = []
    if face.latin:
        names.append(tagged(face.latin, "en"))
    if face.native and face.native != face.latin:
        native = tagged(face.native, face.native_language)
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
        "institution_native": tagged(home, face.native_language) if home else None,
        "place": face.country_or_region,
        "languages": face.languages,
        "role": face.role,
        "colour": BANDS[face.band],
        "week": face.week,
    }
