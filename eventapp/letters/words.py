"""The words of letters: what is asked, states, outcomes, warnings."""

from eventapp.kernel.i18n import lazy_gettext
from eventapp.letters.vocabulary import (
    Entries,
    LetterField,
    LetterStatus,
    Outcome,
    Sex,
    Warned,
)
from eventapp.vault.service import LookReason

FIELDS = {
    LetterField.NAME: lazy_gettext("Name as in the passport"),
    LetterField.SEX: lazy_gettext("Sex"),
    LetterField.BORN_ON: lazy_gettext("Date of birth"),
    LetterField.CITIZENSHIP: lazy_gettext("Citizenship (as in the passport)"),
    LetterField.PASSPORT_NUMBER: lazy_gettext("Passport number"),
    LetterField.PASSPORT_EXPIRES_ON: lazy_gettext("Passport valid until"),
    LetterField.PASSPORT_ISSUER: lazy_gettext("Passport issued by"),
    LetterField.OCCUPATION: lazy_gettext("Occupation"),
    LetterField.INSTITUTION: lazy_gettext("Institution"),
    LetterField.HOME_ADDRESS: lazy_gettext("Home address"),
    LetterField.CONSULATE: lazy_gettext("Embassy or consulate"),
    LetterField.ENTRIES: lazy_gettext("Number of entries"),
    LetterField.ARRIVES_ON: lazy_gettext("First day of the stay"),
    LetterField.DEPARTS_ON: lazy_gettext("Last day of the stay"),
    LetterField.COMPANIONS: lazy_gettext("Travels with"),
}
HINTS = {
    LetterField.NAME: lazy_gettext("In Latin letters, in the order of the passport."),
    LetterField.PASSPORT_NUMBER: lazy_gettext(
        "Letters A to Z and digits, as on the page with your photograph."
    ),
    LetterField.PASSPORT_ISSUER: lazy_gettext(
        "The authority or place, as written in the passport."
    ),
    LetterField.CONSULATE: lazy_gettext("Where you apply for the visa."),
    LetterField.COMPANIONS: lazy_gettext(
        "Name and relation, one person a line. Each may ask for their own letter."
    ),
}
SEXES = {
    Sex.FEMALE: lazy_gettext("Female (F)"),
    Sex.MALE: lazy_gettext("Male (M)"),
    Sex.UNSPECIFIED: lazy_gettext("Unspecified (X)"),
}
ENTRIES = {
    Entries.ONE: lazy_gettext("One entry"),
    Entries.TWO: lazy_gettext("Two entries"),
    Entries.SEVERAL: lazy_gettext("Several entries"),
}
STATUSES = {
    LetterStatus.REQUESTED: lazy_gettext("Requested"),
    LetterStatus.CHECKING: lazy_gettext("In check"),
    LetterStatus.RETURNED: lazy_gettext("Asked back"),
    LetterStatus.APPROVED: lazy_gettext("Approved"),
    LetterStatus.ISSUED: lazy_gettext("Letter made"),
    LetterStatus.SENT: lazy_gettext("Letter sent"),
    LetterStatus.REFUSED: lazy_gettext("Letter refused"),
    LetterStatus.WITHDRAWN: lazy_gettext("Withdrawn"),
}
OUTCOMES = {
    Outcome.GRANTED: lazy_gettext("Visa granted"),
    Outcome.REFUSED: lazy_gettext("Visa refused"),
    Outcome.NOT_USED: lazy_gettext("Letter not used"),
    Outcome.UNKNOWN: lazy_gettext("Nobody told us"),
}
WARNINGS = {
    Warned.PASSPORT_SHORT: lazy_gettext("Passport ends within six months"),
    Warned.NAME_DIFFERS: lazy_gettext("Name differs"),
    Warned.DAYS_DIFFER: lazy_gettext("Days differ"),
}
REASONS = {
    LookReason.CHECK: lazy_gettext("To check it against the registration"),
    LookReason.LETTER: lazy_gettext("To write or hand out the letter"),
    LookReason.AUTHORITY: lazy_gettext("An authority asked"),
}


def letter_status_word(status: LetterStatus) -> str:
    """What we call this state of a letter."""
    return str(STATUSES[status])


def letter_field_word(field: LetterField) -> str:
    """What we call this field of a letter."""
    return str(FIELDS[field])


def outcome_word(outcome: Outcome) -> str:
    """What we call this outcome."""
    return str(OUTCOMES[outcome])


def warning_word(warned: str) -> str:
    """What we call this warning."""
    return str(WARNINGS[Warned(warned)])
