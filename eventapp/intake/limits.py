"""How much one list of people may hold."""

from eventapp.spreadsheets.tables import Limits

LIMITS = Limits(
    rows=5_000,
    letters=20_000_000,
    inside=40_000_000,
    marks=3_000_000,
)
