"""What people type, cleaned before it is judged."""

import pytest

from eventapp.spreadsheets.tables import clean
from eventapp.web.forms import cleaned, one_line

OVERRIDES = [chr(sign) for sign in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]
JOINERS = "\u200c\u200d"  # words in Persian and in Hindi need them


@pytest.mark.parametrize("clean_text", [cleaned, one_line, clean])
def test_no_text_turns_the_direction_of_what_follows_it(clean_text: object) -> None:
    assert callable(clean_text)

    assert clean_text(f" Sal{''.join(OVERRIDES)}on{JOINERS}! ") == f"Salon{JOINERS}!"
