"""What the office types when it decides about letters."""

from flask_babel import lazy_gettext as _
from wtforms import TextAreaField

from eventapp.letters import words
from eventapp.letters.vocabulary import WAITING, LetterStatus
from eventapp.vault.service import LookReason
from eventapp.web.fields import Pick, SearchForm
from eventapp.web.forms import Fits, Form, Needed


class LookForm(Form):
    """Why somebody opens the answers."""

    reason = Pick(_("Why do you open them?"), [Needed(_("Choose a reason."))])

    def offer_reasons(self) -> "LookForm":
        """Offer the reasons of an office."""
        self.reason.offer(
            [(one.value, str(word)) for one, word in words.REASONS.items()]
        )
        return self

    def chosen(self) -> LookReason:
        """The reason."""
        return LookReason(self.reason.data)


class SentenceForm(Form):
    """A sentence that the delegate reads."""

    sentence = TextAreaField(
        _("What is missing or wrong?"),
        [Needed(_("Enter a sentence for the delegate.")), Fits(500)],
        description=_("The delegate reads this. Do not repeat passport data here."),
    )


class ReasonForm(Form):
    """Why there is no letter."""

    sentence = TextAreaField(
        _("Reason"),
        [Needed(_("Enter a reason.")), Fits(500)],
        description=_("The delegate reads this. Do not repeat passport data here."),
    )


TO_CHECK_WORD = "to-check"  # in addresses: the states that wait for the office


class QueueFilter(SearchForm):
    """Which requests are shown."""

    status = Pick(_("State"))

    def offer_states(self) -> "QueueFilter":
        """Offer all states."""
        self.status.offer(
            [
                (TO_CHECK_WORD, str(_("To check: requested or in check"))),
                *((one.value, str(word)) for one, word in words.STATUSES.items()),
            ],
            str(_("All states")),
        )
        return self

    @property
    def chosen(self) -> frozenset[LetterStatus]:
        """The states that were chosen; none: all."""
        if self.status.data == TO_CHECK_WORD:
            return WAITING
        return frozenset(one for one in LetterStatus if one.value == self.status.data)
