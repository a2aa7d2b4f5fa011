"""Texts with placeholders say what is wrong with them, and are filled cleanly."""

from flask import Flask

from eventapp.mail.placeholders import Placeholder, filled, problems_in

OFFERED = (
    Placeholder("name", "Who gets it", "Wang Xiaoming"),
    Placeholder("link", "Their private link", "https://…", is_needed=True),
)
ALONE = (
    "A brace { stands alone. Placeholders are written {name};"
    " for a brace itself write it twice."
)


def test_a_text_that_can_be_sent_has_no_problems(app: Flask) -> None:
    with app.app_context():
        assert problems_in("Dear { name }, {{really}}: {link}", OFFERED) == []
        assert problems_in("For {name}", OFFERED, is_whole=False) == []


def test_what_is_unknown_broken_or_missing_is_told_in_a_sentence(app: Flask) -> None:
    with app.app_context():
        assert problems_in("Dear {nmae}, {bank}, {a.b}, { and ｛link｝", OFFERED) == [
            "Write {link} with plain braces, and not ｛link｝.",
            "There is no {nmae} here. Did you mean {name}?",
            "There is no {bank} here.",
            "There is no {a.b} here.",
            ALONE,
            "{link} is missing. Without it the mail is of no use.",
        ]


def test_values_stay_as_they_are_and_empty_lines_go_with_their_gap() -> None:
    text = "Dear {name},\n\n{news}\n\nYour link:\n{link}\n{more}\n\n{{Bye}} {name}\n"

    assert filled(text, {"name": "{link} %s", "link": "https://week.example"}) == (
        "Dear {link} %s,\n\nYour link:\nhttps://week.example\n\n{Bye} {link} %s"
    )
