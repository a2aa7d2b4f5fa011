"""Keys of forms: signed, good for one deed, and telling when the page was made."""

from datetime import datetime, timedelta

from flask import current_app
from flask_babel import lazy_gettext as _
from itsdangerous import BadSignature, URLSafeSerializer
from wtforms import HiddenField, ValidationError

from eventapp.kernel import clock
from eventapp.kernel.tokens import new_token
from eventapp.web.forms import Form

QUICKEST = timedelta(seconds=1)  # nobody reads and fills in a page in less


class KeyedForm(Form):
    """A form whose page carries a key.

    Programs that fill in forms send them at once, or without a key. A person who is
    that quick presses the button again; what was typed stays.
    """

    form_key = HiddenField()

    @property
    def key(self) -> str:
        """What is the same when the same page is sent twice, and else is not."""
        return (self.form_key.data or "").partition(".")[0]

    def offer_key(self) -> None:
        """Put a key into the page, unless it holds a good one."""
        if _made_at(self.form_key.data) is None:
            self.form_key.data = _new_key()

    def validate_form_key(self, field: HiddenField) -> None:
        """Refuse what no page of ours sent, and what was sent at once."""
        if not current_app.config["WTF_CSRF_ENABLED"]:
            return
        made_at = _made_at(field.data)
        if made_at is None:
            field.data = _new_key()
            raise ValidationError(_("This page is too old. Press the button again."))
        if clock.now() - made_at < QUICKEST:
            raise ValidationError(
                _("That was very quick. Look at your answers, then press again.")
            )


def _new_key() -> str:
    told = [new_token(), clock.now().isoformat()]
    return str(_serializer().dumps(told))


def _made_at(key: str | None) -> datetime | None:
    """When the page of a key was made; None for a key that is not ours."""
    try:
        _token, at = _serializer().loads(key or "")
        return datetime.fromisoformat(at)
    except (BadSignature, TypeError, ValueError):
        return None


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", "form-key")
