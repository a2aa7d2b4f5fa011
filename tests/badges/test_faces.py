"""What stands on a badge, before it is drawn."""

from dataclasses import replace

import pytest

from eventapp.badges.faces import BadgeFace, Fallback, tidy, without

FACE = BadgeFace(
    number="0412",
    reference="7K2M-9QXD",
    code="",
    latin="Ola Testowa",
    institution="Demo University",
    country_or_region="Poland",
    role="Delegate",
    band="teal",
    week="Demo Week 2027",
    native="陈测试",
    institution_native="示范大学",
)


def test_letters_are_composed_and_blanks_are_single() -> None:
    untidy = replace(
        FACE, latin="  Ło\u0301dz\u0301\t  Ola\ufeff ", languages=("E\0N",)
    )

    assert tidy(untidy) == replace(FACE, latin="Łódź Ola", languages=("EN",))


def test_signs_that_join_letters_stay() -> None:
    joined = replace(FACE, native="می\u200cخواهم")

    assert tidy(joined) == joined


def test_only_the_native_text_with_the_letter_is_left_out() -> None:
    other = replace(FACE, number="0413", native="王小明")

    kept, fallbacks = without({"测"}, [FACE, other])

    assert kept == [replace(FACE, native=None), other]
    assert fallbacks == [Fallback("0412", "陈测试")]


@pytest.mark.parametrize(
    ("face", "printed"),
    [
        (replace(FACE, latin="Ola測"), replace(FACE, latin="Ola□")),
        (replace(FACE, latin="", native="測試"), replace(FACE, latin="", native="□試")),
    ],
)
def test_a_text_without_another_form_is_printed_with_boxes(
    face: BadgeFace, printed: BadgeFace
) -> None:
    kept, fallbacks = without({"測"}, [face])

    assert kept == [printed]
    assert len(fallbacks) == 1
    assert without({"□"}, kept) == (kept, [])
