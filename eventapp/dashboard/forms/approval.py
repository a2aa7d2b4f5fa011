"""Checks, decisions, inquiries and the rules of approval, as organisers type them."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import Field, HiddenField, TextAreaField, ValidationError

from eventapp.kernel import clock
from eventapp.programme.models.weeks import Week
from eventapp.registration.comparing import WATCHED
from eventapp.registration.forms.fields import OneOf, options
from eventapp.registration.forms.reasons import ReasonGiven
from eventapp.registration.models.approvals import KeptReason
from eventapp.registration.vocabulary import RegistrationStatus
from eventapp.web.fields import Day, Given, Picks, words_of
from eventapp.web.forms import Fits, Form, Needed
from eventapp.web.texts import Texts

STEPS = {
    "1": lazy_gettext("One step: any organiser decides"),
    "2": lazy_gettext("Two steps: one organiser checks, another one decides"),
}
RECOMMENDED, NOT_RECOMMENDED = "yes", "no"


class ReasonForm(ReasonGiven):
    """Why; a kept reason, own words, or both."""

    seen = HiddenField()  # as what it was looked at

    def offer(self, kept: Iterable[KeptReason]) -> "ReasonForm":
        """Offer the reasons that the week keeps."""
        self.reasons = {str(one.id): one for one in kept}
        choices = [(key, str(one.text)) for key, one in self.reasons.items()]
        self.kept.offer(choices, str(_("None of these")))
        return self

    @property
    def chosen(self) -> KeptReason | None:
        """The kept reason that was chosen."""
        return self.reasons.get(self.kept.data or "")

    @property
    def seen_status(self) -> RegistrationStatus | None:
        """The status that the page showed."""
        known = {one.value for one in RegistrationStatus}
        return RegistrationStatus(self.seen.data) if self.seen.data in known else None

    def validate_reason(self, field: Field) -> None:
        """One of both is enough."""
        if not field.data and not self.kept.data:
            raise ValidationError(_("Enter a reason."))


class CheckForm(Form):
    """The first check of a registration."""

    verdict = OneOf(
        lazy_gettext("What do you recommend?"),
        [Needed(lazy_gettext("Say what you recommend."))],
        choices=options(
            {
                RECOMMENDED: lazy_gettext("Confirm it"),
                NOT_RECOMMENDED: lazy_gettext("Decline it"),
            }
        ),
    )
    reason = TextAreaField(
        lazy_gettext("Why"),
        [Fits(500)],
        description=lazy_gettext("Only organisers read it."),
    )

    def validate_reason(self, field: Field) -> None:
        """A no needs a reason."""
        if self.verdict.data == NOT_RECOMMENDED and not field.data:
            raise ValidationError(_("Enter a reason."))


class InquiryForm(Form):
    """What the office needs from a delegate, by when."""

    sentence = TextAreaField(
        lazy_gettext("What you need"),
        [Needed(lazy_gettext("Say what you need.")), Fits(500)],
        description=lazy_gettext("The delegate reads it on their page and by e-mail."),
    )
    due = Day(lazy_gettext("By"), [Given(lazy_gettext("Enter a day."))])

    def for_week(self, week: Week) -> "InquiryForm":
        """Know the zone of the week."""
        self.zone = week.tzinfo
        return self

    def validate_due(self, field: Field) -> None:
        """A day that is not over."""
        if field.data and field.data < clock.now().astimezone(self.zone).date():
            raise ValidationError(_("Enter a day that is not over."))


class ApprovalForm(Form):
    """How a week decides, and which answers it looks at again."""

    steps = OneOf(
        lazy_gettext("How you decide"),
        [Needed(lazy_gettext("Choose how you decide."))],
        choices=options(STEPS),
    )
    rechecked = Picks(
        lazy_gettext("Answers that go back for approval"),
        description=lazy_gettext(
            "A confirmed delegate may change them; the change waits for you."
        ),
    )

    def offer(self) -> "ApprovalForm":
        """Offer the answers that can be watched."""
        self.rechecked.choices = words_of(WATCHED)
        return self

    def show(self, week: Week) -> None:
        """Fill in what is decided."""
        self.steps.data = str(week.approval_steps)
        self.rechecked.data = list(week.rechecked)


class KeptReasonForm(Form):
    """A reason that a week often gives, in its languages."""

    text = Texts(
        lazy_gettext("A reason that you often give"),
        most=400,
        needed=lazy_gettext("Enter the reason in one language at least."),
    )
