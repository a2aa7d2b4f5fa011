"""What is to be done to many registrations at once, as one value."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from eventapp.selection.vocabulary import DeedKind


@dataclass(frozen=True)
class Plan:
    """A bulk deed with all that it needs beside the registrations."""

    kind: DeedKind
    reason: str = ""  # in own words
    reason_id: UUID | None = None  # one that the week keeps
    event_id: UUID | None = None
    tag: str = ""

    def kept(self) -> dict[str, Any]:
        """The same as JSON can hold it."""
        return {
            "kind": self.kind.value,
            "reason": self.reason,
            "reason_id": str(self.reason_id) if self.reason_id else None,
            "event_id": str(self.event_id) if self.event_id else None,
            "tag": self.tag,
        }

    @classmethod
    def of_kept(cls, kept: Mapping[str, Any]) -> "Plan":
        """The plan that was kept."""
        return cls(
            kind=DeedKind(kept["kind"]),
            reason=kept["reason"],
            reason_id=UUID(kept["reason_id"]) if kept["reason_id"] else None,
            event_id=UUID(kept["event_id"]) if kept["event_id"] else None,
            tag=kept["tag"],
        )
