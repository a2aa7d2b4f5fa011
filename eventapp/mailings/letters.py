"""What each receiver reads: placeholders filled in their language, for many at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from eventapp.config import current
from eventapp.delegations.service.linking import link_path
from eventapp.invitations import wording
from eventapp.kernel.codes import show_number
from eventapp.kernel.i18n import speaking
from eventapp.mail.placeholders import filled, names_in
from eventapp.mailings import placeholders
from eventapp.mailings.models import Mailing
from eventapp.mailings.queries import subjects
from eventapp.mailings.queries.subjects import Dates
from eventapp.mailings.vocabulary import Audience
from eventapp.programme.models.events import Event
from eventapp.programme.models.people import Person
from eventapp.programme.models.weeks import Week
from eventapp.programme.when import known_days
from eventapp.registration.models.delegations import Delegation
from eventapp.registration.models.entering import Invitation
from eventapp.registration.models.registrations import Registration
from eventapp.registration.notices import event_line, line_of, new_link, receiver


@dataclass(frozen=True)
class Letter:
    """One mail, ready for the outbox."""

    subject_id: UUID
    to_address: str
    to_name: str
    language: str
    wanted: str  # in which we usually write to them
    subject: str
    text: str


Link = Callable[[Any], str]
Values = Callable[[], str]


def letters_for(
    mailing: Mailing, keys: Sequence[UUID], *, is_shown: bool = False
) -> list[Letter]:
    """The letters to these, in a fixed number of statements; who is gone has none.

    `is_shown`: they are looked at only, so that no private link is made for them.
    """
    rows = subjects.rows_of(mailing.audience, keys)
    desk = _Desk(mailing, _wanted(mailing), rows, is_shown=is_shown)
    return [desk.letter(rows[key]) for key in keys if key in rows]


def is_own(mailing: Mailing) -> bool:
    """Whether each letter holds what is of use to one person alone."""
    return bool(_wanted(mailing) & placeholders.OWN)


def _wanted(mailing: Mailing) -> set[str]:
    return {
        name
        for text in (*mailing.subject.values(), *mailing.text.values())
        for name in names_in(text)
    }


class _Desk:
    """Writes one letter after the other, and keeps what they have in common."""

    def __init__(
        self,
        mailing: Mailing,
        wanted: set[str],
        rows: Mapping[UUID, Any],
        *,
        is_shown: bool,
    ) -> None:
        """Read what these letters need, and nothing else."""
        self.mailing, self.wanted, self.rows = mailing, wanted, rows
        self.is_shown = is_shown
        self.hosts = subjects.hosts_of(list(rows.values()))
        self.shared: dict[str, dict[str, str]] = {}
        self.lines: dict[tuple[UUID, str, bool], str] = {}
        self.dates: Mapping[UUID, Dates] = {}
        self.counts: Mapping[UUID, tuple[int, int]] = {}
        if "events" in wanted:
            self.dates = subjects.dates_of(mailing.audience, mailing.week, list(rows))
        if wanted & {"people", "unnamed"}:
            self.counts = subjects.counts_of(list(rows))

    def letter(self, row: Any) -> Letter:  # noqa: ANN401 - by audience
        """The letter to one."""
        mailing = self.mailing
        tag = mailing.tag_for(row.language)
        with speaking(tag):
            own = _OWN[mailing.audience](self, row, tag)
            values = {
                **self._of_week(tag),
                **{n: say() for n, say in own.values.items() if n in self.wanted},
            }
        text = filled(mailing.text[tag], values)
        return Letter(
            subject_id=row.id,
            to_address=own.to_address or "",
            to_name=own.to_name,
            language=tag,
            wanted=row.language,
            subject=filled(mailing.subject[tag], values),
            text=f"{own.about}\n\n{text}\n" if own.about else f"{text}\n",
        )

    def link(self, path: Callable[[], str], sample: str) -> str:
        """A private address, or what it looks like."""
        return f"{current().address}{sample}" if self.is_shown else path()

    def events(self, key: UUID, tag: str) -> str:
        """The own events of somebody, one on each line."""
        found = self.dates.get(key, ())
        if not found:
            return _("No events chosen.")
        return "\n".join(self._line(event, tag, waits=waits) for event, waits in found)

    def _line(self, event: Event, tag: str, *, waits: bool) -> str:
        key = event.id, tag, waits
        if key not in self.lines:
            self.lines[key] = line_of(event, self.mailing.week, waits=waits)
        return self.lines[key]

    def _of_week(self, tag: str) -> Mapping[str, str]:
        if tag not in self.shared:
            self.shared[tag] = week_values(self.mailing)
        return self.shared[tag]


def week_values(mailing: Mailing) -> dict[str, str]:
    """What is the same for all, in the language that is spoken."""
    week = mailing.week
    values = {
        "week": str(week.name),
        "host": str(week.host.name),
        "days": known_days(week.held),
        "city": str(week.city),
        "contact": week.contact_address,
        "programme": f"{current().address}/weeks/{week.slug}/programme",
    }
    if mailing.event is not None:
        values["event"] = event_line(mailing.event, week)
    return values


@dataclass(frozen=True)
class _Own:
    """What only one receiver has: where the letter goes, and what it says."""

    to_address: str | None
    to_name: str
    values: Mapping[str, Values]
    about: str = ""  # of whom it speaks, where somebody else reads it


def _delegate(desk: _Desk, row: Registration, tag: str) -> _Own:
    to_name, greeted, about = receiver(row)
    return _Own(
        row.address,
        to_name,
        {
            "name": lambda: greeted,
            "institution": lambda: row.institution_name,
            "number": lambda: show_number(row.number) if row.number else "",
            "events": lambda: desk.events(row.id, tag),
            "link": lambda: desk.link(lambda: new_link(row), "/me/enter/…"),
        },
        about,
    )


def _contact(desk: _Desk, row: Delegation, _tag: str) -> _Own:
    people, unnamed = desk.counts.get(row.id, (0, 0))
    return _Own(
        row.contact_address,
        row.contact_name,
        {
            "name": lambda: row.contact_name,
            "institution": lambda: row.title,
            "people": lambda: str(people),
            "unnamed": lambda: str(unnamed),
            "link": lambda: desk.link(lambda: _delegation_link(row), "/delegations/…"),
        },
    )


def _delegation_link(row: Delegation) -> str:
    """The present link; where there is none, the contact asks for it at our address."""
    return f"{current().address}{link_path(row) or f'/weeks/{row.week.slug}/register'}"


def _speaker(desk: _Desk, row: Person, tag: str) -> _Own:
    name = row.name
    titled = " ".join(filter(None, (name.honorific, name.title, name.first)))
    return _Own(
        row.address,
        name.latin or name.first,
        {
            "name": lambda: titled,
            "institution": lambda: str(row.institution.name) if row.institution else "",
            "events": lambda: desk.events(row.id, tag),
        },
    )


def _invited(desk: _Desk, row: Invitation, _tag: str) -> _Own:
    week: Week = desk.mailing.week
    path = f"/weeks/{week.slug}/invitation/…"
    return _Own(
        row.address,
        row.name.latin,
        {
            "name": lambda: wording.values_of(row, week)["name"],
            "institution": lambda: row.institution_name,
            "last_day": lambda: wording.last_day_in_words(row, week),
            "link": lambda: desk.link(lambda: wording.address_of(row, week), path),
        },
    )


_OWN: dict[Audience, Callable[[_Desk, Any, str], _Own]] = {
    Audience.DELEGATES: _delegate,
    Audience.CONTACTS: _contact,
    Audience.SPEAKERS: _speaker,
    Audience.INVITED: _invited,
}
