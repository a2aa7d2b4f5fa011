"""Questions about invitations: which are meant, how many, who answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import contains_eager

from eventapp.institutions.models import Alias, Institution, Territory
from eventapp.kernel.db import db
from eventapp.kernel.names import alphabetic, searchable
from eventapp.programme.models.weeks import Week
from eventapp.registration.models.entering import Invitation
from eventapp.registration.models.registrations import Registration
from eventapp.registration.vocabulary import InvitationState

PAGE = 50
EXPORTED = 20_000
SOON = timedelta(days=7)


@dataclass(frozen=True)
class Choice:
    """Which invitations are meant."""

    words: str = ""
    state: InvitationState | None = None
    ends_soon: bool = False  # sent, not answered, and the last day is near


@dataclass(frozen=True)
class Rate:
    """How many of one country or region were invited, and have said yes or no."""

    territory: Territory | None
    invited: int
    answered: int
    declined: int


def state_at(at: datetime) -> ColumnElement[str]:
    """The state of an invitation, as `Invitation.state` tells it."""
    return case(
        (Invitation.answered_at.is_not(None), literal(InvitationState.ANSWERED.value)),
        (Invitation.declined_at.is_not(None), literal(InvitationState.DECLINED.value)),
        (Invitation.expires_at <= at, literal(InvitationState.ENDED.value)),
        (Invitation.opened_at.is_not(None), literal(InvitationState.OPENED.value)),
        (Invitation.sent_at.is_not(None), literal(InvitationState.SENT.value)),
        else_=literal(InvitationState.PREPARED.value),
    )


def ends_soon(at: datetime) -> ColumnElement[bool]:
    """Whether an invitation that nobody has answered ends within a week."""
    return and_(
        Invitation.sent_at.is_not(None),
        Invitation.answered_at.is_(None),
        Invitation.declined_at.is_(None),
        Invitation.expires_at > at,
        Invitation.expires_at <= at + SOON,
    )


def page_of(
    week: Week, choice: Choice, at: datetime, page: int = 1, *, most: int = PAGE
) -> tuple[Sequence[Invitation], int]:
    """One page of invitations, the newest first, and how many match in all."""
    found = _chosen(week, choice, at)
    total = db.session.scalar(
        select(func.count()).select_from(
            found.with_only_columns(Invitation.id).subquery()
        )
    )
    rows = db.session.scalars(
        found.options(contains_eager(Invitation.institution))
        .order_by(Invitation.created_at.desc(), Invitation.id)
        .offset((page - 1) * most)
        .limit(most)
    )
    return rows.all(), total or 0


def chosen_keys(week: Week, choice: Choice, at: datetime, most: int) -> Sequence[UUID]:
    """The keys of all that are meant, up to `most`."""
    found = _chosen(week, choice, at).with_only_columns(Invitation.id)
    return db.session.scalars(found.order_by(Invitation.id).limit(most)).all()


def invitations(week: Week, keys: Sequence[UUID]) -> Sequence[Invitation]:
    """These invitations of a week, in the order in which they are locked."""
    rows = (
        select(Invitation)
        .outerjoin(Invitation.institution)
        .options(contains_eager(Invitation.institution))
        .where(Invitation.week_id == week.id, Invitation.id.in_(keys))
        .order_by(Invitation.id)
    )
    return db.session.scalars(rows).all()


def counts(week: Week, at: datetime) -> dict[InvitationState, int]:
    """How many invitations are in each state."""
    state = state_at(at).label("state")
    rows = db.session.execute(
        select(state, func.count()).where(Invitation.week_id == week.id).group_by(state)
    )
    found = {name: count for name, count in rows}  # noqa: C416 - typed rows
    return {state: found.get(state.value, 0) for state in InvitationState}


def rates(week: Week) -> list[Rate]:
    """Answers to what was sent, by country or region of the institution."""
    answered = func.count(Invitation.answered_at)
    declined = func.count().filter(
        Invitation.declined_at.is_not(None), Invitation.answered_at.is_(None)
    )
    rows = db.session.execute(
        select(Territory, func.count(), answered, declined)
        .select_from(Invitation)
        .outerjoin(Invitation.institution)
        .outerjoin(Territory, Territory.code == Institution.territory_code)
        .where(
            Invitation.week_id == week.id,
            or_(Invitation.sent_at.is_not(None), Invitation.answered_at.is_not(None)),
        )
        .group_by(Territory.code)
    )
    found = [Rate(*row) for row in rows]
    return sorted(found, key=lambda one: (-one.invited, _label(one.territory)))


def registered_with(invitation: Invitation) -> Sequence[Registration]:
    """Who has come in by this invitation."""
    rows = select(Registration).where(Registration.invitation_id == invitation.id)
    return db.session.scalars(rows.order_by(Registration.created_at)).all()


def weeks_that_remind() -> Sequence[Week]:
    """Public weeks that remind by themselves."""
    rows = select(Week).where(Week.is_public, Week.reminds_before_days.is_not(None))
    return db.session.scalars(rows.order_by(Week.id)).all()


def keys_to_remind(week: Week, at: datetime, most: int) -> Sequence[UUID]:
    """Those whom a week would remind now: not reminded since their days began."""
    days = timedelta(days=week.reminds_before_days or 0)
    ends = func.coalesce(Invitation.expires_at, week.registration_closes_at)
    last = func.coalesce(Invitation.reminded_at, Invitation.sent_at)
    closes = week.registration_closes_at
    near = Invitation.expires_at <= at + days
    if closes is not None and at < closes <= at + days:
        near = or_(near, Invitation.expires_at.is_(None))
    rows = select(Invitation.id, last, ends).where(
        Invitation.week_id == week.id,
        Invitation.address.is_not(None),
        Invitation.sent_at.is_not(None),
        Invitation.answered_at.is_(None),
        Invitation.declined_at.is_(None),
        Invitation.reminders < week.most_reminders,
        or_(Invitation.expires_at.is_(None), Invitation.expires_at > at),
        near,
    )
    return [
        key
        for key, mailed, end in db.session.execute(rows.order_by(Invitation.id))
        if mailed < end - days
    ][:most]


def known_guests(week: Week) -> Sequence[Invitation]:
    """All invitations of a week, to find those that a file names again."""
    rows = select(Invitation).where(Invitation.week_id == week.id)
    return db.session.scalars(rows).all()


def directory_names() -> Sequence[tuple[UUID, str, Sequence[str]]]:
    """Each institution of the directory with its name, and all its names."""
    other: dict[UUID, list[str]] = {}
    for key, name in db.session.execute(select(Alias.institution_id, Alias.name)):
        other.setdefault(key, []).append(name)
    rows = select(Institution).where(Institution.is_proposed.is_(False))
    return [
        (
            one.id,
            str(one.name),
            [
                name
                for name in (
                    *one.name.values(),
                    one.native_name,
                    one.short_name,
                    *other.get(one.id, ()),
                )
                if name
            ],
        )
        for one in db.session.scalars(rows)
    ]


def _chosen(week: Week, choice: Choice, at: datetime) -> Select[Invitation]:
    found = (
        select(Invitation)
        .outerjoin(Invitation.institution)
        .where(Invitation.week_id == week.id)
    )
    for word in searchable(choice.words).split():
        found = found.where(Invitation.search_text.contains(word, autoescape=True))
    if choice.state is not None:
        found = found.where(state_at(at) == choice.state.value)
    if choice.ends_soon:
        found = found.where(ends_soon(at))
    return found


def _label(territory: Territory | None) -> tuple[bool, object]:
    label = alphabetic(str(territory.label)) if territory else ("", b"")
    return territory is None, label
