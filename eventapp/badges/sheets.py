"""Badges on paper, in any of our formats, with their reverse where there is one."""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eventapp.badges.faces import BANDS, BadgeFace, Fallback, tidy, without
from eventapp.badges.formats import PAPERS, Format, Paper
from eventapp.kernel import qr
from eventapp.kernel.i18n import Localised
from eventapp.kernel.names import language_of
from eventapp.typesetting import press
from eventapp.typesetting.press import UnknownLetters
from eventapp.typesetting.texts import boxed, tagged

TEMPLATE = Path(__file__).parent / "typst" / "badges.typ"
FEW = 20  # badges that are not worth forgetting
PICTURE_PPI = 200


@dataclass(frozen=True)
class Row:
    """A line of a day's programme, on the reverse."""

    time: str
    title: Localised
    place: str | None = None


@dataclass(frozen=True)
class Back:
    """What stands on the reverse of all badges: a text, or the programme of a day."""

    heading: str | None = None
    texts: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


def badge_pdf(
    face: BadgeFace,
    *,
    layout: Format = Format.A6,
    back: Back | None = None,
    on_fallback: Callable[[Fallback], None] | None = None,
) -> bytes:
    """One badge as a PDF page. See `sheet_pdf`."""
    return sheet_pdf([face], layout=layout, back=back, on_fallback=on_fallback)


def badge_png(
    face: BadgeFace, *, layout: Format = Format.A6, ppi: int = PICTURE_PPI
) -> bytes:
    """One badge as a picture, as it is read; of A6 for a phone, 826 × 1,165 pixels.

    What no font of ours can write gives way to Latin, as in `sheet_pdf`.
    """
    paper = alone(layout)
    pages, pictures, _pdf = _printed([face], paper, None, _nobody, _nobody)
    return press.png(TEMPLATE, _inputs(pages, pictures, paper, None), ppi=ppi)


def badge_svg(face: BadgeFace, *, layout: Format = Format.A6) -> str:
    """One badge as a page with lines instead of dots, for the print of a browser."""
    paper = PAPERS[layout] if PAPERS[layout].many == 1 else alone(layout)
    pages, pictures, _pdf = _printed([face], paper, None, _nobody, _nobody)
    return press.svg(TEMPLATE, _inputs(pages, pictures, paper, None))


def back_png(back: Back, *, layout: Format = Format.A6, ppi: int) -> bytes:
    """The reverse as a picture."""
    paper = alone(layout)
    inputs = {
        "faces": "[]",
        "paper": json.dumps(paper.drawing()),
        "back": json.dumps(_reverse(back)),
        "title": "",
    }
    return press.png(TEMPLATE, inputs | {"only": "back"}, ppi=ppi)


def alone(layout: Format) -> Paper:
    """The same badge on a page of its own, the way up it is read."""
    paper = PAPERS[layout]
    return Paper(paper.badge, paper.badge, is_mono=paper.is_mono)


def sheet_pdf(
    faces: Sequence[BadgeFace],
    *,
    layout: Format = Format.A4,
    back: Back | None = None,
    progress: Callable[[int, int], None] | None = None,
    on_fallback: Callable[[Fallback], None] | None = None,
) -> bytes:
    """Badges as a PDF, in the order given; equal badges make equal bytes.

    Labels have no reverse, whatever the design says.

    A native name or institution with a letter that no font of ours has is left out,
    and the Latin one stands alone; in other texts a box stands for the letter, and
    `on_fallback` is told of both. `progress` hears how many
    of how many are done: to the half code by code, then all pages at once. A file of
    1,000 takes 2 to 4 s and 350 MB while it is made; make several of larger weeks.
    """
    if not faces:
        raise ValueError("there is no badge to print")
    report = progress or _nobody
    told = on_fallback or _nobody
    back = back if PAPERS[layout].has_reverse else None
    _pages, _pictures, pdf = _printed(faces, PAPERS[layout], back, report, told)
    if len(faces) > FEW:
        press.forget()  # 0.2 MB of each badge
    report(len(faces), len(faces))
    return pdf


def _printed(
    faces: Sequence[BadgeFace],
    paper: Paper,
    back: Back | None,
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
            pdf = press.pdf(TEMPLATE, _inputs(pages, pictures, paper, back))
        except UnknownLetters as unknown:
            pages, fallbacks = without(unknown.letters, pages)
            kept = back and _boxed(back, unknown.letters)
            if not fallbacks and kept == back:
                raise
            back = kept
            for fallback in fallbacks:
                on_fallback(fallback)
        else:
            return pages, pictures, pdf


def _nobody(*_: object) -> None:
    """Hear and say nothing."""


def _inputs(
    faces: Sequence[BadgeFace],
    pictures: Sequence[str],
    paper: Paper,
    back: Back | None,
) -> dict[str, str]:
    pairs = zip(faces, pictures, strict=True)
    numbers = dict.fromkeys([faces[0].number, faces[-1].number])
    return {
        "faces": json.dumps([_drawing(face, picture) for face, picture in pairs]),
        "paper": json.dumps(paper.drawing()),
        "back": json.dumps(_reverse(back) if back else None),
        "title": f"{faces[0].week} · {'–'.join(numbers)}",
    }


def _reverse(back: Back) -> dict[str, Any]:
    """The reverse as back.typ wants it."""
    return {
        "heading": _said(back.heading) if back.heading else None,
        "texts": [_said(text) for text in back.texts],
        "rows": [
            {
                "time": row.time,
                "title": titles[0],
                "other": titles[1] if len(titles) > 1 else None,
                "place": _said(row.place) if row.place else None,
            }
            for row in back.rows
            if (titles := [tagged(text, tag) for tag, text in row.title.items()])
        ],
    }


def _said(text: str) -> dict[str, Any]:
    return tagged(text, language_of(text) or "en")


def _boxed(back: Back, letters: Collection[str]) -> Back:
    """The reverse with boxes for letters that no font has."""
    return Back(
        back.heading and boxed(back.heading, letters),
        tuple(boxed(text, letters) for text in back.texts),
        tuple(
            Row(
                row.time,
                Localised({tag: boxed(one, letters) for tag, one in row.title.items()}),
                row.place and boxed(row.place, letters),
            )
            for row in back.rows
        ),
    )


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
        "label": face.label,
        "picture": picture,
        "title": face.title or None,
        "first": names[0],
        "second": names[1] if len(names) > 1 else None,
        "institution": face.institution or None,
        "institution_native": tagged(home, face.native_language) if home else None,
        "place": face.country_or_region or None,
        "languages": face.languages,
        "role": face.role,
        "colour": BANDS[face.band],
        "band": face.band,
        "week": face.week or None,
    }
