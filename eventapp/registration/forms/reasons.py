"""Why somebody is declined, as organisers say it."""

from wtforms import TextAreaField

from eventapp.kernel.i18n import lazy_gettext
from eventapp.web.fields import Pick
from eventapp.web.forms import Fits, Form


class ReasonGiven(Form):
    """A kept reason, own words, or both."""

    kept = Pick(
        lazy_gettext("Reason that you often give"),
        description=lazy_gettext("Choose one, write your own, or do both."),
    )
    reason = TextAreaField(
        lazy_gettext("Reason in your own words"),
        [Fits(400)],
        description=lazy_gettext("The delegate reads it in our e-mail."),
    )
