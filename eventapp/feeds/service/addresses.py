"""Private calendar addresses of accounts and persons: given, shown again, ended.

The token is derived, and kept as a digest (docs/decisions/0005): whoever may see the
page of an address reads it there again, and a copy of the database opens nothing.
"""

from typing import Final

from flask_babel import gettext as _

from eventapp.accounts.models import Account
from eventapp.config import current
from eventapp.feeds import queries
from eventapp.feeds.errors import HasNoAddress
from eventapp.feeds.models import FeedAddress, FeedKind
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import add, db, lock
from eventapp.kernel.i18n import speaking
from eventapp.kernel.tokens import address_token, derive, digest
from eventapp.mail.service import put
from eventapp.programme.models.people import Person
from eventapp.programme.models.weeks import Week

PATHS: Final = {FeedKind.OFFICE: "office", FeedKind.PARTS: "parts"}


def path_of(address: FeedAddress) -> str | None:
    """The path of a calendar; None while there is none.

    Also None where the secret of the site was changed since: the address goes on
    working, and cannot be shown.
    """
    token = token_of(address)
    if address.digest != digest(token):
        return None
    return f"/feeds/{PATHS[address.kind]}/{token}.ics"


def token_of(address: FeedAddress) -> str:
    """What stands in the address."""
    subject = f"{address.id}:{address.generation}"
    return address_token(derive(current().secret_key, "feed", subject))


def give(week: Week, owner: Account | Person, *, by: Account) -> FeedAddress:
    """Give somebody a calendar; where there is one, its address becomes another."""
    lock(week)  # two who give the same
    address = queries.address_of(week, owner)
    now = clock.now()
    if address is None:
        is_person = isinstance(owner, Person)
        address = add(
            FeedAddress(
                kind=FeedKind.PARTS if is_person else FeedKind.OFFICE,
                generation=1,
                language=owner.language if isinstance(owner, Person) else "en",
                created_at=now,
                changed_at=now,
                week_id=week.id,
                week=week,
                person_id=owner.id if is_person else None,
                account_id=None if is_person else owner.id,
            )
        )
    else:
        address.generation += 1
    address.digest = digest(token_of(address))
    address.changed_at = now
    db.session.flush()
    _keep(address, owner, "calendar.given", by)
    return address


def end(address: FeedAddress, *, by: Account) -> None:
    """End the address at once; giving again makes another one."""
    lock(address)
    if address.digest is None:
        return
    address.digest = None
    address.changed_at = clock.now()
    _keep(address, address.person or address.account, "calendar.ended", by)


def send(address: FeedAddress, *, by: Account) -> None:
    """Send a person the address of their calendar, in the language of our mails.

    Raises:
        HasNoAddress: nobody knows where to.
    """
    person, path = address.person, path_of(address)
    if person is None or path is None or not person.address:
        raise HasNoAddress
    week = address.week
    with speaking(person.language):
        lines = (
            _("%(week)s: your calendar is ready.", week=week.name),
            _("It shows where and when you have a part, and follows every change."),
            _("Add this address to your calendar program (keep it private):"),
            f"{current().address}{path}?lang={person.language}",
            _("In Google Calendar and Outlook: add a calendar by its address."),
            week.contact_address,
        )
        put(
            "calendar.sent",
            to_address=person.address,
            to_name=person.name.first,
            language=person.language,
            subject=_("Your calendar: %(week)s", week=week.name),
            text="\n\n".join(lines),
            reply_to=week.contact_address,
            week_id=week.id,
        )
    _keep(address, person, "calendar.sent", by)


def _keep(
    address: FeedAddress, owner: Account | Person | None, action: str, by: Account
) -> None:
    note(
        action,
        actor=by.name,
        actor_id=by.id,
        subject=str(owner.name) if owner else "",
        subject_id=owner.id if owner else address.id,
        week_id=address.week_id,
    )
