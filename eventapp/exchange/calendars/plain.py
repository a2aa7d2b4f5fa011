"""Texts of calendars as plain words: some programs write web pages into them."""

import re
from html.parser import HTMLParser

TAG = re.compile(r"<(?:/?(?:p|div|br|b|i|u|a|ul|ol|li|span|strong|em|html|body|h\d)\b)")
BREAKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4"}
UNSEEN = {"style", "script", "head", "title"}
LONGEST = 40_000  # letters


def is_marked_up(text: str) -> bool:
    """Whether a text is written for a browser."""
    return bool(TAG.search(text[:LONGEST].lower()))


def plain(text: str) -> str:
    """The words of it, each paragraph in a line of its own."""
    reader = _Reader()
    reader.feed(text[:LONGEST])
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.words).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self._unseen += tag in UNSEEN
        if tag in BREAKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        if tag in {"p", "div", "ul", "ol"}:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.words.append(data)
