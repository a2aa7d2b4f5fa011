"""The vocabularies of invitation letters: what is asked, states, outcomes."""

from collections.abc import Mapping
from enum import StrEnum

Answers = Mapping["LetterField", str]  # as typed; days as ISO 8601


class LetterField(StrEnum):
    """What an authority may want to know, in the order of the letter."""

    NAME = "name"  # as in the passport
    SEX = "sex"
    BORN_ON = "born_on"
    CITIZENSHIP = "citizenship"  # as in the passport
    PASSPORT_NUMBER = "passport_number"
    PASSPORT_EXPIRES_ON = "passport_expires_on"
    PASSPORT_ISSUER = "passport_issuer"
    OCCUPATION = "occupation"
    INSTITUTION = "institution"
    HOME_ADDRESS = "home_address"
    CONSULATE = "consulate"  # where the visa is applied for
    ENTRIES = "entries"
    ARRIVES_ON = "arrives_on"
    DEPARTS_ON = "departs_on"
    COMPANIONS = "companions"


DAYS = frozenset(
    {
        LetterField.BORN_ON,
        LetterField.PASSPORT_EXPIRES_ON,
        LetterField.ARRIVES_ON,
        LetterField.DEPARTS_ON,
    }
)
USUAL = (
    LetterField.NAME,
    LetterField.SEX,
    LetterField.BORN_ON,
    LetterField.CITIZENSHIP,
    LetterField.PASSPORT_NUMBER,
    LetterField.PASSPORT_EXPIRES_ON,
    LetterField.OCCUPATION,
    LetterField.INSTITUTION,
    LetterField.CONSULATE,
    LetterField.ENTRIES,
    LetterField.ARRIVES_ON,
    LetterField.DEPARTS_ON,
)


class Sex(StrEnum):
    """As passports write it (ICAO 9303)."""

    FEMALE = "F"
    MALE = "M"
    UNSPECIFIED = "X"


class Entries(StrEnum):
    """How often somebody enters."""

    ONE = "1"
    TWO = "2"
    SEVERAL = "several"


class LetterStatus(StrEnum):
    """Where a request for a letter is."""

    REQUESTED = "requested"
    CHECKING = "checking"
    RETURNED = "returned"  # asked back, with a sentence
    APPROVED = "approved"  # it has a number
    ISSUED = "issued"  # the letter is made
    SENT = "sent"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


ANSWERABLE = frozenset(
    {LetterStatus.REQUESTED, LetterStatus.CHECKING, LetterStatus.RETURNED}
)
WAITING = frozenset({LetterStatus.REQUESTED, LetterStatus.CHECKING})
MADE = frozenset({LetterStatus.ISSUED, LetterStatus.SENT})
ENDED = frozenset({LetterStatus.REFUSED, LetterStatus.WITHDRAWN})


class Outcome(StrEnum):
    """What became of the visa."""

    GRANTED = "granted"
    REFUSED = "refused"
    NOT_USED = "not_used"
    UNKNOWN = "unknown"


class Warned(StrEnum):
    """What a look at the queue must tell without opening anything."""

    PASSPORT_SHORT = "passport_short"
    NAME_DIFFERS = "name_differs"
    DAYS_DIFFER = "days_differ"
