"""A letter as hypertext: its paragraphs, lists and addresses, and nothing to fetch."""

import re

from markupsafe import Markup, escape

PAGE = Markup(
    "<!doctype html>\n"
    '<html lang="{language}">\n'
    '<head><meta charset="utf-8"><title>{title}</title></head>\n'
    "<body>\n{body}\n</body>\n</html>\n"
)
ADDRESS = re.compile(r"https?://[^\s<>]+", re.ASCII)
AFTER_ADDRESS = ".,;:!?)"  # ends the sentence, and not the address
ITEM = "- "


def html_of(text: str, title: str, language: str) -> str:
    """The same words as `text`, for clients that show no plain text."""
    paragraphs = [part for part in text.strip().split("\n\n") if part.strip()]
    body = Markup("\n").join(map(_paragraph, paragraphs))
    return str(PAGE.format(language=language, title=title, body=body))


def _paragraph(paragraph: str) -> Markup:
    lines = [line.strip() for line in paragraph.strip().splitlines()]
    first = next(
        (n for n, line in enumerate(lines) if line.startswith(ITEM)), len(lines)
    )
    said, items = lines[:first], lines[first:]
    if not all(line.startswith(ITEM) for line in items):  # a list, and then more
        said, items = lines, []
    parts = []
    if said:
        parts.append(
            Markup("<p>{}</p>").format(Markup("<br>\n").join(map(_line, said)))
        )
    if items:
        rows = (
            Markup("<li>{}</li>").format(_line(item.removeprefix(ITEM)))
            for item in items
        )
        parts.append(Markup("<ul>\n{}\n</ul>").format(Markup("\n").join(rows)))
    return Markup("\n").join(parts)


def _line(line: str) -> Markup:
    parts, done = [], 0
    for found in ADDRESS.finditer(line):
        address = found[0].rstrip(AFTER_ADDRESS)
        parts.append(escape(line[done : found.start()]))
        parts.append(Markup('<a href="{0}">{0}</a>').format(address))
        done = found.start() + len(address)
    return Markup().join([*parts, escape(line[done:])])
