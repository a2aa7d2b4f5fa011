"""The vault's own upkeep: what has reached its day goes, and a count stays."""

from eventapp.journal.service import note
from eventapp.kernel.db import writing
from eventapp.vault.service import forget_expired


def purge() -> None:
    """Forget what has expired; the journal keeps of how many, and of nobody."""
    with writing():
        if gone := forget_expired():
            note(
                "vault.purged",
                actor="upkeep",
                subject="passport data",
                details={"before": str(gone), "after": "0"},
            )
