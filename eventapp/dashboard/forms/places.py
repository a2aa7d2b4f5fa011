"""What organisers type when they give a place, refuse one, or take one back."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, TextAreaField

from eventapp.web.forms import Fits, Form


class PlaceForm(Form):
    """Why, and whether it is one place more than there are."""

    reason = TextAreaField(_("Reason"), [Fits(400)])
    is_extra = BooleanField(_("Give one place more than there are"))
