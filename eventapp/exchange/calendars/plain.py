"""Texts of calendars as plain words: some programs write web pages into them.

A tag ends before the next one begins: HTMLParser looks for the end of what is broken
through all the rest, which takes minutes where everything is.
"""

import re
from collections.abc import Iterator
from html import unescape

TAG = re.compile(r"<(?:/?(?:p|div|br|b|i|u|a|ul|ol|li|span|strong|em|html|body|h\d)\b)")
ANY_TAG = re.compile(
    r"<(/?)([a-z][a-z0-9]*)[^<>]*>|<\?[^<>]*>", re.ASCII | re.IGNORECASE
)
NO_LETTER = re.compile(r"&#0*[0-9]{8,};?", re.ASCII)
BREAKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4"}
ENDS = {"p", "div", "ul", "ol"}
UNSEEN = {"style", "script", "head", "title"}
LONGEST = 40_000  # letters


def is_marked_up(text: str) -> bool:
    """Whether a text is written for a browser."""
    return bool(TAG.search(text[:LONGEST].lower()))


def plain(text: str) -> str:
    """The words of it, each paragraph in a line of its own."""
    written = _without_declarations(text[:LONGEST])
    words = unescape(NO_LETTER.sub("", "".join(_seen(written))))
    lines = [" ".join(line.split()) for line in words.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _without_declarations(text: str) -> str:
    """Without comments, and without what says which HTML it is."""
    before, *others = text.split("<!")
    ends = ("-->" if one.startswith("--") else ">" for one in others)
    rest = (one.partition(end)[2] for one, end in zip(others, ends, strict=True))
    return "".join([before, *rest])


def _seen(text: str) -> Iterator[str]:
    """What a browser shows between the tags, and where it begins a line."""
    place, unseen = 0, 0
    for found in ANY_TAG.finditer(text):
        if not unseen:
            yield text[place : found.start()]
        place = found.end()
        name, is_end = (found[2] or "").lower(), bool(found[1])
        if name in UNSEEN:
            unseen = max(unseen - 1, 0) if is_end else unseen + 1
        if name in (ENDS if is_end else BREAKS):
            yield "\n"
    if not unseen:
        yield text[place:]
