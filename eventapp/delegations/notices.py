"""Messages about delegations: one to the contact for each decision, not nine."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.config import current
from eventapp.delegations import wordings
from eventapp.kernel.codes import show_number
from eventapp.kernel.i18n import day_in_words, speaking
from eventapp.mail import occasions
from eventapp.mail.occasions import Occasion, Wording
from eventapp.mail.service import put
from eventapp.registration import notices
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.registrations import Registration
from eventapp.registration.wording import frame_of


def send_link(delegation: Delegation, path: str) -> None:
    """The private link, and what to do with it."""
    week = delegation.week
    with speaking(delegation.language):
        closes, until = week.registration_closes_at, ""
        if closes is not None:
            day = day_in_words(closes.astimezone(week.tzinfo).date())
            until = _("Send your delegation to us before %(day)s.", day=day)
        may_come = ngettext(
            "%(num)s person may come.",
            "Up to %(num)s people may come.",
            delegation.quota,
        )
        values = {"quota": may_come, "until": until, "page": _page(path)}
        _tell(delegation, wordings.LINK, values)


def tell_received(
    delegation: Delegation, path: str, members: Sequence[Registration]
) -> None:
    """The office has the delegation, and will decide."""
    with speaking(delegation.language):
        values = {"people": _list(members), "page": _page(path)}
        _tell(delegation, wordings.RECEIVED, values)


def tell_confirmed(
    delegation: Delegation, path: str, members: Sequence[Registration]
) -> None:
    """All are expected; who is to be named, and whose answers are missing."""
    unnamed = sum(not one.is_named for one in members)
    missing = sum("check" not in one.steps_done for one in members) - unnamed
    with speaking(delegation.language):
        to_name = ngettext(
            "%(num)s person is to be named. A badge comes with the name.",
            "%(num)s people are to be named. A badge comes with each name.",
            unnamed,
        )
        to_answer = ngettext(
            "The own answers of %(num)s person are missing.",
            "The own answers of %(num)s people are missing.",
            missing,
        )
        how = _("You can send each of them a link on the page of your delegation.")
        values = {
            "people": _list(members),
            "unnamed": to_name if unnamed else "",
            "incomplete": f"{to_answer} {how}" if missing > 0 else "",
            "page": _page(path),
        }
        _tell(delegation, wordings.CONFIRMED, values)


def tell_declined(delegation: Delegation) -> None:
    """The office said no, with its reason."""
    with speaking(delegation.language):
        reason = notices.reason_in_words(delegation.decision_note)
        _tell(delegation, wordings.DECLINED, {"reason": reason})


def tell_cancelled(delegation: Delegation) -> None:
    """The office cancelled the delegation; all places are given back."""
    with speaking(delegation.language):
        _tell(delegation, wordings.CANCELLED, {})


def tell_left(
    delegation: Delegation,
    path: str | None,
    member: Registration,
    successor: Registration | None,
) -> None:
    """Somebody cancelled by themselves, or gave the registration to a colleague."""
    with speaking(delegation.language):
        name = _name(member)
        said = _("%(name)s cancelled the registration.", name=name)
        if successor is not None:
            said = _(
                "%(name)s cannot come and gave the registration to %(colleague)s.",
                name=name,
                colleague=_name(successor),
            )
        page = _page(path) if path else ""
        _tell(delegation, wordings.LEFT, {"person": name, "news": said, "page": page})


def ask_own_part(member: Registration, delegation: Delegation) -> None:
    """Ask somebody for what only they can answer, at their own address."""
    with speaking(member.language):
        values = {"institution": str(delegation.title)}
        notices.tell(member, wordings.OWN_PART, values)


def hand_links(delegation: Delegation, members: Sequence[Registration]) -> None:
    """The links of those without an own address, all in one mail to the contact."""
    week = delegation.week
    with speaking(delegation.language):
        lines = [f"{one.name}\n{notices.new_link(one)}" for one in members]
        _write(
            delegation,
            "delegation.own_parts",
            _("Links for your people for %(week)s", week=week.name),
            _(
                "These people of your delegation have no own e-mail address with us."
                " Give each link to its person alone."
                " Behind it they tell us their days and their food,"
                " and agree that we keep their data."
            ),
            *lines,
        )


def _list(members: Sequence[Registration]) -> str:
    return "\n".join(f"- {_line(one)}" for one in members)


def _line(member: Registration) -> str:
    name = _name(member)
    if member.number is None:
        return name
    return _("%(number)s %(name)s", number=show_number(member.number), name=name)


def _name(member: Registration) -> str:
    if member.is_named:
        return str(member.name)
    if member.to_be_named:
        return _("%(label)s (to be named)", label=member.to_be_named)
    return _("To be named")


def _page(path: str) -> str:
    words = _("The page of your delegation (keep this link private):")
    return f"{words}\n{current().address}{path}"


def _tell(
    delegation: Delegation, occasion: Occasion, values: Mapping[str, str]
) -> None:
    week = delegation.week
    frame = frame_of(week, delegation.contact_name)
    wording = occasions.wording_of(occasion, week.id, delegation.language)
    said = occasions.fill(
        wording, {**frame, "institution": str(delegation.title), **values}
    )
    _put(delegation, occasion.key, said)


def _write(
    delegation: Delegation, occasion: str, subject: str, *paragraphs: str
) -> None:
    text = notices.letter(delegation.week, delegation.contact_name, *paragraphs)
    _put(delegation, occasion, Wording(subject, text))


def _put(delegation: Delegation, occasion: str, said: Wording) -> None:
    put(
        occasion,
        to_address=delegation.contact_address,
        to_name=delegation.contact_name,
        language=delegation.language,
        reply_to=delegation.week.contact_address,
        subject=said.subject,
        text=said.text,
        about_id=delegation.id,
        week_id=delegation.week_id,
    )
