"""Which lines of the journal to show."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import Form as PlainForm
from wtforms import SearchField

from eventapp.dashboard.words import ACTIONS
from eventapp.journal.queries import Wanted
from eventapp.kernel.wall import midnight
from eventapp.programme.models.weeks import Week
from eventapp.web.fields import Day, Pick
from eventapp.web.forms import as_uuid

WITHOUT_ACCOUNT = MappingProxyType(
    {
        "delegate": lazy_gettext("Delegates"),
        "guest": lazy_gettext("Guests"),
        "worker": lazy_gettext("By itself"),
    }
)
# The deeds of each subject, by how their keys begin.
AREAS: Mapping[str, tuple[object, tuple[str, ...]]] = MappingProxyType(
    {
        "registrations": (
            lazy_gettext("Registrations"),
            ("registration.", "registrations.", "deed.", "tag.", "reason."),
        ),
        "places": (lazy_gettext("Places"), ("place.", "signups.")),
        "delegations": (
            lazy_gettext("Delegations"),
            ("delegation.", "delegations.", "card.", "cards."),
        ),
        "invitations": (lazy_gettext("Invitations"), ("invitation.", "invitations.")),
        "programme": (
            lazy_gettext("Programme"),
            ("event.", "programme.", "person.", "run.", "venue.", "calendar."),
        ),
        "doors": (
            lazy_gettext("Desks and doors"),
            (
                "admission.",
                "alert.",
                "awaited.",
                "conflict.",
                "desk.",
                "device.",
                "door_rule.",
                "hold.",
            ),
        ),
        "travel": (
            lazy_gettext("Travel and hotels"),
            ("arrivals.", "coach.", "hotel.", "pickup.", "rooms."),
        ),
        "letters": (lazy_gettext("Visa letters"), ("letter.", "letters.", "vault.")),
        "badges": (lazy_gettext("Badges"), ("badge.",)),
        "mail": (lazy_gettext("Mail"), ("mail", "message.", "reminder.")),
        "taken": (
            lazy_gettext("Files that were taken"),
            tuple(
                key
                for key in ACTIONS
                if key.endswith((".exported", ".taken", ".saved_as_file"))
            ),
        ),
        "accounts": (
            lazy_gettext("Accounts and rights"),
            ("account.", "appointment.", "factor.", "session."),
        ),
        "privacy": (lazy_gettext("Privacy"), ("erasure.", "purge.")),
        "week": (
            lazy_gettext("The week itself"),
            ("week.", "form.", "institution.", "territory.", "job.", "journal."),
        ),
    }
)


class JournalFilter(PlainForm):
    """What to look for; it changes nothing and needs no CSRF token."""

    q = SearchField(lazy_gettext("Who, what or about whom"))
    who = Pick(lazy_gettext("Who did it"))
    area = Pick(lazy_gettext("About what"))
    since = Day(lazy_gettext("From this day"))
    until = Day(lazy_gettext("To this day"))

    def offer(self, accounts: Iterable[tuple[UUID, str]]) -> "JournalFilter":
        """Offer who has done something, and about what."""
        people = [(str(key), name) for key, name in accounts]
        others = [(key, str(word)) for key, word in WITHOUT_ACCOUNT.items()]
        self.who.offer([*others, *people], str(_("Anybody")))
        areas = [(key, str(word)) for key, (word, _begins) in AREAS.items()]
        self.area.offer(areas, str(_("Anything")))
        return self

    def wanted(self, week: Week, words: str, subject: UUID | None) -> Wanted:
        """The lines that are meant; what is no value of a filter leaves none out."""
        who = str(self.who.data or "")
        until = _whole(self.until.data)
        since = _whole(self.since.data)
        return Wanted(
            words=words,
            deeds=_called(words),
            actor_id=as_uuid(who),
            actor=who if who in WITHOUT_ACCOUNT else "",
            areas=AREAS[self.area.data][1] if self.area.data in AREAS else (),
            since=midnight(since, week.tzinfo) if since else None,
            until=midnight(until + timedelta(days=1), week.tzinfo) if until else None,
            subject_id=subject,
        )


def _called(words: str) -> frozenset[str]:
    """The deeds whose words, in the reader's language, hold what was typed."""
    folded = words.casefold()
    return frozenset(
        key
        for key, word in ACTIONS.items()
        if folded and folded in str(word).casefold()
    )


def _whole(day: date | None) -> date | None:
    """A day that an instant can have, before and after it in any zone."""
    ends = (date.min + timedelta(days=2), date.max - timedelta(days=2))
    return day if day is not None and ends[0] <= day <= ends[1] else None
