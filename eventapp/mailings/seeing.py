"""Whom a mailing would reach now: how many, in which language, who is left out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from eventapp.kernel import clock
from eventapp.kernel.names import searchable
from eventapp.mailings.models import Mailing
from eventapp.mailings.queries.groups import Receiver, group_of
from eventapp.mailings.queries.mailings import subjects_of
from eventapp.mailings.service.posting import hindrances
from eventapp.mailings.vocabulary import Hindrance, MailingStatus

FOUND_AT_MOST = 12  # receivers that a search shows


@dataclass(frozen=True)
class Reach:
    """A group as it is now, with those who get a letter and those who do not."""

    group: Sequence[Receiver]
    left_out: Mapping[UUID, Hindrance]
    mailing: Mailing

    @property
    def ready(self) -> list[Receiver]:
        """Who gets a letter."""
        return [one for one in self.group if one.subject_id not in self.left_out]

    @property
    def reasons(self) -> dict[Hindrance, int]:
        """Why the others get none, and how many for each reason."""
        found = Counter(self.left_out.values())
        return {why: found[why] for why in Hindrance if found[why]}

    @property
    def languages(self) -> list[tuple[str, str, int]]:
        """Languages of receivers, those of their letters, how many; most first."""
        if not self.mailing.tags:
            return []
        found = Counter(one.language for one in self.ready)
        return [
            (tag, self.mailing.tag_for(tag), count)
            for tag, count in found.most_common()
        ]

    def search(self, words: str) -> list[Receiver]:
        """Some receivers, by name or address in either script."""
        wanted = searchable(words).split()
        return [one for one in self.group if all(map(one.has, wanted))][:FOUND_AT_MOST]


def reach_of(mailing: Mailing) -> Reach:
    """Whom it would reach now; of one that was sent, who joined its group since."""
    group = group_of(mailing.week, mailing.audience, mailing.chosen, clock.now())
    if mailing.rounds and mailing.status is MailingStatus.SENT:
        known = subjects_of(mailing)
        group = [one for one in group if one.subject_id not in known]
    return Reach(group, hindrances(mailing, group), mailing)
