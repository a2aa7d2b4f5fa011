"""Messages to those who are invited, in their language."""

from dataclasses import dataclass

from flask_babel import gettext as _

from eventapp.invitations import wording
from eventapp.kernel.i18n import speaking
from eventapp.mail.models import MailKind
from eventapp.mail.service import put
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.entering import Invitation
from eventapp.registration.notices import letter

KINDS = {"invitation.reminder": MailKind.REMINDER}


@dataclass(frozen=True)
class Letter:
    """What a receiver reads."""

    subject: str
    text: str


def invitation_letter(invitation: Invitation, week: Week) -> Letter:
    """The invitation as its receiver reads it."""
    with speaking(invitation.language):
        declining = (
            _("You cannot come? Tell us here:")
            + f"\n{wording.declining_address_of(invitation, week)}"
        )
        own = wording.own_text(invitation, week)
        if own:
            text = f"{own}\n\n{declining}\n\n{_('Questions? Answer this e-mail.')}\n"
        else:
            parts = wording.paragraphs_of(invitation, week)
            text = letter(week, _greeted(invitation), *parts, declining)
    return Letter(wording.subject_of(invitation, week), text)


def reminder_letter(invitation: Invitation, week: Week) -> Letter:
    """The reminder, short."""
    with speaking(invitation.language):
        last = wording.last_day_in_words(invitation, week)
        text = letter(
            week,
            _greeted(invitation),
            _(
                "We invited you to %(week)s and have no answer from you yet.",
                week=week.name,
            )
            + " "
            + _("Please answer by %(day)s.", day=last),
            _("See the invitation and answer it here:")
            + f"\n{wording.address_of(invitation, week)}",
            _("You cannot come? Tell us here:")
            + f"\n{wording.declining_address_of(invitation, week)}",
        )
        subject = _("Reminder: invitation to %(week)s", week=week.name)
    return Letter(subject, text)


def send(invitation: Invitation, week: Week, occasion: str, said: Letter) -> None:
    """Put a letter into the outbox."""
    put(
        occasion,
        to_address=invitation.address or "",
        to_name=invitation.name.latin,
        language=invitation.language,
        reply_to=week.contact_address,
        subject=said.subject,
        text=said.text,
        about_id=invitation.id,
        week_id=week.id,
        kind=KINDS.get(occasion, MailKind.INVITATION),
    )


def _greeted(invitation: Invitation) -> str | None:
    name = invitation.name
    parts = (name.honorific, name.title, name.first)
    return " ".join(part for part in parts if part) if name.first else None
