"""Each row of the nasty list has its outcome, for its reason."""

from flask import Flask

from tests.intake.lists import lines_of, make_week_2024, octets_of, preview


def test_each_nasty_row_has_its_outcome_for_its_reason(app: Flask) -> None:
    assert app
    week = make_week_2024()

    seen = preview(week, octets_of("delegates_nasty.csv"))

    found = [
        (str(one.line), one.key, str(one.outcome), one.reason)
        for one in seen.candidates
    ]
    expected = [
        (row["line_in_order"], row["external_id"], row["outcome"], row["reason"])
        for row in lines_of("delegates_nasty_expected.csv")
    ]
    assert [one for one in zip(found, expected, strict=True) if one[0] != one[1]] == []
