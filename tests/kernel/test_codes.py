"""The code on a badge and the reference beside it."""

import hashlib
from itertools import combinations

import pytest

from eventapp.kernel.codes import (
    ALPHABET,
    BadgeCode,
    CodeKind,
    Outcome,
    Reading,
    compose,
    digest,
    new_reference,
    parse,
    parse_reference,
    show_reference,
)

TOKENS = [
    bytes(16),
    b"\xff" * 16,
    bytes(range(16)),
    *(hashlib.sha256(bytes([seed])).digest()[:16] for seed in range(5)),
]
CODES = [
    compose(kind, token)
    for kind, token in zip([*CodeKind, *CodeKind], TOKENS, strict=True)
]
CODE = CODES[4]


def read(code: BadgeCode) -> Reading:
    return Reading(Outcome.CODE, code, CodeKind(code[3]))


def test_a_code_is_32_plain_signs_that_begin_with_ours_and_the_kind() -> None:
    assert [len(code) for code in CODES] == [32] * len(CODES)
    assert [code[:4] for code in CODES[:4]] == ["PW1P", "PW1G", "PW1C", "PW1D"]
    assert not set("".join(CODES)) - set(ALPHABET)


def test_a_code_stays_the_same_for_ever() -> None:
    code = compose(CodeKind.PERSON, bytes(range(16)))

    assert code == "PW1P00041061050R3GG28A1C60T3GFJY"


def test_every_code_is_read_back() -> None:
    assert [parse(code) for code in CODES] == [read(code) for code in CODES]


def test_different_tokens_and_kinds_give_different_codes() -> None:
    codes = {compose(kind, token) for kind in CodeKind for token in TOKENS}

    assert len(codes) == len(CodeKind) * len(TOKENS)


def test_a_token_of_another_length_is_no_token() -> None:
    with pytest.raises(ValueError, match="16 bytes, not 15"):
        compose(CodeKind.PERSON, bytes(15))


@pytest.mark.parametrize(
    "written",
    [
        CODE.lower(),
        f"  {CODE}\r\n",
        f"\ufeff{CODE}\u200b",
        f"https://pw.example.org/b/{CODE}",
        f"HTTPS://PW.EXAMPLE.ORG/B/{CODE}",
        f"http://127.0.0.1:5000/b/{CODE.lower()}/?lang=zh#code",
        f"https://example.org/b/week/b/{CODE}",
        "".join(chr(ord(sign) + 0xFEE0) for sign in CODE),
        CODE.replace("1", "I").replace("0", "O"),
        CODE.lower().replace("1", "l").replace("0", "o"),
    ],
)
def test_a_code_is_understood_however_it_is_carried(written: str) -> None:
    assert parse(written) == read(CODE)


@pytest.mark.parametrize("code", CODES)
def test_every_wrong_sign_is_found(code: BadgeCode) -> None:
    wrong = [
        code[:place] + sign + code[place + 1 :]
        for place in range(32)
        for sign in ALPHABET
        if sign != code[place]
    ]

    assert len(wrong) == 32 * 31
    assert not [text for text in wrong if parse(text).outcome is Outcome.CODE]


@pytest.mark.parametrize("code", CODES)
def test_every_exchange_of_two_signs_is_found(code: BadgeCode) -> None:
    exchanged = []
    for one, other in combinations(range(32), 2):
        signs = list(code)
        signs[one], signs[other] = signs[other], signs[one]
        if signs != list(code):
            exchanged.append("".join(signs))

    assert exchanged
    assert not [text for text in exchanged if parse(text).outcome is Outcome.CODE]


def test_any_two_wrong_signs_are_found() -> None:
    wrong = [
        (*CODE[:one], first, *CODE[one + 1 : other], second, *CODE[other + 1 :])
        for one, other in combinations(range(3, 32), 2)
        for first in ALPHABET[::3]
        for second in ALPHABET[::5]
        if first != CODE[one] and second != CODE[other]
    ]

    outcomes = {parse("".join(signs)).outcome for signs in wrong}

    assert outcomes == {Outcome.MISREAD}


@pytest.mark.parametrize("code", CODES)
def test_every_cut_is_found(code: BadgeCode) -> None:
    begun = {parse(code[:length]).outcome for length in range(3, 32)}
    ended = {parse(code[start:]).outcome for start in range(1, 32)}
    holed = {parse(code[:at] + code[at + 1 :]).outcome for at in range(3, 32)}

    assert (begun, ended, holed) == (
        {Outcome.MISREAD},
        {Outcome.FOREIGN},
        {Outcome.MISREAD},
    )


@pytest.mark.parametrize(
    "mixed",
    [
        CODE + CODE,
        CODE[:20] + CODES[5][20:],
        CODE + "0",
        CODE.replace("PW1P", "PW1X"),
        CODE[:16] + "U" + CODE[17:],
        CODE[:16] + "-" + CODE[17:],
        "PW1" + "Ü" * 29,
        f"https://pw.example.org/b/{CODE[:-1]}",
    ],
)
def test_a_mixed_up_code_is_misread(mixed: str) -> None:
    assert parse(mixed) == Reading(Outcome.MISREAD)


def test_a_code_with_a_spare_bit_set_is_misread() -> None:
    # 8 more in the first sign of the token; the two check signs made right again.
    forged = "PW1P80041061050R3GG28A1C60T3GF"
    whole = [forged + one + other for one in ALPHABET for other in ALPHABET]

    assert {parse(code).outcome for code in whole} == {Outcome.MISREAD}


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "PW",
        "PW2" + CODE[3:],
        "https://example.org/b/",
        "WIFI:S:hall;;",
        "刘玉梅",
    ],
)
def test_what_does_not_begin_like_ours_is_foreign(text: str) -> None:
    assert parse(text) == Reading(Outcome.FOREIGN)


def test_a_text_of_any_length_is_answered() -> None:
    assert parse("PW1" * 10**6).outcome is Outcome.MISREAD
    assert parse("\ufdfa" * 10**6).outcome is Outcome.FOREIGN


def test_the_digest_is_that_of_the_canonical_code() -> None:
    found = parse(f" {CODE.lower()} ").code

    assert found
    assert digest(found) == hashlib.sha256(CODE.encode()).digest()


def test_references_are_eight_signs_and_differ() -> None:
    references = [new_reference() for _ in range(200)]

    assert len(set(references)) == 200
    assert {len(reference) for reference in references} == {8}
    assert not set("".join(references)) - set(ALPHABET)


def test_a_reference_is_shown_in_two_halves() -> None:
    assert show_reference("7K2M9QXD") == "7K2M-9QXD"


@pytest.mark.parametrize(
    "typed",
    [
        "7K2M-9QXD",
        "7k2m9qxd",
        " 7K2M 9QXD ",
        "7K2M\u20139QXD",
        "\uff17\uff2b\uff12\uff2d\uff0d\uff19\uff31\uff38\uff24",
    ],
)
def test_a_typed_reference_is_understood(typed: str) -> None:
    assert parse_reference(typed) == "7K2M9QXD"


def test_look_alikes_in_a_reference_are_one() -> None:
    assert parse_reference("ilo0-1111") == "11001111"


@pytest.mark.parametrize("typed", ["", "7K2M-9QX", "7K2M-9QXDA", "7K2M-9QXU", CODE])
def test_what_cannot_be_a_reference_is_none(typed: str) -> None:
    assert parse_reference(typed) is None
