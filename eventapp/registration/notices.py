"""Messages to delegates, composed in their language for the outbox."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from uuid import UUID

from flask_babel import gettext as _

from eventapp.config import current
from eventapp.kernel import clock
from eventapp.kernel.codes import show_number
from eventapp.kernel.db import db
from eventapp.kernel.i18n import day_in_words, speaking
from eventapp.kernel.tokens import digest, new_token
from eventapp.mail import occasions
from eventapp.mail.models import Message
from eventapp.mail.occasions import Occasion, Wording
from eventapp.mail.service import put
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.registration import own, signals
from eventapp.registration.models.approvals import Inquiry, PendingChange
from eventapp.registration.models.entering import PrivateLink
from eventapp.registration.models.registrations import Registration
from eventapp.registration.on_registering import (
    ASKED_BACK,
    CANCELLED,
    CHANGED,
    CONFIRMED,
    DECLINED,
    LINK_ASKED,
    RECEIVED,
)
from eventapp.registration.vocabulary import RegistrationStatus
from eventapp.registration.wording import frame_of

LINK_LASTS = timedelta(days=180)


@dataclass(frozen=True)
class Told:
    """A letter that speaks of exactly one event: others may enclose it."""

    message: Message
    registration: Registration
    event_id: UUID


def send_link(registration: Registration) -> None:
    """A new private link, asked for by its owner."""
    with speaking(registration.language):
        tell(registration, LINK_ASKED)


def tell_status(registration: Registration, places: list[str]) -> None:
    """What became of the registration, and of the events that were chosen.

    What becomes of a whole delegation, its contact hears once and not of each person.
    """
    occasions = {
        RegistrationStatus.SUBMITTED: tell_received,
        RegistrationStatus.CONFIRMED: tell_confirmed,
        RegistrationStatus.DECLINED: tell_declined,
        RegistrationStatus.CANCELLED: tell_cancelled,
    }
    delegation = None if registration.has_own_address else registration.delegation
    if delegation is not None and delegation.status is registration.status:
        return
    with speaking(registration.language):
        occasions[registration.status](registration, places)


def tell_received(registration: Registration, _places: list[str]) -> None:
    """The answers have arrived; the office will decide."""
    tell(registration, RECEIVED)


def tell_confirmed(registration: Registration, places: list[str]) -> None:
    """The delegate is expected: number, events, badge."""
    companions = own.companions_of(registration)
    beside = [str(one.name) or one.to_be_named or "" for one in companions]
    told = _("Your delegation told us that you come. We need some answers from you.")
    is_asked = registration.delegation_id and "check" not in registration.steps_done
    tell(
        registration,
        CONFIRMED,
        {
            "number": show_number(registration.number),
            "events": "\n".join([_("Your events:"), *places]) if places else "",
            "companions": "\n".join([_("With you:"), *beside]) if beside else "",
            "missing": told if is_asked else "",
        },
    )


def tell_declined(registration: Registration, _places: list[str]) -> None:
    """The office said no, with its reason."""
    reason = reason_in_words(registration.decision_note)
    tell(registration, DECLINED, {"reason": reason})


def tell_cancelled(registration: Registration, _places: list[str]) -> None:
    """The registration was cancelled, its places given back."""
    tell(registration, CANCELLED)


def tell_change(
    registration: Registration, change: PendingChange, answers: Sequence[str]
) -> None:
    """What became of `answers` that a confirmed delegate wanted to change."""
    stays = ""
    if change.is_accepted:
        decision = _("The organisers accepted the change of your answers:")
    else:
        decision = _("The organisers did not accept the change of your answers:")
        stays = _("What was confirmed before stays as it is.")
    tell(
        registration,
        CHANGED,
        {
            "decision": decision,
            "answers": "\n".join(f"- {word}" for word in answers),
            "stays": stays,
            "reason": reason_in_words(change.reason),
        },
    )


def tell_inquiry(registration: Registration, inquiry: Inquiry) -> None:
    """The office needs something, by a day."""
    with speaking(registration.language):
        values = {"question": inquiry.sentence, "day": day_in_words(inquiry.due_on)}
        tell(registration, ASKED_BACK, values)


def line_of(event: Event, week: Week, *, waits: bool) -> str:
    """One event in a list, with the state of the place."""
    line = event_line(event, week)
    if waits:
        line = _("%(event)s (waiting list)", event=line)
    return f"- {line}"


def tell(
    registration: Registration,
    occasion: Occasion,
    values: Mapping[str, str] = MappingProxyType({}),
    *,
    event: Event | None = None,
) -> Message | None:
    """Write to a delegate on an occasion: the office's words, else ours.

    To whom it goes, and what `event` is, `write` says.
    """
    if not registration.address:
        return None
    week = registration.week
    to_name, greeted, about = receiver(registration)
    wording = occasions.wording_of(occasion, week.id, registration.language)
    frame = {**frame_of(week, greeted), "about": about, "name": str(registration.name)}
    if "link" in wording.names:
        frame["link"] = _link_in_words(registration, is_about=bool(about))
    said = occasions.fill(wording, {**frame, **values})
    message = _put(registration, occasion.key, to_name, said, event)
    message.kind = occasion.kind
    return message


def write(
    registration: Registration,
    occasion: str,
    subject: str,
    *paragraphs: str,
    has_link: bool = True,
    event: Event | None = None,
) -> Message | None:
    """A letter to a delegate, with the private link unless there is none to follow.

    For somebody without an own address it goes to the contact of the delegation or to
    the delegate whom they accompany, and says whom it is about. Who registered at a
    desk without an address is not written to. `event`: it speaks of this one alone.
    """
    if not registration.address:
        return None
    week = registration.week
    to_name, greeted, about = receiver(registration)
    parts = [about, *paragraphs] if about else [*paragraphs]
    if has_link:
        parts.append(_link_in_words(registration, is_about=bool(about)))
    said = Wording(subject, letter(week, greeted, *parts))
    return _put(registration, occasion, to_name, said, event)


def _link_in_words(registration: Registration, *, is_about: bool) -> str:
    if is_about:
        words = _("The registration of this person (keep this link private):")
    elif registration.status is RegistrationStatus.DRAFT:
        words = _("Continue your registration (keep this link private):")
    else:
        words = _("Your registration and your badge (keep this link private):")
    return f"{words}\n{new_link(registration)}"


def _put(
    registration: Registration,
    occasion: str,
    to_name: str,
    said: Wording,
    event: Event | None,
) -> Message:
    week = registration.week
    message = put(
        occasion,
        to_address=registration.address,
        to_name=to_name,
        language=registration.language,
        reply_to=week.contact_address,
        subject=said.subject,
        text=said.text,
        about_id=registration.id,
        week_id=week.id,
    )
    if event is not None:
        told = [Told(message, registration, event.id)]
        signals.events_told.send(week, told=told)
    return message


def reason_in_words(reason: str | None) -> str:
    """A reason, if somebody gave one."""
    return _("Reason: %(reason)s", reason=reason) if reason else ""


def letter(week: Week, name: str | None, *paragraphs: str) -> str:
    """A letter from a week: greeting, what it says, whom to ask, who writes."""
    greeting = _("Dear %(name)s,", name=name) if name else _("Good day,")
    ends = _("Questions? Answer this e-mail."), f"{week.name}\n{week.host.name}"
    return _text(greeting, *paragraphs, *ends)


def event_line(event: Event, week: Week) -> str:
    """One event: when, what, where."""
    begins = event.starts_at.astimezone(week.tzinfo)
    ends = event.ends_at.astimezone(week.tzinfo)
    last = f"{ends:%H:%M}"
    if ends.date() != begins.date():
        last = f"{day_in_words(ends.date())} {last}"
    when = f"{day_in_words(begins.date())} {begins:%H:%M}\N{EN DASH}{last}"
    words = {"when": when, "event": event.title, "city": week.city}
    if event.room:
        return _("%(when)s, %(event)s, %(room)s (%(city)s)", room=event.room, **words)
    return _("%(when)s, %(event)s (%(city)s)", **words)


def new_link(registration: Registration) -> str:
    """A new private link; the earlier ones stay."""
    now = clock.now()
    token = new_token()
    db.session.add(
        PrivateLink(
            token_digest=digest(token),
            created_at=now,
            expires_at=now + LINK_LASTS,
            registration_id=registration.id,
        )
    )
    return f"{current().address}/me/enter/{token}"


def receiver(registration: Registration) -> tuple[str, str, str]:
    """Who gets the mails of somebody, how we greet them, and whom a mail is about."""
    name = (
        str(registration.name) or registration.to_be_named or _("a person to be named")
    )
    if registration.accompanies_id is not None:
        delegate = db.session.get_one(Registration, registration.accompanies_id)
        to_name, greeted, is_spoken_for = receiver(delegate)
        about = _("This is about %(name)s, who accompanies you.", name=name)
        if is_spoken_for:
            about = _(
                "This is about %(name)s, who accompanies %(delegate)s.",
                name=name,
                delegate=delegate.name,
            )
        return to_name, greeted, about
    if registration.has_own_address or registration.delegation is None:
        return registration.name.latin, registration.name.first, ""
    contact = registration.delegation.contact_name
    about = _("This is about %(name)s of your delegation.", name=name)
    return contact, contact, about


def _text(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs) + "\n"
