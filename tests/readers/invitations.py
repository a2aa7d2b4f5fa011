"""What is mailed for the calendar of one delegate, from the place to its end."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from typing import Final

from sqlalchemy import select, update

from eventapp.kernel import clock
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.mail.models import Message
from eventapp.mail.service import put
from eventapp.mail.transport import compose
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import EventStatus
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service import places
from eventapp.scheduling.models import Sent
from eventapp.scheduling.service import sending
from tests.builders import make_registration, republish
from tests.readers.feeds import Feed
from tests.readers.judge import Case, case_of

ONE_SECOND: Final = timedelta(seconds=1)
ONE_DAY: Final = timedelta(days=1)
RENAMED: Final = Localised({"en": "Renamed; 改名, \\ 😀", "zh-Hans": "改名，之后"})
Deed = Callable[[Registration, Event], object]
Receive = Callable[[Registration, Event], EmailMessage]


def guest(week: Week, language: str = "en") -> Registration:
    """Somebody to whom we wrote already, as one must before a mail for a calendar."""
    registration = make_registration(week, language=language)
    put(
        "registration.confirmed",
        to_address=registration.address,
        to_name="",
        language=language,
        subject="You are registered",
        text="Welcome.\n",
        about_id=registration.id,
    )
    return registration


def event_of(week: Week, title: str) -> Event:
    """The event of a week with this English title."""
    events = db.session.scalars(select(Event).where(Event.week_id == week.id))
    return next(event for event in events if event.title["en"] == title)


def move(_registration: Registration, event: Event) -> None:
    later = timedelta(hours=26)
    republish(event, starts_at=event.starts_at + later, ends_at=event.ends_at + later)


def rename(_registration: Registration, event: Event) -> None:
    republish(event, title=RENAMED)


def call_off(_registration: Registration, event: Event) -> None:
    republish(event, status=EventStatus.CANCELLED)


def tell() -> None:
    """Write what is due to calendars, as if all had rested long enough."""
    db.session.commit()
    now = clock.now()
    clock.stop(now + sending.REST + ONE_SECOND)
    sending.keep_told()
    # A site whose clock did not move ahead sends it, too.
    db.session.execute(update(Message).values(due_at=now - ONE_DAY))
    db.session.commit()


def document_in(mail: EmailMessage) -> bytes:
    """The calendar part of a mail; the file that goes with it holds the same."""
    parts = {part.get_content_type(): part for part in mail.walk()}
    shown = parts["text/calendar"].get_payload(decode=True)
    kept = parts["application/ics"].get_payload(decode=True)
    assert isinstance(shown, bytes)
    assert shown == kept
    method = f"METHOD:{parts['text/calendar'].get_param('method')}\r\n"
    assert method.encode() in shown
    return shown


# What happens, what Thunderbird offers for it, and whether it is the end.
Story = tuple[tuple[Deed, str, bool], ...]
GIVEN_BACK: Story = (
    (places.reserve_place, "REQUEST", False),
    (move, "REQUEST:UPDATE", False),
    (rename, "REQUEST:UPDATE", False),
    (places.give_back, "CANCEL", True),
)
CALLED_OFF: Story = (
    (places.reserve_place, "REQUEST", False),
    (call_off, "CANCEL", True),
)


@dataclass(frozen=True)
class Letter:
    """A mail with a calendar in it, and what the calendar says."""

    offer: str  # of Thunderbird
    case: Case
    mail: EmailMessage


def letters(
    registration: Registration, event: Event, story: Story, receive: Receive
) -> Iterator[Letter]:
    """Do one deed after the other, and yield the mail that follows from each."""
    for deed, offer, has_ended in story:
        deed(registration, event)
        tell()
        name = f"{offer} for {str(event.title)[:40]!r}"
        feed = Feed(
            name,
            "",
            registration.language,
            registration.week,
            [event],
            has_ended=has_ended,
            is_own=True,
        )
        yield Letter(offer, case_of(feed), receive(registration, event))


def newest(registration: Registration, event: Event) -> EmailMessage:
    """The mail that was written last about an event, as it would leave."""
    sent = db.session.get_one(Sent, (registration.id, event.id))
    message = db.session.get_one(Message, sent.message_id)
    return compose(message, "Partnership Week <week@host.example>")
