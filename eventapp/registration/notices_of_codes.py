"""The message that begins a registration: a code, and a link that does the same."""

from eventapp.config import current
from eventapp.kernel.i18n import speaking
from eventapp.mail import occasions
from eventapp.mail.service import put
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.entering import Confirmation
from eventapp.registration.on_registering import CODE
from eventapp.registration.wording import frame_of


def send_code(confirmation: Confirmation, week: Week, code: str, link: str) -> None:
    """The six digits, and a link that does the same."""
    language = confirmation.language
    with speaking(language):
        address = f"{current().address}/weeks/{week.slug}/register/confirm/{link}"
        said = occasions.fill(
            occasions.wording_of(CODE, week.id, language),
            {**frame_of(week, None), "code": code, "link": address},
        )
        put(
            CODE.key,
            to_address=confirmation.address,
            to_name="",
            language=language,
            reply_to=week.contact_address,
            subject=said.subject,
            text=said.text,
            week_id=week.id,
        )
