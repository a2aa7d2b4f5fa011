"""How long things are kept, and why somebody is erased, as organisers choose."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from wtforms import IntegerField
from wtforms.validators import NumberRange

from eventapp.kernel.personal import Purpose
from eventapp.privacy.queries import Term
from eventapp.privacy.vocabulary import BOUNDS, ErasureReason
from eventapp.privacy.words import ERASURE_REASONS, PURPOSES
from eventapp.registration.forms.fields import OneOf, options
from eventapp.web.forms import Form, Needed

OFFICE_REASONS = (
    ErasureReason.ASKED_OFFICE,
    ErasureReason.MISTAKE,
    ErasureReason.NO_GROUND,
)


def _days(purpose: Purpose) -> IntegerField:
    bounds = BOUNDS[purpose]
    return IntegerField(
        PURPOSES[purpose],
        [
            Needed(_("Enter a number of days.")),
            NumberRange(
                bounds.least,
                bounds.most,
                _(
                    "Enter a number of days between %(least)s and %(most)s.",
                    least=bounds.least,
                    most=bounds.most,
                ),
            ),
        ],
        description=_(
            "Days after the week: %(least)s to %(most)s.",
            least=bounds.least,
            most=bounds.most,
        ),
    )


class RetentionForm(Form):
    """How many days after the week each purpose lasts."""

    preparing = _days(Purpose.PREPARING)
    travelling = _days(Purpose.TRAVELLING)
    visa = _days(Purpose.VISA)
    taking_part = _days(Purpose.TAKING_PART)
    proving = _days(Purpose.PROVING)

    def show(self, terms: Sequence[Term]) -> None:
        """Fill in what is decided."""
        for term in terms:
            self[term.purpose.value].data = term.days

    def days(self) -> dict[Purpose, int]:
        """What was chosen."""
        return {purpose: self[purpose.value].data for purpose in BOUNDS}


class EraseForm(Form):
    """Why the office erases somebody."""

    reason = OneOf(
        _("Why?"),
        [Needed(_("Choose a reason."))],
        choices=options(
            {reason.value: ERASURE_REASONS[reason] for reason in OFFICE_REASONS}
        ),
    )
