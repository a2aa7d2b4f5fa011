"""What the tables of a new file seem to hold, before anybody chose."""

from eventapp.exchange import queries
from eventapp.exchange.columns import guess, subject_of, tags_of
from eventapp.exchange.files import Content, Shape
from eventapp.programme.models.weeks import Week


def guessed(week: Week, content: Content) -> dict[str, object]:
    """The choices with which an import of this file begins."""
    tags = tags_of(week.languages, content.tables)
    remembered = queries.remembered_columns(week)
    tables = []
    for table in content.tables:
        subject = subject_of(table, tags)
        columns = guess(table, subject, tags, remembered)
        named = {str(number): field for number, field in columns.items()}
        tables.append({"subject": str(subject), "columns": named})
    is_single = len(content.tables) == 1
    return {
        "tables": tables,
        "heads": list(content.tables[0].head) if is_single else [],
        "creates_venues": content.shape is Shape.CALENDAR,
    }
