"""Which passwords are refused, and with what sentence."""

import pytest

from eventapp.accounts.errors import (
    PasswordCommon,
    PasswordGuessed,
    PasswordOwnWords,
    PasswordTooShort,
)
from eventapp.accounts.strength import check_password
from eventapp.kernel.errors import Refusal

OWN = ("anna.nowak@sspu.example", "Anna Nowak", "week.sspu.example")


@pytest.mark.parametrize(
    ("password", "refusal"),
    [
        ("eleven char", PasswordTooShort),
        ("password1234", PasswordCommon),
        ("PASSWORD2027!!", PasswordCommon),
        ("qwertyuiop12", PasswordCommon),
        ("aaaaaaaaaaaaaaaa", PasswordGuessed),
        ("1234567890123456", PasswordGuessed),
        ("P@ssw0rd" * 100, PasswordGuessed),
        ("anna.nowak.2027", PasswordOwnWords),
        ("Nowak-Nowak-Nowak", PasswordOwnWords),
        ("week.sspu.example", PasswordOwnWords),
        ("sspu sspu 2027 week", PasswordOwnWords),
    ],
)
def test_what_is_tried_first_is_refused(password: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        check_password(password, own=OWN)


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "7f3k-9qpw-m2xz",
        "Anna likes turbine meadow quilts",  # enough is left without the name
        "梅花 三弄 秋夜 听雨 长安 月色",
        "x9!" * 3 + "correct horse turbine" * 40,
    ],
)
def test_what_nobody_guesses_is_taken(password: str) -> None:
    check_password(password, own=OWN)
