"""Badges on paper: every name whole, every letter embedded, nothing guessed."""

import re
import zlib
from dataclasses import replace

import pytest

from eventapp.badges.faces import BANDS, BadgeFace, Fallback
from eventapp.badges.formats import Format
from eventapp.badges.sheets import badge_pdf, badge_png, sheet_pdf
from eventapp.kernel import qr
from eventapp.kernel.codes import CodeKind, compose
from eventapp.programme.vocabulary import Track
from eventapp.typesetting.fonts import fonts

FACE = BadgeFace(
    number="0412",
    reference="7K2M-9QXD",
    code=compose(CodeKind.PERSON, bytes(range(16))),
    latin="Ola Testowa",
    institution="Demo University",
    country_or_region="Poland",
    role="Delegate",
    band="teal",
    week="Demo Week 2027",
)
MILLIMETRE = 72 / 25.4


def streams(pdf: bytes) -> list[bytes]:
    """What the PDF holds, unpacked."""
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    unpacked = []
    for content in found:
        try:
            unpacked.append(zlib.decompress(content))
        except zlib.error:
            unpacked.append(content)
    return unpacked


def objects(pdf: bytes) -> str:
    return (pdf + b"\n".join(streams(pdf))).decode("latin-1")


def letters(pdf: bytes) -> set[str]:
    """The letters of which the PDF has glyphs, as its own tables tell."""
    tables = [table for table in streams(pdf) if b"begincmap" in table]
    pairs = [
        pair
        for table in tables
        for block in re.findall(rb"beginbf\w+\n(.*?)endbf", table, re.DOTALL)
        for pair in re.findall(rb"<([0-9A-F]+)>\s*$", block, re.MULTILINE)
    ]
    return set(
        "".join(bytes.fromhex(pair.decode()).decode("utf-16-be") for pair in pairs)
    )


def pages(pdf: bytes) -> list[tuple[int, int]]:
    """Width and height of each page in millimetres."""
    boxes = re.findall(r"/MediaBox\[0 0 ([\d.]+) ([\d.]+)\]", objects(pdf))
    return [
        (round(float(width) / MILLIMETRE), round(float(height) / MILLIMETRE))
        for width, height in boxes
    ]


def test_a_badge_is_one_page_of_a6_made_to_last() -> None:
    pdf = badge_pdf(FACE)

    assert pdf.startswith(b"%PDF-1.7")
    assert pages(pdf) == [(105, 148)]
    assert re.search(r"pdfaid:part>2<.*pdfaid:conformance>U<", objects(pdf), re.DOTALL)


def test_every_font_is_embedded_as_a_subset() -> None:
    face = replace(FACE, native="陈测试", native_language="zh-Hans")

    written = objects(badge_pdf(face))

    names = re.findall(r"/FontName/([^\s/]+)", written)
    assert {name[7:] for name in names} >= {"NotoSans-Regular"}
    assert all(re.match(r"[A-Z]{6}\+Noto", name) for name in names)
    assert len(re.findall(r"/FontFile[23]", written)) == len(names)


@pytest.mark.parametrize(
    ("native", "language"),
    [
        ("Łucja Źdźbło-Żęśćńąó", "pl"),
        ("Nguyễn Thị Thử Nghiệm", "vi"),
        ("Işıl Ğüçöş İnce", "tr"),
        ("陈测试", "zh-Hans"),
        ("陳測試", "zh-Hant-HK"),
        ("㐂𠮷䶮", "zh"),
        ("山田・テスト", "ja"),
        ("김시험", "ko"),
        ("Ґалина Пробна-Їжак", "uk"),
        ("Δοκιμή", "el"),
        ("आशा परीक्षा", "hi"),
        ("ทดสอบ ตัวอย่าง", "th"),
    ],
)
def test_a_name_is_printed_with_every_letter(native: str, language: str) -> None:
    told: list[Fallback] = []

    face = replace(FACE, native=native, native_language=language)
    pdf = badge_pdf(face, on_fallback=told.append)

    assert set(native) <= letters(pdf)
    assert not told


def test_arabic_letters_are_joined() -> None:
    face = replace(FACE, native="تجربة", native_language="ar")

    joined = badge_pdf(face)
    apart = badge_pdf(replace(face, native="ت\u200cج\u200cر\u200cب\u200cة"))

    assert set("تجربة") <= letters(joined)
    assert "NotoSansArabic" in objects(joined)
    assert joined != apart


def test_han_characters_have_the_shapes_of_their_language() -> None:
    used = {
        tag: set(
            re.findall(
                r"/FontName/\w+\+NotoSansCJK(\w\w)",
                objects(badge_pdf(replace(FACE, native="直骨", native_language=tag))),
            )
        )
        for tag in (None, "zh-Hans", "zh-Hant", "zh-HK", "ja", "ko", "pl")
    }

    assert used == {
        None: {"sc"},
        "zh-Hans": {"sc"},
        "zh-Hant": {"tc"},
        "zh-HK": {"hk"},
        "ja": {"jp"},
        "ko": {"kr"},
        "pl": {"sc"},
    }


def test_the_lead_decides_which_form_is_large() -> None:
    face = replace(FACE, native="陈测试", native_language="zh-Hans")

    assert badge_pdf(face) != badge_pdf(replace(face, lead="latin"))


def test_a_name_given_twice_is_printed_once() -> None:
    assert badge_pdf(replace(FACE, native=FACE.latin)) == badge_pdf(FACE)


