"""What a kiosk is told: a guest reads it, and so may whoever stands behind."""

from typing import Any

from eventapp.checkin.vocabulary import Verdict

TOLD = frozenset(
    {
        "scan_id",
        "event",
        "verdict",
        "direction",
        "scanned_at",
        "is_in",
        "may_overrule",
        "count",
        "inside",
        "capacity",
        "limit",
        "warn",
        "server_time",
        "told",
        "undone",
    }
)
NAMED = frozenset({"name", "number"})
WELCOMED = frozenset({Verdict.ADMITTED.value, Verdict.ALREADY_HERE.value})


def for_kiosk(told: dict[str, Any]) -> dict[str, Any]:
    """The verdict and the numbers; a name for whom it welcomes, never a reason."""
    shown = TOLD | NAMED if told["verdict"] in WELCOMED else TOLD
    return {name: value if name in shown else None for name, value in told.items()}
