"""What the processes say about themselves: lines for people, or JSON for programs.

No line tells of a person: mail addresses and the secrets at the ends of addresses are
taken out wherever they come from, a traceback included.
"""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from enum import StrEnum

# From where a word begins, and never back: else a long one costs the square of it.
MAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]++@[\w-]++(?:\.[\w-]+)+")
# Of kernel.tokens, and of the footer of mails, which is as long as a key but no key.
TOKEN = re.compile(
    r"(?<![\w-])(?:[\w-]{22}|(?![0-9a-f-]{36}(?![\w-]))[\w-]{36})(?![\w-])", re.ASCII
)
LEFT_OUT = "\N{HORIZONTAL ELLIPSIS}"
OWN = "eventapp-log"  # the name of our handler, by which it is found again
EXTRA = "told"  # the attribute of a record with fields of its own


class Shape(StrEnum):
    """How lines look."""

    TEXT = "text"
    JSON = "json"


def init(shape: Shape) -> None:
    """Let this process write its lines to the standard error in this shape."""
    root = logging.getLogger()
    for known in [one for one in root.handlers if one.get_name() == OWN]:
        root.removeHandler(known)
    handler = logging.StreamHandler(sys.stderr)
    handler.set_name(OWN)
    handler.setFormatter(AsJson() if shape is Shape.JSON else AsText())
    root.addHandler(handler)
    logging.getLogger("eventapp").setLevel(
        logging.INFO if shape is Shape.JSON else logging.WARNING
    )


def without_people(text: str) -> str:
    """`text` without mail addresses and secrets."""
    return TOKEN.sub(LEFT_OUT, MAIL.sub(f"{LEFT_OUT}@{LEFT_OUT}", text))


class AsText(logging.Formatter):
    """A line for people, and a traceback below it."""

    def __init__(self) -> None:
        """Say how grave it is, who says it, and what."""
        super().__init__("%(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Make the line."""
        return without_people(super().format(record))


class AsJson(logging.Formatter):
    """One object a line: at, level, logger, message, fields, perhaps a traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """Make the line."""
        said: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": without_people(record.getMessage()),
        }
        said |= getattr(record, EXTRA, {})
        if record.exc_info:
            said["exception"] = without_people(self.formatException(record.exc_info))
        return json.dumps(said, ensure_ascii=False, default=str)
