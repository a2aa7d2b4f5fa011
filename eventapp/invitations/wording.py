"""What an invitation says: the week's own words with placeholders, else ours."""

import re
from collections.abc import Mapping

from flask_babel import gettext as _

from eventapp.config import current
from eventapp.kernel.i18n import Localised, day_in_words, lazy_gettext, speaking
from eventapp.programme.models.weeks import Week
from eventapp.programme.when import known_days
from eventapp.registration.models.entering import Invitation
from eventapp.registration.service.inviting import token_of

PLACEHOLDERS = {
    "name": lazy_gettext("whom you invite"),
    "institution": lazy_gettext("their institution"),
    "host": lazy_gettext("the host of the week"),
    "week": lazy_gettext("the name of the week"),
    "days": lazy_gettext("its days"),
    "city": lazy_gettext("its city"),
    "last_day": lazy_gettext("until when they answer"),
    "personal_words": lazy_gettext("what you wrote to this person alone"),
    "link": lazy_gettext("the address of the invitation"),
}
NEEDED = "link"
MARK = re.compile(r"\{(\w*)\}")
BRACE = re.compile(r"[{}]")
GAP = re.compile(r"\n{3,}")


def unknown_marks(text: str) -> list[str]:
    """What stands in braces and means nothing to us; single braces, too."""
    strange = [f"{{{name}}}" for name in MARK.findall(text) if name not in PLACEHOLDERS]
    return [*dict.fromkeys((*strange, *BRACE.findall(MARK.sub("", text))))]


def subject_of(invitation: Invitation, week: Week) -> str:
    """The subject in the language of the receiver."""
    with speaking(invitation.language):
        own = _own(week.invitation_subject, invitation)
        if own:
            return filled(own, values_of(invitation, week))
        return _("Invitation: %(week)s", week=week.name)


def paragraphs_of(invitation: Invitation, week: Week) -> list[str]:
    """Our own words; a greeting comes before them, an end after them."""
    values = values_of(invitation, week)
    names = {name: values[name] for name in ("host", "week", "institution")}
    said = (
        _("%(host)s invites you and %(institution)s to %(week)s.", **names)
        if values["institution"]
        else _("%(host)s invites you to %(week)s.", **names)
    )
    when = _("%(days)s, %(city)s", days=values["days"], city=values["city"])
    asked = [_("Please answer by %(day)s.", day=values["last_day"])]
    if invitation.opens_delegation:
        asked.append(_("You can bring a delegation and name its people later."))
    address = _("See the invitation and answer it here:") + f"\n{values['link']}"
    parts = (said, when, values["personal_words"], " ".join(asked), address)
    return [part for part in parts if part]


def own_text(invitation: Invitation, week: Week) -> str:
    """The week's own words for this receiver; empty where it has none."""
    own = _own(week.invitation_text, invitation)
    text = filled(own, values_of(invitation, week)) if own else ""
    return GAP.sub("\n\n", text).strip()


def values_of(invitation: Invitation, week: Week) -> Mapping[str, str]:
    """What stands for each placeholder, in the language that is spoken now."""
    name = invitation.name
    titled = " ".join(part for part in (name.title, name.first) if part)
    return {
        "name": titled or invitation.institution_name or _("guest"),
        "institution": invitation.institution_name,
        "host": str(week.host.name),
        "week": str(week.name),
        "days": known_days(week.held),
        "city": str(week.city),
        "last_day": last_day_in_words(invitation, week),
        "personal_words": invitation.personal_words or "",
        "link": address_of(invitation, week),
    }


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with its placeholders filled; what is unknown stays as it is."""
    return MARK.sub(lambda mark: values.get(mark[1], mark[0]), text)


def last_day_in_words(invitation: Invitation, week: Week) -> str:
    """Until when an answer is of use: its end, that of registering, or the week."""
    ends = invitation.expires_at or week.registration_closes_at
    day = ends.astimezone(week.tzinfo).date() if ends else week.held.first
    return day_in_words(day)


def address_of(invitation: Invitation, week: Week) -> str:
    """The address at which it is read and answered."""
    return f"{current().address}/weeks/{week.slug}/invitation/{token_of(invitation)}"


def declining_address_of(invitation: Invitation, week: Week) -> str:
    """The address at which it is declined; the token stands last, as mails need it."""
    begin = f"{current().address}/weeks/{week.slug}/invitation/decline"
    return f"{begin}/{token_of(invitation)}"


def _own(text: Localised | None, invitation: Invitation) -> str:
    return text.chosen(invitation.language)[1] if text else ""
