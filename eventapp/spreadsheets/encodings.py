"""Which encoding a text is in: UTF-8, UTF-16, GB 18030, Big5, Windows code pages.

Spreadsheet programs write what their country used in 1995, and say so nowhere.
"""

import unicodedata

from eventapp.spreadsheets.errors import NotATable

# What organisers may choose where we guess wrong, with a word for each.
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "gb18030": "GB 18030, GBK (中文)",
    "big5": "Big5 (繁體中文)",
    "cp1250": "Windows-1250 (Polski, Čeština)",
    "cp1251": "Windows-1251 (Русский)",
    "cp1252": "Windows-1252 (Français, Deutsch)",
}
MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
OLD = ("gb18030", "big5", "cp1252", "cp1250", "cp1251")
SEEN = 100_000  # octets that decide
GOOD, BAD = 1.0, -2.0
# Where both pages have a letter for an octet, the likelier one: è before č, ř before ø.
RARER = {"cp1250": "čęćńŕČŔ", "cp1252": "øìòùïØÌÒÙ"}
MOSTLY = 3  # right UTF-8 signs for each wrong octet
STRAY = b"\xfe\xff"  # alone among ASCII they are no language, but damage


def decoded(content: bytes, encoding: str | None = None) -> tuple[str, str]:
    """The text, and the name of its encoding; what cannot be read becomes U+FFFD.

    Raises:
        NotATable: it is no text.
    """
    used = encoding if encoding in ENCODINGS else _encoding(content)
    if used == "utf-16":
        used = _marked(content) or _half_empty(content) or "utf-16-le"
    text = content.decode(used, errors="replace").removeprefix("\ufeff")
    if text.count("\0") > len(text) / 20:
        raise NotATable
    return text, "utf-16" if used.startswith("utf-16") else used


def _encoding(content: bytes) -> str:
    if marked := _marked(content):
        return marked
    if b"\0" in content and (wide := _half_empty(content)):
        return wide
    content = content.replace(b"\0", b"")
    if _is_utf8(content):
        return "utf-8"
    sample = content[:SEEN]
    return max(OLD, key=lambda name: _worth(sample, name))


def _marked(content: bytes) -> str | None:
    return next((name for mark, name in MARKS if content.startswith(mark)), None)


def _half_empty(content: bytes) -> str | None:
    """UTF-16 without its mark: every other octet of what is Latin in it is nought."""
    sample = content[: SEEN // 2 * 2]
    if sample.count(0) < len(sample) / 5 and _is_utf8(sample.replace(b"\0", b"")):
        return None  # noughts that fell into another text
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) < len(sample) / 50 or min(even, odd) * 4 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _is_utf8(content: bytes) -> bool:
    """Whether it is UTF-8, or was before a few octets broke."""
    try:
        content.decode()
    except UnicodeDecodeError:
        if not content.translate(None, STRAY).isascii():
            return _is_mostly_utf8(content)
    return True


def _is_mostly_utf8(content: bytes) -> bool:
    text = content[:SEEN].decode(errors="replace")
    wrong = text.count("\ufffd")
    right = sum(1 for sign in text if ord(sign) > 0x7F) - wrong  # noqa: PLR2004 - ASCII
    return right > MOSTLY * wrong


def _worth(sample: bytes, name: str) -> float:
    """How much the text looks like somebody's language in this encoding."""
    text = sample.decode(name, errors="replace")
    worths = [
        _worth_of(before, sign, after, name)
        for before, sign, after in zip(" " + text, text, text[1:] + " ", strict=False)
        if ord(sign) > 0x7F  # noqa: PLR2004 - ASCII
    ]
    return sum(worths) / len(worths) if worths else 0.0


def _worth_of(before: str, sign: str, after: str, name: str) -> float:
    if sign == "\ufffd" or unicodedata.category(sign).startswith("C"):
        return BAD * 3
    if name in {"gb18030", "big5"}:
        return _worth_in_chinese(before, sign, after, name)
    return _worth_in_letters(before, sign, after, name)


def _worth_in_chinese(before: str, sign: str, after: str, name: str) -> float:
    octets = sign.encode(name, errors="ignore")
    if len(octets) != 2:  # noqa: PLR2004 - rare signs have four
        return 0.0
    lead = octets[0]
    is_common = (
        0xB0 <= lead <= 0xD7 and octets[1] >= 0xA1  # noqa: PLR2004 - GB 2312, level 1
        if name == "gb18030"
        else 0xA4 <= lead <= 0xC6  # noqa: PLR2004 - Big5, level 1
    )
    if sign in "，。、；：？！（）《》“”‘’—·　":
        return GOOD
    if not is_common:
        return BAD / 4 if unicodedata.name(sign, "").startswith("CJK") else BAD
    hugs = (before.isascii() and before.isalpha()) or (
        after.isascii() and after.islower()
    )
    return BAD / 2 if hugs else GOOD


def _worth_in_letters(before: str, sign: str, after: str, name: str) -> float:
    if not sign.isalpha():
        return BAD / 2 if sign in "–—’‘“”„«»°§©®…€№\u00a0" else BAD
    script = "CYRILLIC" if name == "cp1251" else "LATIN"
    if not unicodedata.name(sign, "").startswith(script):
        return BAD
    if sign.isupper() and before.islower():
        return BAD  # no word goes on so
    near = [one for one in (before, after) if one.isalpha()]
    is_mixed = any(one.isascii() for one in near)
    if name == "cp1251":
        return BAD if is_mixed else GOOD if near else 0.0
    if not is_mixed:
        return GOOD / 4
    return GOOD / 2 if sign in RARER[name] else GOOD
