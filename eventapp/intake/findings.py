"""What an import finds in a row: a reason, how grave it is, and its sentence."""

from dataclasses import dataclass

from eventapp.intake.vocabulary import Doubt, Outcome
from eventapp.kernel.i18n import lazy_gettext
from eventapp.web.forms import one_line

ACCEPT, WARNING = Outcome.ACCEPT, Outcome.WARNING
DUPLICATE, REVIEW, REJECT = Outcome.DUPLICATE, Outcome.REVIEW, Outcome.REJECT

# For each reason: what becomes of the row, and why, in words.
REASONS = {
    # Refused.
    "email_missing": (REJECT, lazy_gettext("There is no e-mail address.")),
    "email_invalid": (REJECT, lazy_gettext("“%(text)s” is not one e-mail address.")),
    "email_too_long": (
        REJECT,
        lazy_gettext("The e-mail address has more than 254 characters."),
    ),
    "email_header_injection": (
        REJECT,
        lazy_gettext("The e-mail address goes over several lines. Nobody is written."),
    ),
    "name_missing": (REJECT, lazy_gettext("There is no name.")),
    "too_long": (
        REJECT,
        lazy_gettext("The text is too long. Use at most %(detail)s characters."),
    ),
    "control_character": (
        REJECT,
        lazy_gettext("There are invisible control characters. Type the text anew."),
    ),
    "unreadable": (
        REJECT,
        lazy_gettext("Letters could not be read. Choose another encoding."),
    ),
    "row_too_long": (
        REJECT,
        lazy_gettext("The row has more cells than the first line."),
    ),
    "row_too_short": (
        REJECT,
        lazy_gettext("The row has fewer cells than the first line."),
    ),
    "country_missing": (REJECT, lazy_gettext("There is no country or region.")),
    "country_unknown": (
        REJECT,
        lazy_gettext("“%(text)s” is no country or region. Write a code: PL."),
    ),
    "date_ambiguous": (
        REJECT,
        lazy_gettext(
            "“%(text)s” could be two days. Say with the columns what stands first."
        ),
    ),
    "date_invalid": (
        REJECT,
        lazy_gettext("“%(text)s” is no day. Write 2027-03-09 14:30."),
    ),
    "departure_before_arrival": (
        REJECT,
        lazy_gettext("The departure is before the arrival."),
    ),
    "nights_invalid": (
        REJECT,
        lazy_gettext("The last night is not after the first one."),
    ),
    "phone_scientific": (
        REJECT,
        lazy_gettext(
            "A spreadsheet program has destroyed this number: “%(text)s”."
            " Format the column as text."
        ),
    ),
    "language_unknown": (
        REJECT,
        lazy_gettext("“%(text)s” is no language. Write a tag: en, zh-Hans, fr."),
    ),
    "status_unknown": (REJECT, lazy_gettext("We do not know the status “%(text)s”.")),
    "id_of_another": (
        REJECT,
        lazy_gettext("Row %(detail)s has the same id, but is another person."),
    ),
    "delegate_unknown": (
        REJECT,
        lazy_gettext("No registration has the id “%(text)s”."),
    ),
    "delegate_not_confirmed": (
        REJECT,
        lazy_gettext("The registration “%(text)s” is not confirmed."),
    ),
    "event_unknown": (REJECT, lazy_gettext("No event has the key “%(text)s”.")),
    "event_takes_no_signup": (
        REJECT,
        lazy_gettext("Nobody signs up for “%(text)s”."),
    ),
    "refused_by_event": (REJECT, "%(detail)s"),  # the refusal speaks for itself
    # Known already.
    "same_as": (DUPLICATE, lazy_gettext("This is %(detail)s again.")),
    "same_email_as": (
        DUPLICATE,
        lazy_gettext("Name and e-mail address are those of %(detail)s."),
    ),
    "already_there": (DUPLICATE, lazy_gettext("This registration is there already.")),
    "already_asked": (DUPLICATE, lazy_gettext("This place was asked for before.")),
    # Waits for a choice.
    "same_name_institution": (
        REVIEW,
        lazy_gettext(
            "%(detail)s has the same name and institution, but another address."
        ),
    ),
    "same_after_normalisation": (
        REVIEW,
        lazy_gettext(
            "%(detail)s has the same name, only its letters are stored otherwise."
        ),
    ),
    "looks_like_mixed_script": (
        REVIEW,
        lazy_gettext("Letters of two scripts stand in one word: “%(text)s”."),
    ),
    "looks_like_spam": (
        REVIEW,
        lazy_gettext("There is a web address in the name: “%(text)s”."),
    ),
    "near_match": (REVIEW, lazy_gettext("“%(text)s” is like an institution we know.")),
    "near_match_several": (
        REVIEW,
        lazy_gettext("“%(text)s” is like several institutions we know."),
    ),
    "new_institution": (
        REVIEW,
        lazy_gettext("“%(text)s” is not in the directory of institutions."),
    ),
    "country_differs": (
        REVIEW,
        lazy_gettext("We know “%(text)s” in another country or region: %(detail)s."),
    ),
    # Stored, and listed.
    "email_needs_smtputf8": (
        WARNING,
        lazy_gettext("Not every mail server delivers to this e-mail address."),
    ),
    "shared_mailbox": (
        WARNING,
        lazy_gettext("%(detail)s has the same e-mail address. Both are kept."),
    ),
    "namesake": (
        WARNING,
        lazy_gettext("%(detail)s has the same name and institution."),
    ),
    "emoji_in_name": (
        WARNING,
        lazy_gettext("There is a picture sign in the name. A badge may lack it."),
    ),
    "many_combining_marks": (
        WARNING,
        lazy_gettext("Many marks stand on one letter. A badge may lack some."),
    ),
    "outside_week": (
        WARNING,
        lazy_gettext("“%(text)s” lies more than a day outside the week."),
    ),
    "dietary_free_text": (
        WARNING,
        lazy_gettext("The kitchen must read this: “%(text)s”."),
    ),
    "access_free_text": (
        WARNING,
        lazy_gettext("Somebody must read this: “%(text)s”."),
    ),
    "phone_unusual": (WARNING, lazy_gettext("“%(text)s” is an unusual number.")),
    "kind_unknown": (
        WARNING,
        lazy_gettext("We do not know the role “%(text)s”. It is left out."),
    ),
    "answer_unclear": (
        WARNING,
        lazy_gettext("“%(text)s” is neither yes nor no. It is left out."),
    ),
    "word_unknown": (
        WARNING,
        lazy_gettext("We do not know “%(text)s”. It is left out."),
    ),
    "count_unclear": (
        WARNING,
        lazy_gettext("“%(text)s” is no number from 0 to 9. It is left out."),
    ),
    "no_delegation": (
        WARNING,
        lazy_gettext("A delegation needs an institution. This person comes alone."),
    ),
    "head_twice": (WARNING, lazy_gettext("The delegation has a head already.")),
    "passport_left_out": (
        WARNING,
        lazy_gettext("The passport is kept with a visa letter only. It is left out."),
    ),
    # Remarks.
    "export_must_neutralise": (
        ACCEPT,
        lazy_gettext("It looks like a formula. It is kept as text."),
    ),
    "must_be_escaped": (
        ACCEPT,
        lazy_gettext("It looks like program text. It is shown as it is written."),
    ),
    "zero_width_stripped": (ACCEPT, lazy_gettext("Invisible signs were removed.")),
    "normalised_to": (ACCEPT, lazy_gettext("“%(text)s” is read as %(detail)s.")),
    "matched": (ACCEPT, lazy_gettext("“%(text)s” is read as %(detail)s.")),
    "local_time_assumed": (
        ACCEPT,
        lazy_gettext("“%(text)s” says no time zone. It is that of the week."),
    ),
    "arrival_missing": (ACCEPT, lazy_gettext("The arrival is not known yet.")),
}
SUFFIXED = {"same_as", "same_email_as", "normalised_to", "matched"}
DOUBTS = {
    "same_name_institution": Doubt.PERSON,
    "same_after_normalisation": Doubt.PERSON,
    "looks_like_mixed_script": Doubt.TEXT,
    "looks_like_spam": Doubt.TEXT,
    "near_match": Doubt.INSTITUTION,
    "near_match_several": Doubt.INSTITUTION,
    "new_institution": Doubt.INSTITUTION,
    "country_differs": Doubt.INSTITUTION,
}
ORDER = list(Outcome)
LONGEST_QUOTE = 60


@dataclass(frozen=True)
class Finding:
    """One thing found in one cell, or in the row as a whole."""

    code: str
    field: str = ""  # in whose column; empty: the row
    text: str = ""  # what stands there
    detail: str = ""  # another row, an institution, a code

    @property
    def outcome(self) -> Outcome:
        """What becomes of the row because of it."""
        return REASONS[self.code][0]

    @property
    def reason(self) -> str:
        """The code as programs compare it: normalised_to_GB."""
        is_whole = self.code in SUFFIXED and self.detail
        return f"{self.code}_{self.detail}" if is_whole else self.code

    @property
    def doubt(self) -> Doubt | None:
        """What an organiser must decide because of it."""
        return DOUBTS.get(self.code)

    def __str__(self) -> str:
        """Why, in the reader's language."""
        words = str(REASONS[self.code][1])
        quoted = str(one_line(self.text))
        if len(quoted) > LONGEST_QUOTE:
            quoted = f"{quoted[:LONGEST_QUOTE]}…"
        return words % {"text": quoted, "detail": self.detail}
