"""Texts that people wrote about themselves: kept as typed, with what is odd in them."""

import re
import unicodedata

from eventapp.intake.findings import Finding
from eventapp.spreadsheets.tables import UNREADABLE
from eventapp.web.tables import is_risky

LONGEST_NAME = 200
LONGEST_WHOLE = 300
MOST_MARKS = 4  # on one letter, after normalisation
# Zero-width joiners are letters' business in Persian, in Hindi and in emoji.
INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad\u180e\u200e\u200f]")
CONTROLS = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
MARKUP = re.compile(r"[<>{}\\]|\]\(|'\)|;--|%[sndx]|\.\./|\n")
WEB = re.compile(r"https?://|www\.|\b[\w-]+\.(?:com|net|org|info|biz)\b", re.IGNORECASE)
PICTURES = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0f]")
SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")
WORD = re.compile(r"[^\W\d_]+")


def plain(text: str) -> tuple[str, list[str]]:
    """A text on one line, in NFC, without blanks around it; what was found in it.

    Control characters stay in the text: whoever reads it refuses the row.
    """
    found: list[str] = []
    if text.isascii() and text.isprintable():
        return text.strip(), found
    if CONTROLS.search(text):
        found.append("control_character")
    if INVISIBLE.search(text):
        text = INVISIBLE.sub("", text)
        found.append("zero_width_stripped")
    if UNREADABLE in text:
        found.append("unreadable")
    text = unicodedata.normalize("NFC", text).strip()
    return re.sub(r"[\t\r\n\u2028\u2029]+", " ", text), found


def name_findings(field: str, raw: str, name: str) -> list[Finding]:
    """What is odd in a name, beside what `plain` found."""
    if len(name) > LONGEST_NAME:
        return [Finding("too_long", field, name, str(LONGEST_NAME))]
    if is_risky(raw):
        return [Finding("export_must_neutralise", field, name)]
    found: list[Finding] = []
    if WEB.search(name):
        found.append(Finding("looks_like_spam", field, name))
    if MARKUP.search(raw.strip()):
        found.append(Finding("must_be_escaped", field, name))
    if name.isascii():
        return found
    if has_mixed_word(name):
        found.append(Finding("looks_like_mixed_script", field, name))
    if PICTURES.search(name):
        found.append(Finding("emoji_in_name", field, name))
    if most_marks(name) > MOST_MARKS:
        found.append(Finding("many_combining_marks", field, name))
    return found


def has_mixed_word(name: str) -> bool:
    """Whether letters that look alike come from two scripts in one word."""
    return any(len(_scripts(word)) > 1 for word in WORD.findall(name))


def most_marks(name: str) -> int:
    """How many marks stand on one letter at the most."""
    most = run = 0
    for sign in name:
        run = run + 1 if unicodedata.combining(sign) else 0
        most = max(most, run)
    return most


def joined(first: str, second: str) -> str:
    """Two parts of a name as one value."""
    return " ".join(part for part in (first, second) if part)


def _scripts(word: str) -> set[str]:
    names = (unicodedata.name(sign, "").partition(" ")[0] for sign in word)
    return {name for name in names if name in SCRIPTS}
