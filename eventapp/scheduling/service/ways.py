"""How events come into a delegate's calendar: chosen by the delegate."""

from eventapp.accounts.models import Account
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import db, lock
from eventapp.programme.models.weeks import Week
from eventapp.programme.service.weeks import revise
from eventapp.registration.models.registrations import Registration
from eventapp.registration.service.noting import note_about
from eventapp.scheduling import queries
from eventapp.scheduling.errors import AddressTaken, NoAddress
from eventapp.scheduling.models import ChosenWay
from eventapp.scheduling.vocabulary import CalendarWay


def way_of(registration: Registration) -> CalendarWay:
    """How events come: as chosen, else by mail to who has an address of their own.

    Whose address is a secretary's, or was somebody else's before, gets none by mail:
    the calendar behind it is not theirs.
    """
    chosen = queries.way_chosen(registration)
    if chosen is not None:
        return chosen.way
    is_usual = bool(registration.address) and queries.is_first_at_address(registration)
    return CalendarWay.MAIL if is_usual else CalendarWay.NEITHER


def choose(
    registration: Registration, way: CalendarWay, *, take_back: bool = False
) -> None:
    """Let events come this way from now on.

    Args:
        registration: Whose events.
        way: How they come.
        take_back: What came by mail before is struck out, by mail; else it stays as it
            is, and nothing more is said about it.

    Raises:
        NoAddress: there is nowhere to send mails to.
        AddressTaken: somebody else's events come to the same address.
    """
    lock(registration)
    before = way_of(registration)
    if way is CalendarWay.MAIL:
        _check_address(registration)
    chosen = queries.way_chosen(registration)
    if chosen is None:
        chosen = ChosenWay(registration_id=registration.id)
        db.session.add(chosen)
    chosen.way = way
    chosen.takes_back = take_back and way is not CalendarWay.MAIL
    chosen.chosen_at = clock.now()
    db.session.flush()
    if before is not way:
        details = {"before": before.value, "after": way.value}
        note_about(registration, "calendar.way_chosen", details=details)


def invite_by_mail(week: Week, *, is_on: bool, by: Account) -> None:
    """Let places bring their events by mail, or not.

    What was sent before is kept right either way: a calendar that was told of an event
    hears when it moves or ends.
    """
    lock(week)
    if week.invites_by_mail is is_on:
        return
    week.invites_by_mail = is_on
    revise(week)  # its pages tell whether there are such mails
    note(
        "week.calendar_mails",
        actor=by.name,
        actor_id=by.id,
        subject=str(week.name),
        subject_id=week.id,
        week_id=week.id,
        details={"before": not is_on, "after": is_on},
    )


def _check_address(registration: Registration) -> None:
    if not registration.address:
        raise NoAddress
    other = queries.other_by_mail(registration)
    if other is not None:
        raise AddressTaken(name=other.name.first)
