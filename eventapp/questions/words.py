"""The words of forms: kinds of questions, readers, purposes, comparisons."""

from babel.numbers import format_decimal

from eventapp.files.vocabulary import FileKind
from eventapp.kernel import i18n
from eventapp.kernel.i18n import lazy_gettext
from eventapp.kernel.personal import Purpose
from eventapp.questions.vocabulary import (
    Comparison,
    Joined,
    QuestionKind,
    Readers,
    Subject,
)

KINDS = {
    QuestionKind.SHORT_TEXT: lazy_gettext("Short text"),
    QuestionKind.LONG_TEXT: lazy_gettext("Long text"),
    QuestionKind.NUMBER: lazy_gettext("Whole number"),
    QuestionKind.YES_NO: lazy_gettext("Yes or no"),
    QuestionKind.ONE: lazy_gettext("One of several answers"),
    QuestionKind.SOME: lazy_gettext("Some of several answers"),
    QuestionKind.DATE: lazy_gettext("Day"),
    QuestionKind.HOUR: lazy_gettext("Hour"),
    QuestionKind.PLACE: lazy_gettext("Country or region"),
    QuestionKind.LANGUAGES: lazy_gettext("Languages"),
    QuestionKind.EMAIL: lazy_gettext("E-mail address"),
    QuestionKind.PHONE: lazy_gettext("Phone number"),
    QuestionKind.LINK: lazy_gettext("Web address"),
    QuestionKind.FILES: lazy_gettext("Files"),
    QuestionKind.AGREEMENT: lazy_gettext("Statement to agree to"),
}
READERS = {
    Readers.OFFICE: lazy_gettext("The office"),
    Readers.DESK: lazy_gettext("The office and the desks"),
    Readers.DELEGATION: lazy_gettext("The office and the contact of the delegation"),
    Readers.ADMINISTRATORS: lazy_gettext("Only administrators"),
}
READ_BY = {
    Readers.OFFICE: lazy_gettext("Only the office sees this."),
    Readers.DESK: lazy_gettext("The office and the desks see this."),
    Readers.DELEGATION: lazy_gettext(
        "The office and the contact of your delegation see this."
    ),
    Readers.ADMINISTRATORS: lazy_gettext("Only the administrators see this."),
}
PURPOSES = {
    Purpose.TAKING_PART: lazy_gettext("Taking part"),
    Purpose.PREPARING: lazy_gettext("Preparing for the guest"),
    Purpose.TRAVELLING: lazy_gettext("Travel and hotel"),
    Purpose.VISA: lazy_gettext("Visa"),
    Purpose.PROVING: lazy_gettext("Proof of what was agreed"),
}
SUBJECTS = {
    Subject.KIND: lazy_gettext("How the delegate comes"),
    Subject.INSTITUTION_TYPE: lazy_gettext("Type of the institution"),
    Subject.PLACE: lazy_gettext("Country or region of the institution"),
    Subject.MEMBER: lazy_gettext("Member of a delegation"),
    Subject.COMPANION: lazy_gettext("Accompanying person"),
}
COMPARISONS = {
    Comparison.ANY_OF: lazy_gettext("is one of"),
    Comparison.NONE_OF: lazy_gettext("is none of"),
    Comparison.ANSWERED: lazy_gettext("is answered"),
}
JOINED = {
    Joined.ALL: lazy_gettext("All of these must be true"),
    Joined.ANY: lazy_gettext("One of these must be true"),
}
FILE_KINDS = {
    FileKind.PDF: "PDF",
    FileKind.JPEG: "JPEG",
    FileKind.PNG: "PNG",
    FileKind.WEBP: "WebP",
    FileKind.HEIC: "HEIC",
    FileKind.DOCX: "Word (.docx)",
    FileKind.XLSX: "Excel (.xlsx)",
    FileKind.ODT: "OpenDocument (.odt)",
    FileKind.TEXT: lazy_gettext("Plain text"),
}
KILO, MEGA = 1_000, 1_000_000


def question_kind_word(kind: QuestionKind) -> str:
    """What we call questions of this kind."""
    return str(KINDS[kind])


def readers_word(readers: Readers) -> str:
    """Who reads the answers."""
    return str(READERS[readers])


def purpose_word(purpose: Purpose) -> str:
    """Why answers are kept."""
    return str(PURPOSES.get(purpose, purpose.value))


def octets(count: int) -> str:
    """The size of a file: 340 kB, 2.5 MB."""
    locale = i18n.spoken().locale
    if count < MEGA:
        return f"{format_decimal(max(1, round(count / KILO)), locale=locale)} kB"
    size = format_decimal(round(count / MEGA, 1), locale=locale, format="0.#")
    return f"{size} MB"
