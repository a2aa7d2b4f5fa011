"""How much one import of a programme takes."""

from eventapp.spreadsheets.tables import Limits

LIMITS = Limits(rows=800)  # some four seconds of one transaction; nobody else writes
