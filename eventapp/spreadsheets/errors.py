"""How a file says no to being a table; single rows have problems instead."""

from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import lazy_gettext


class FileRefused(Refusal):
    """A file from which nothing can be imported."""

    status = 422


class FileEmpty(FileRefused):
    """There is nothing in it."""

    message = lazy_gettext("This file is empty. Choose another file.")


class NoRows(FileRefused):
    """It has a head at most."""

    message = lazy_gettext(
        "This file has a line of column names at most, and no row below it."
    )


class NotATable(FileRefused):
    """It is a picture, a program, a text without columns."""

    message = lazy_gettext("We cannot read this file. Save it as CSV or XLSX.")


class OldWorkbook(FileRefused):
    """The format of Excel before 2007, or a workbook behind a password."""

    message = lazy_gettext(
        "This is an old or protected Excel file."
        " Open it, save it as XLSX without a password, and choose it again."
    )


class TooManyRows(FileRefused):
    """More than one import takes."""

    message = lazy_gettext(
        "This file has more than %(most)s rows. Divide it into smaller files."
    )


class TooManyColumns(FileRefused):
    """Wider than any list."""

    message = lazy_gettext("This file has more than %(most)s columns. Remove some.")


class TooLargeInside(FileRefused):
    """A small file that would unpack into an enormous one."""

    message = lazy_gettext(
        "This workbook is too large when it is unpacked."
        " Remove pictures and old sheets."
    )


class LineTooLong(FileRefused):
    """One cell without end."""

    message = lazy_gettext("Line %(line)s is too long to be a row of a table.")


class QuoteOpen(FileRefused):
    """A quotation mark that swallows the rest of the file."""

    message = lazy_gettext(
        "A quotation mark opens in line %(line)s and never closes. Close or remove it."
    )


class BrokenWorkbook(FileRefused):
    """Neither Excel nor we can open it."""

    message = lazy_gettext(
        "This workbook is damaged. Open it in a spreadsheet program and save it again."
    )
