"""The only place that reads the clock."""

from datetime import UTC, datetime, timedelta

_shift = timedelta()
_stopped_at: datetime | None = None


def now() -> datetime:
    """The present instant, aware, in UTC; shifted in a demonstration."""
    if _stopped_at is not None:
        return _stopped_at
    return datetime.now(UTC) + _shift


def outside() -> datetime:
    """The instant that other machines have, phones above all, demonstration or not."""
    return now() if _stopped_at is not None else now() - _shift


def shift(by: timedelta) -> None:
    """Let this process live `by` earlier or later than the machine's clock."""
    global _shift  # noqa: PLW0603 - one process has one clock
    _shift = by


def stop(at: datetime | None) -> None:
    """Stop the clock at an instant; None lets it run again."""
    global _stopped_at  # noqa: PLW0603 - one process has one clock
    _stopped_at = at


def is_shifted() -> bool:
    """Whether this process lives at another time than the machine."""
    return bool(_shift)
