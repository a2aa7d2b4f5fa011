"""Tries of codes that are none: who is wrong again and again has to wait."""

from eventapp.accounts.service.limits import check_limit, count
from eventapp.kernel.db import writing
from eventapp.kernel.tokens import digest

PURPOSE = "device"
WRONG_PER_NETWORK = 40  # within a quarter of an hour; a whole team sits behind one


def check_guesses(from_address: str) -> None:
    """Let this network try another code.

    Raises:
        TooManyAttempts: too many of its tries were wrong.
    """
    check_limit(PURPOSE, _whence(from_address), WRONG_PER_NETWORK)


def count_wrong_guess(from_address: str) -> None:
    """Count a wrong code, in its own transaction: the rest is undone."""
    with writing():
        count(PURPOSE, _whence(from_address))


def _whence(from_address: str) -> bytes:
    return digest(f"devices {from_address}")
