"""On which occasions the house writes, in which words: ours, or those of the office."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from flask_babel import LazyString
from sqlalchemy import select

from eventapp.kernel import clock
from eventapp.kernel.db import db
from eventapp.kernel.i18n import speaking
from eventapp.mail.models import MailKind, MailText
from eventapp.mail.placeholders import Placeholder, filled, names_in, problems_in

KNOWN = "mail texts"  # in the session's notes, as long as its transaction

Said = tuple[str, ...]  # a subject, and paragraphs


@dataclass(frozen=True)
class Wording:
    """A subject and a text, with placeholders or filled."""

    subject: str
    text: str

    @property
    def names(self) -> set[str]:
        """Which placeholders it has."""
        return names_in(self.subject) | names_in(self.text)


@dataclass(frozen=True)
class Occasion:
    """One reason to write: our words for it, and what may stand in them."""

    key: str  # "registration.confirmed"
    title: LazyString
    says: Callable[[], Said]  # in the language that is spoken
    offered: tuple[Placeholder, ...]
    kind: MailKind = MailKind.ESSENTIAL

    def ours(self, language: str) -> Wording:
        """What we say, as long as nobody writes something else."""
        with speaking(language):
            subject, *paragraphs = self.says()
            return Wording(subject, "\n\n".join(paragraphs))

    def problems(self, wording: Wording) -> tuple[list[str], list[str]]:
        """What is wrong with a subject, and with a text."""
        return (
            problems_in(wording.subject, self.offered, is_whole=False),
            problems_in(wording.text, self.offered),
        )


_known: dict[str, Occasion] = {}


def occasion(
    key: str,
    title: LazyString,
    says: Callable[[], Said],
    offered: Iterable[Placeholder],
    kind: MailKind = MailKind.ESSENTIAL,
) -> Occasion:
    """Enter an occasion into the register of the house."""
    if key in _known:
        raise ValueError(key)
    found = _known[key] = Occasion(key, title, says, tuple(offered), kind)
    return found


def occasions() -> tuple[Occasion, ...]:
    """All whose words the office may change."""
    return tuple(_known.values())


def occasion_called(key: str) -> Occasion | None:
    """The occasion with this key."""
    return _known.get(key)


def wording_of(one: Occasion, week_id: UUID, language: str) -> Wording:
    """What is said on an occasion in one week: the office's words, else ours."""
    own = texts_of(week_id).get((one.key, language))
    return own or one.ours(language)


def fill(wording: Wording, values: Mapping[str, str]) -> Wording:
    """The words as their receiver reads them."""
    return Wording(
        " ".join(filled(wording.subject, values).split()),
        filled(wording.text, values) + "\n",
    )


def texts_of(week_id: UUID) -> Mapping[tuple[str, str], Wording]:
    """The office's words by occasion and language: asked once in a transaction."""
    session = db.session()
    if not session.in_transaction():
        session.begin()
    transaction, known = session.info.get(KNOWN, (None, {}))
    if transaction is not session.get_transaction():
        known = {}
        session.info[KNOWN] = (session.get_transaction(), known)
    if week_id not in known:
        rows = session.scalars(select(MailText).where(MailText.week_id == week_id))
        known[week_id] = {
            (row.occasion, row.language): Wording(row.subject, row.text) for row in rows
        }
    found: Mapping[tuple[str, str], Wording] = known[week_id]
    return found


def say(one: Occasion, week_id: UUID, language: str, wording: Wording | None) -> None:
    """Let the office's words stand from now on; None: back to ours."""
    row = db.session.scalar(
        select(MailText).where(
            MailText.week_id == week_id,
            MailText.occasion == one.key,
            MailText.language == language,
        )
    )
    db.session().info.pop(KNOWN, None)
    if wording is None:
        if row is not None:
            db.session.delete(row)
        return
    if row is None:
        row = MailText(week_id=week_id, occasion=one.key, language=language)
        db.session.add(row)
    row.subject, row.text = wording.subject, wording.text
    row.changed_at = clock.now()
