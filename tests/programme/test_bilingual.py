"""Two languages at once, each text marked with its own."""

from typing import Any

from flask import Flask
from flask_babel import gettext as _

from eventapp.kernel import i18n
from eventapp.kernel.i18n import Localised
from eventapp.programme.bilingual import Text, Voice, in_languages, tags_of
from tests.builders import make_week

BOTH = ("en", "zh-Hans")


def test_each_text_stands_in_both_languages(app: Flask) -> None:
    assert app

    def build(voice: Voice) -> dict[str, Any]:
        return {
            "title": voice.text(Localised({"en": "Hall", "zh-Hans": "大厅"})),
            "words": [voice.word(_("Programme"))],
            "count": 3,
            "none": voice.text(None),
        }

    assert in_languages(BOTH, build) == {
        "title": [Text("Hall", "en"), Text("大厅", "zh-Hans")],
        "words": [[Text("Programme", "en"), Text("日程", "zh-Hans")]],
        "count": 3,
        "none": None,
    }
    assert i18n.spoken().tag == "en"


def test_what_is_the_same_in_both_stands_once(app: Flask) -> None:
    assert app
    lonely = Localised({"pl": "Aula"})

    found = in_languages(("zh-Hans", "en"), lambda voice: voice.text(lonely))

    assert found == [Text("Aula", "pl")]


def test_a_language_that_the_interface_does_not_speak_has_english_words(
    app: Flask,
) -> None:
    assert app
    hall = Localised({"en": "Hall", "pl": "Sala"})

    found = in_languages(
        ("pl", "en"), lambda voice: [voice.text(hall), voice.word(_("Programme"))]
    )

    assert found == [
        [Text("Sala", "pl"), Text("Hall", "en")],
        [Text("Programme", "en")],
    ]


def test_a_reader_chooses_among_the_languages_of_the_week(app: Flask) -> None:
    assert app
    week = make_week(languages=("en", "zh-Hans", "pl"))

    asked = (None, "", "pl", "pl,en", "pl,pl", "xx", "pl,zh-Hans,en")

    assert [tags_of(week, one) for one in asked] == [
        BOTH,
        BOTH,
        ("pl",),
        ("pl", "en"),
        ("pl",),
        BOTH,
        ("pl", "zh-Hans"),
    ]