def test_a_native_name_alone_is_enough() -> None:
    pdf = badge_pdf(replace(FACE, latin="", native="陈测试", lead="latin"))

    assert set("陈测试") <= letters(pdf)


def test_a_native_name_that_no_font_can_write_gives_way_to_the_latin_one() -> None:
    told: list[Fallback] = []
    faces = [
        replace(FACE, number="0001", native="בדיקה", native_language="he"),
        replace(FACE, number="0002", native="陈测试", native_language="zh"),
        replace(FACE, number="0003", institution_native="დემო", native="\ue000"),
    ]

    pdf = sheet_pdf(faces, on_fallback=told.append)

    assert told == [
        Fallback("0001", "בדיקה"),
        Fallback("0003", "\ue000"),
        Fallback("0003", "დემო"),
    ]
    latin_only = [
        replace(face, native=None, institution_native=None) for face in faces[::2]
    ]
    assert pdf == sheet_pdf([latin_only[0], faces[1], latin_only[1]])


@pytest.mark.parametrize(
    ("face", "printed"),
    [
        (replace(FACE, latin="Ola 😀"), replace(FACE, latin="Ola □")),
        (
            replace(FACE, latin="", native="בד"),
            replace(FACE, latin="", native="□□"),
        ),
        (
            replace(FACE, institution="Demo \ue000"),
            replace(FACE, institution="Demo □"),
        ),
    ],
)
def test_what_has_no_other_form_is_printed_with_boxes(
    face: BadgeFace, printed: BadgeFace
) -> None:
    told: list[Fallback] = []

    pdf = badge_pdf(face, on_fallback=told.append)

    assert pdf == badge_pdf(printed)
    assert len(told) == 1
    assert badge_png(face) == badge_png(printed)


def test_signs_without_a_shape_do_no_harm() -> None:
    untidy = replace(
        FACE,
        latin=" Ola\u00a0\tTestowa\u202c\ufeff ",
        institution="Demo\r\n Univer\u00adsity",
        role="Delegate\0",
        languages=("EN\ud800",),
    )

    assert badge_pdf(untidy) == badge_pdf(replace(FACE, languages=("EN",)))


def test_composed_and_decomposed_letters_are_the_same() -> None:
    one, other = replace(FACE, latin="Łódź"), replace(FACE, latin="Ło\u0301dz\u0301")

    assert badge_pdf(one) == badge_pdf(other)


def test_names_of_any_length_stay_on_their_badge() -> None:
    face = replace(
        FACE,
        latin="Brzęczyszczykiewicz-Chrząszczyżewoszycki " * 5,
        native="长" * 60,
        native_language="zh",
        title="Prof. " * 20,
        institution="Institution" * 30,
        institution_native="大学" * 50,
        country_or_region="Country " * 20,
        role="Role " * 30,
        week="Week " * 30,
        languages=("Tiếng Việt",) * 30,
    )

    assert pages(badge_pdf(face)) == [(105, 148)]
    assert pages(sheet_pdf([face] * 4)) == [(210, 297)]


def test_four_badges_lie_on_a_sheet() -> None:
    faces = [replace(FACE, number=f"{number:04}") for number in range(9)]

    assert pages(sheet_pdf(faces)) == [(210, 297)] * 3
    assert pages(sheet_pdf(faces[:4])) == [(210, 297)]
    assert pages(sheet_pdf(faces, layout=Format.A6)) == [(105, 148)] * 9


def test_the_code_is_drawn_module_by_module_in_the_level_for_print() -> None:
    modules = qr.matrix(FACE.code, qr.Level.PRINT)

    page = max(streams(badge_pdf(FACE)), key=lambda stream: stream.count(b"\nh"))

    drawn = {
        (x, int(y))
        for start, y, end in re.findall(
            r"(\d+) (\d+) m (\d+) \2 l", page.decode("latin-1")
        )
        for x in range(int(start), int(end))
        if int(y) >= qr.QUIET_ZONE
    }
    assert drawn == {
        (x, y)
        for y, row in enumerate(modules, qr.QUIET_ZONE)
        for x, dark in enumerate(row, qr.QUIET_ZONE)
        if dark
    }


def test_equal_badges_are_equal_bytes() -> None:
    assert badge_pdf(FACE) == badge_pdf(FACE)
    assert sheet_pdf([FACE] * 5) == sheet_pdf([FACE] * 5)
    assert badge_pdf(FACE) != badge_pdf(replace(FACE, number="0413"))


def test_every_track_has_a_band() -> None:
    assert set(BANDS) == set(Track)
    assert len({badge_pdf(replace(FACE, band=band)) for band in BANDS}) == len(BANDS)


def test_progress_never_goes_back_and_reaches_the_end() -> None:
    heard: list[tuple[int, int]] = []

    sheet_pdf([FACE] * 30, progress=lambda done, total: heard.append((done, total)))

    assert heard == sorted(heard)
    assert heard[0] == (0, 30)
    assert heard[-2:] == [(14, 30), (30, 30)]


def test_no_badge_is_no_file() -> None:
    with pytest.raises(ValueError, match="no badge"):
        sheet_pdf([])


def test_only_our_own_fonts_are_used_and_found_once() -> None:
    families = set(fonts().families())

    assert families >= {"Noto Sans", "Noto Sans CJK SC", "Noto Sans Arabic"}
    assert all(family.startswith("Noto Sans") for family in families)
    assert fonts() is fonts()
