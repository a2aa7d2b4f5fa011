"""Formats of badges: pages as large as the printers want, codes that can be read."""

import re
from dataclasses import replace

from eventapp.badges.faces import BadgeFace
from eventapp.badges.formats import PAPERS, SINGLE, WORDS, Format, format_of
from eventapp.badges.sheets import Back, Row, badge_svg, sheet_pdf
from eventapp.kernel import qr
from eventapp.kernel.i18n import Localised
from tests.badges.test_sheets import FACE, MILLIMETRE, letters, objects, pages

LEAST_MODULE = 0.5  # mm
LONG = replace(
    FACE,
    latin="Brzęczyszczykiewicz-Chrząszczyżewoszycki Wolfeschlegelsteinhausen",
    native="ทดสอบรัตนโกสินทร์สัมพันธ์ ตัวอย่าง",
    native_language="th",
    title="Prof. Dr. habil.",
    institution="Institute of Electrical and Computer Engineering " * 2,
    institution_native="电气与计算机工程学院" * 3,
    languages=("polski", "English", "français", "Deutsch"),
)
BACK = Back(
    "Tuesday", rows=(Row("09:00–10:00", Localised({"en": "Opening"}), "Hall"),) * 20
)


def side_of_code(face: BadgeFace, layout: Format) -> float:
    """How wide the picture of the code is, with its quiet zone, in millimetres."""
    (width,) = re.findall(
        r'<image[^>]* width="([\d.]+)', badge_svg(face, layout=layout)
    )
    return float(width) / MILLIMETRE


def test_each_format_is_a_page_as_the_printer_wants_it() -> None:
    for layout, paper in PAPERS.items():
        width, height = (round(size) for size in paper.page)
        faces = [FACE] * (paper.many + 1)

        assert pages(sheet_pdf(faces, layout=layout)) == [(width, height)] * 2


def test_each_format_has_a_code_of_half_a_millimetre_a_module_at_least() -> None:
    modules = len(qr.matrix(FACE.code, qr.Level.PRINT)) + 2 * qr.QUIET_ZONE

    sides = {layout: side_of_code(LONG, layout) for layout in Format}

    assert {
        layout: side for layout, side in sides.items() if side / modules < LEAST_MODULE
    } == {}


def test_each_format_prints_every_letter_of_a_long_name() -> None:
    for layout in Format:
        printed = letters(sheet_pdf([LONG], layout=layout))

        assert set(LONG.latin) | set(LONG.native or "") <= printed, layout


def test_badges_of_a_sheet_neither_overlap_nor_leave_it() -> None:
    for layout, paper in PAPERS.items():
        ends = [
            start + (many - 1) * step + size
            for start, many, step, size in zip(
                paper.start,
                (paper.columns, paper.rows),
                paper.step,
                paper.badge if paper.many > 1 else paper.page,
                strict=True,
            )
        ]

        assert all(end <= whole for end, whole in zip(ends, paper.page, strict=True))
        if paper.many > 1:
            assert paper.badge[0] <= paper.step[0], layout
            assert paper.badge[1] <= paper.step[1], layout


def test_the_reverse_follows_each_page() -> None:
    assert pages(sheet_pdf([LONG] * 5, layout=Format.A4, back=BACK)) == [(210, 297)] * 4
    pdf = sheet_pdf([FACE], layout=Format.CARD, back=BACK)
    assert pages(pdf) == [(86, 54)] * 2
    assert set("Opening") <= letters(pdf)


def test_the_reverse_has_boxes_for_letters_that_no_font_has() -> None:
    strange, boxed = (
        sheet_pdf([FACE], layout=Format.A6, back=Back(texts=(f"Call {sign} Ola",)))
        for sign in ("\ue000", "□")
    )

    assert strange == boxed


def test_labels_are_black_and_a_pattern_says_the_role() -> None:
    colours = re.compile(r"0\.1\d+ 0\.3\d+ 0\.7\d+ (?:rg|scn)")
    face = replace(FACE, band="blue")
    drawings = {
        badge_svg(replace(FACE, band=band), layout=Format.ROLL_62)
        for band in ("blue", "teal", "green", "orange", "purple", "rose", "olive")
    }

    assert not colours.search(objects(sheet_pdf([face], layout=Format.ROLL_62)))
    assert len(drawings) == 7


def test_every_format_has_words() -> None:
    assert set(WORDS) == set(PAPERS) == set(Format)
    assert Format.A4 not in SINGLE
    assert [format_of(text) for text in ("card", "a3", None)] == [
        Format.CARD,
        None,
        None,
    ]


def test_labels_have_no_reverse() -> None:
    for layout in (Format.A4_LABELS_10, Format.ROLL_62):
        assert len(pages(sheet_pdf([FACE], layout=layout, back=BACK))) == 1
