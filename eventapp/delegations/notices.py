"""Messages about delegations: one to the contact for each decision, not nine."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.config import current
from eventapp.kernel.codes import show_number
from eventapp.kernel.i18n import day_in_words, speaking
from eventapp.mail.service import put
from eventapp.registration import notices
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.registrations import Registration


def send_link(delegation: Delegation, path: str) -> None:
    """The private link, and what to do with it."""
    week = delegation.week
    with speaking(delegation.language):
        closes = week.registration_closes_at
        until = []
        if closes is not None:
            day = day_in_words(closes.astimezone(week.tzinfo).date())
            until = [_("Send your delegation to us before %(day)s.", day=day)]
        _write(
            delegation,
            "delegation.link",
            _("Your delegation for %(week)s", week=week.name),
            _(
                "We look forward to the delegation of %(institution)s at %(week)s.",
                institution=delegation.title,
                week=week.name,
            ),
            ngettext(
                "%(num)s person may come.",
                "Up to %(num)s people may come.",
                delegation.quota,
            ),
            _(
                "Tell us who comes. You can enter people now and name them later."
                " You see at any time what is missing."
            ),
            *until,
            _page(path),
            _("Whoever has this link can change your delegation."),
        )


def tell_received(
    delegation: Delegation, path: str, members: Sequence[Registration]
) -> None:
    """The office has the delegation, and will decide."""
    week = delegation.week
    with speaking(delegation.language):
        _write(
            delegation,
            "delegation.received",
            _("We have your delegation for %(week)s", week=week.name),
            _("Thank you. We have your delegation:") + "\n" + _list(members),
            _("The organisers will check it. We write to you when it is confirmed."),
            _page(path),
        )


def tell_confirmed(
    delegation: Delegation, path: str, members: Sequence[Registration]
) -> None:
    """All are expected; who is to be named, and whose answers are missing."""
    week = delegation.week
    unnamed = sum(not one.is_named for one in members)
    incomplete = sum("check" not in one.steps_done for one in members) - unnamed
    with speaking(delegation.language):
        left = []
        if unnamed:
            left.append(
                ngettext(
                    "%(num)s person is to be named. A badge comes with the name.",
                    "%(num)s people are to be named. A badge comes with each name.",
                    unnamed,
                )
            )
        if incomplete > 0:
            left.append(
                ngettext(
                    "The own answers of %(num)s person are missing.",
                    "The own answers of %(num)s people are missing.",
                    incomplete,
                )
                + " "
                + _("You can send each of them a link on the page of your delegation.")
            )
        _write(
            delegation,
            "delegation.confirmed",
            _("Your delegation is registered for %(week)s", week=week.name),
            _("Your delegation is registered, with these badge numbers:")
            + "\n"
            + _list(members),
            *left,
            _page(path),
        )


def tell_declined(delegation: Delegation) -> None:
    """The office said no, with its reason."""
    week, reason = delegation.week, delegation.decision_note
    with speaking(delegation.language):
        _write(
            delegation,
            "delegation.declined",
            _("Your delegation for %(week)s", week=week.name),
            _("We are sorry. We cannot confirm your delegation."),
            *([_("Reason: %(reason)s", reason=reason)] if reason else []),
        )


def tell_cancelled(delegation: Delegation) -> None:
    """The office cancelled the delegation; all places are given back."""
    week = delegation.week
    with speaking(delegation.language):
        _write(
            delegation,
            "delegation.cancelled",
            _("Your delegation for %(week)s is cancelled", week=week.name),
            _("Your delegation is cancelled. All its places were released."),
        )


def tell_left(
    delegation: Delegation,
    path: str | None,
    member: Registration,
    successor: Registration | None,
) -> None:
    """Somebody cancelled by themselves, or gave the registration to a colleague."""
    with speaking(delegation.language):
        name, week = _name(member), delegation.week.name
        said = _("%(name)s cancelled the registration.", name=name)
        if successor is not None:
            said = _(
                "%(name)s cannot come and gave the registration to %(colleague)s.",
                name=name,
                colleague=_name(successor),
            )
        _write(
            delegation,
            "delegation.member_left",
            _("%(name)s does not come to %(week)s", name=name, week=week),
            said,
            *([_page(path)] if path else []),
        )


def ask_own_part(member: Registration, delegation: Delegation) -> None:
    """Ask somebody for what only they can answer, at their own address."""
    week = delegation.week
    with speaking(member.language):
        notices.write(
            member,
            "delegation.own_part",
            _("Your answers for %(week)s", week=week.name),
            _(
                "You come to %(week)s with the delegation of %(institution)s.",
                week=week.name,
                institution=delegation.title,
            ),
            _(
                "Some answers can only come from you: your days, your food,"
                " and whether we may keep your data. It takes five minutes."
            ),
        )


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


def _write(
    delegation: Delegation, occasion: str, subject: str, *paragraphs: str
) -> None:
    week = delegation.week
    put(
        occasion,
        to_address=delegation.contact_address,
        to_name=delegation.contact_name,
        language=delegation.language,
        reply_to=week.contact_address,
        subject=subject,
        text=notices.letter(week, delegation.contact_name, *paragraphs),
        about_id=delegation.id,
        week_id=week.id,
    )
