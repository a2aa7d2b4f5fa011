"""One text in several languages: read, kept, found missing."""

from flask import Flask, get_template_attribute
from werkzeug.datastructures import MultiDict

from eventapp.kernel import i18n
from eventapp.kernel.i18n import Localised
from eventapp.web.forms import Form
from eventapp.web.texts import Texts, language_word

THREE = ("en", "zh-Hans", "pl")


class Titled(Form):
    """A form with a title and a text of several lines."""

    title = Texts("Title", most=10, needed="Enter a title.")
    title_note = Texts("Note", lines=4)


def sent(**typed: str) -> Titled:
    """The form, as a browser sends it."""
    names = {name.replace("__", "-"): text for name, text in typed.items()}
    form = Titled(formdata=MultiDict(names))
    form.title.speak(THREE)
    form.title_note.speak(THREE)
    return form


def test_a_text_is_read_in_each_language_and_others_stay(app: Flask) -> None:
    with app.test_request_context():
        form = sent(title__en=" Opening ", title__pl="Otwarcie", title__xx="?")
        before = Localised({"zh-Hans": "开幕式", "ru": "Открытие"})

        assert form.title.text(before) == Localised(
            {"ru": "Открытие", "en": "Opening", "pl": "Otwarcie"}
        )
        assert form.title_note.text_or_none() is None


def test_a_needed_text_is_asked_for_and_a_long_one_refused(app: Flask) -> None:
    with app.test_request_context():
        nothing, long = sent(title__en=" "), sent(title__pl="x" * 11)

        assert not nothing.title.validate(nothing)
        assert not long.title.validate(long)
        assert list(nothing.title.errors) == ["Enter a title."]
        assert list(long.title.errors) == ["Use at most 10 characters."]
        assert [one.error for one in long.title][2] == "Use at most 10 characters."


def test_what_is_missing_is_marked_with_what_readers_see(app: Flask) -> None:
    draw = get_template_attribute("planning/_texts.html", "texts")
    with app.test_request_context():
        form = Titled(formdata=None)
        form.title.speak(THREE).show(Localised({"zh-Hans": "开幕式"}))

        html = str(draw(form.title))

    assert 'name="title-zh-Hans" value="开幕式"' in html
    assert "English is missing" in html
    assert "Polish is missing" in html
    assert "Chinese is missing" not in html
    assert html.count('<span lang="zh-Hans">开幕式</span>') == 2


def test_the_script_is_named_only_where_two_share_a_language(app: Flask) -> None:
    with app.test_request_context():
        assert language_word("zh-Hans", THREE) == "Chinese"
        assert language_word("zh-Hant", ("zh-Hans", "zh-Hant")) == (
            "Chinese (Traditional)"
        )
        assert language_word("not a tag") == "not a tag"
        with i18n.speaking("zh-Hans"):
            assert language_word("pl") == "波兰语"
