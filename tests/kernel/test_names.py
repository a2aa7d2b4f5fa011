"""Names of persons: which language their letters suggest."""

import pytest

from eventapp.kernel.names import language_of


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("王芳", "zh-Hans"),
        ("田中 さくら", "ja"),
        ("高橋・エミ", "ja"),
        ("김민준", "ko"),
        ("Анна Петрова", None),  # Russian, Bulgarian, Serbian…
        ("Anna", None),
        ("", None),
    ],
)
def test_letters_suggest_a_language_where_only_one_has_them(
    name: str, tag: str | None
) -> None:
    assert language_of(name) == tag
