"""What a calendar holds as a table: then it is imported like any other."""

from eventapp.exchange.calendars.findings import Weight
from eventapp.exchange.calendars.reading import Held, Holding
from eventapp.spreadsheets.tables import Row, Table

# Columns are called as our own ones, so that nobody has to map them.
HEAD = (
    "key",
    "title",
    "summary",
    "date",
    "start",
    "end_date",
    "end",
    "venue",
    "status",
    "joining_link",
    "note",
    "problem",
)


def table_of(holding: Holding) -> Table:
    """One row for each event, also for those that cannot be taken over."""
    rows = tuple(Row(one.number, _cells(one)) for one in holding.held)
    return Table("", HEAD, rows, is_ours=True)


def _cells(held: Held) -> tuple[str, ...]:
    entry = held.entry
    begins, ends = held.begins, held.ends
    return (
        held.key,
        entry.title,
        entry.summary,
        begins.date().isoformat() if begins else "",
        f"{begins:%H:%M}" if begins else "",
        ends.date().isoformat() if ends else "",
        f"{ends:%H:%M}" if ends else "",
        entry.place,
        entry.status,
        entry.link,
        _told(held, Weight.TELLS, Weight.WARNS),
        _told(held, Weight.STOPS),
    )


def _told(held: Held, *weights: Weight) -> str:
    return "\n".join(one.sentence for one in held.findings if one.weight in weights)
