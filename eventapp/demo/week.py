"""Planting the demonstration: weeks, programme, delegates, desks, accounts."""

from dataclasses import dataclass

from sqlalchemy import delete, select

from eventapp.badges.service import issue_many
from eventapp.demo.awaited import plant_awaited
from eventapp.demo.badges import plant_badges
from eventapp.demo.ceremony import plant_runs
from eventapp.demo.coaches import plant_coaches
from eventapp.demo.companions import plant_companions
from eventapp.demo.delegates import plant_delegates
from eventapp.demo.delegations import plant_other_delegations
from eventapp.demo.directory import plant_directory
from eventapp.demo.doors import plant_doors
from eventapp.demo.feeds import plant_feeds
from eventapp.demo.invitations import plant_invitations, plant_waiting
from eventapp.demo.letters import plant_letters
from eventapp.demo.mailings import plant_mailings
from eventapp.demo.places import plant_places
from eventapp.demo.programme import plant_programme
from eventapp.demo.questions import plant_questions
from eventapp.demo.staff import (
    SignIn,
    appoint_staff,
    organiser,
    plant_accounts,
    plant_desks,
)
from eventapp.demo.tags import plant_tags
from eventapp.demo.travel import plant_travel
from eventapp.journal.service import note
from eventapp.kernel.db import db
from eventapp.mail.models import Message
from eventapp.programme.models.weeks import Week
from eventapp.registration.service import agenda


@dataclass(frozen=True)
class Planting:
    """What was planted, and how its staff signs in."""

    slug: str
    sign_ins: tuple[SignIn, ...]


def plant() -> Planting | None:
    """Plant the demonstration if there is no week yet, inside `kernel.db.writing()`.

    Returns:
        None if there is a week: nothing was touched.
    """
    if db.session.scalar(select(Week.id).limit(1)) is not None:
        return None
    sign_ins = plant_accounts()
    known = plant_directory()
    programme = plant_programme(known, by=organiser())
    plant_runs(programme.events, by=organiser())
    delegates = plant_delegates(programme, known)
    plant_places(delegates, programme.events)
    plant_desks(programme.week, programme.venues)
    confirmed = [one.id for one in delegates if one.is_confirmed]
    db.session.refresh(programme.week)
    confirmed += plant_companions(programme.week, delegates)
    plant_other_delegations(programme.week, known)
    issue_many(confirmed)
    agenda.open_many(confirmed)
    plant_doors(programme.week, programme.events["e-open"])
    plant_coaches(programme.events, by=organiser())
    week = programme.week
    db.session.refresh(week)
    plant_awaited(week, by=organiser().name)
    plant_badges(week, by=organiser())
    plant_questions(week, by=organiser())
    plant_letters(week, by=organiser())
    plant_feeds(week, by=organiser())
    plant_travel(week, delegates, by=organiser())
    plant_invitations(week, known)
    plant_mailings(week, by=organiser())
    plant_tags(week, by=organiser())
    appoint_staff(week)
    plant_waiting(week)
    db.session.execute(delete(Message))  # nobody is written to: they are invented
    note(
        "week.planted",
        actor="demonstration",
        subject=week.name["en"],
        subject_id=week.id,
        week_id=week.id,
        details={"registrations": len(delegates)},
    )
    return Planting(week.slug, sign_ins)
