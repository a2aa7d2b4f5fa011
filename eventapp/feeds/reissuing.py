"""A rendered event for many readers, each of whom has a revision of it of their own."""

from datetime import UTC, datetime
from typing import NamedTuple

from eventapp.feeds.document import EventBlock


class OpenBlock(NamedTuple):
    """A rendered event that is open where its revision stands."""

    block: EventBlock
    before: bytes
    created: bytes
    after: bytes

    @classmethod
    def of(cls, block: EventBlock) -> "OpenBlock":
        """Cut a block at the lines of its revision."""
        before, rest = block.octets.split(b"\r\nDTSTAMP:", 1)
        _dtstamp, _sequence, created, _changed, after = rest.split(b"\r\n", 4)
        return cls(block, before, created, after)

    def revised(self, sequence: int, changed_at: datetime) -> EventBlock:
        """The same event in this revision, joined instead of rendered."""
        at = f"{changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}".encode()
        lines = (
            self.before,
            b"DTSTAMP:" + at,
            b"SEQUENCE:%d" % sequence,
            self.created,
            b"LAST-MODIFIED:" + at,
            self.after,
        )
        return self.block._replace(octets=b"\r\n".join(lines))
