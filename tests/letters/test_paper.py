"""The letter on paper: what stands in it, and that nothing sticks out."""

from datetime import date

import pytest
from flask import Flask

from eventapp.kernel.i18n import Localised
from eventapp.letters.paper import Letter, content, pdf
from eventapp.letters.vocabulary import LetterField
from tests.builders import make_registration, make_week
from tests.letters.kit import ANSWERS, make_settings

pytestmark = pytest.mark.usefixtures("time")


def make_paper(**changes: object) -> Letter:
    answers = {**ANSWERS, **changes.pop("answers", {})}  # type: ignore[dict-item]
    week = make_week(name=Localised({"en": "Spring Week", "zh-Hans": "春季伙伴周"}))
    settings = make_settings(week, **changes)
    one = make_registration(week)
    return Letter(settings, one, "PW2027-0007", date(2027, 3, 1), answers)


def words(marked: list[dict[str, str]]) -> list[str]:
    return [one["text"] for one in marked]


def test_a_letter_speaks_two_languages_and_holds_what_is_wanted(app: Flask) -> None:
    assert app
    paper = make_paper(fields=(LetterField.NAME, LetterField.BORN_ON))

    made = content(paper)

    assert made["number"] == "PW2027-0007"
    assert words(made["date"]) == ["1 March 2027", "2027年3月1日"]
    assert [words(row["values"]) for row in made["rows"]] == [
        ["WANG, XIAOMING"],
        ["2 March 1971", "1971年3月2日"],
    ]
    english, chinese = (" ".join(words(side)) for side in made["body"])
    assert "Spring Week, which Host University holds in Shanghai" in english
    assert "from 8 March 2027 to 12 March 2027" in english
    assert "参加主办大学于" in chinese
    assert "2027年3月12日在上海举办的春季伙伴周" in chinese
    assert "{" not in english + chinese


@pytest.mark.parametrize(
    "name", ["W" * 200, "محمد " * 40, "ธนพร " * 40, "王" * 200, "𓀀 Wang", "#set page()"]
)
def test_any_name_can_be_printed_and_equal_letters_are_equal(
    app: Flask, name: str
) -> None:
    assert app
    paper = make_paper(
        answers={LetterField.NAME: name, LetterField.INSTITUTION: name[:300]},
        head=Localised({"en": name, "zh-Hans": name}),
        signatory=Localised({"en": name}),
    )

    made = pdf(paper)

    assert made.startswith(b"%PDF-")
    assert pdf(paper) == made
