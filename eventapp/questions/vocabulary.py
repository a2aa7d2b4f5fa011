"""The vocabularies of forms: kinds of questions, who reads answers, comparisons."""

from enum import StrEnum


class QuestionKind(StrEnum):
    """How a question is answered."""

    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    YES_NO = "yes_no"
    ONE = "one"
    SOME = "some"
    DATE = "date"
    HOUR = "hour"
    PLACE = "place"  # country or region
    LANGUAGES = "languages"
    EMAIL = "email"
    PHONE = "phone"
    LINK = "link"  # a web address
    FILES = "files"
    AGREEMENT = "agreement"  # a statement to agree to

    @property
    def has_options(self) -> bool:
        """Whether the organisers write what can be chosen."""
        return self in {QuestionKind.ONE, QuestionKind.SOME}


class Readers(StrEnum):
    """Who may read the answers, besides whoever gave them."""

    OFFICE = "office"  # organisers
    DESK = "desk"  # organisers, and stewards at a desk
    DELEGATION = "delegation"  # organisers, and the contact of the delegation
    ADMINISTRATORS = "administrators"  # nobody else


class Subject(StrEnum):
    """What a rule looks at."""

    QUESTION = "question"  # an earlier one
    KIND = "kind"  # of delegate
    INSTITUTION_TYPE = "institution_type"
    PLACE = "place"  # country or region of the institution
    MEMBER = "member"  # of a delegation
    COMPANION = "companion"  # an accompanying person


class Comparison(StrEnum):
    """How a rule compares what it finds."""

    ANY_OF = "any_of"
    NONE_OF = "none_of"
    ANSWERED = "answered"


class Joined(StrEnum):
    """How the rules of a condition work together."""

    ALL = "all"
    ANY = "any"
