"""What a week decided about its badges; without a decision, the usual design."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from eventapp.badges.formats import Format
from eventapp.badges.vocabulary import Homes, Lead, Reverse
from eventapp.kernel.i18n import Localised
from eventapp.programme.vocabulary import Track
from eventapp.registration.vocabulary import DelegateKind
from eventapp.registration.words import delegate_word

BANDS = {
    DelegateKind.PRESIDENT: Track.BLUE,
    DelegateKind.VICE_PRESIDENT: Track.BLUE,
    DelegateKind.DELEGATE: Track.TEAL,
    DelegateKind.TEACHER: Track.PURPLE,
    DelegateKind.EXPERT: Track.OLIVE,
    DelegateKind.STUDENT: Track.GREEN,
    DelegateKind.ENTERPRISE: Track.ORANGE,
    DelegateKind.COMPANION: Track.SLATE,
}


@dataclass(frozen=True)
class Design:
    """What stands on the badges of a week, and on which paper."""

    lead: Lead = Lead.OWN
    homes: Homes = Homes.BOTH
    has_territory: bool = True
    has_languages: bool = True
    has_number: bool = True
    has_reference: bool = True
    language: str | None = None  # of our own words; None: whoever prints
    heading: Localised | None = None  # None: the name of the week
    bands: Mapping[DelegateKind, Track] = field(default_factory=dict)
    words: Mapping[DelegateKind, Localised] = field(default_factory=dict)
    reverse: Reverse = Reverse.NOTHING
    reverse_text: Localised | None = None
    reverse_on: date | None = None  # None: the first day
    sheet_format: Format = Format.A4
    desk_format: Format = Format.A6
    kiosk_prints: bool = False  # for whom no desk has printed yet

    def band(self, kind: DelegateKind | None) -> Track:
        """The colour of people who come as `kind`."""
        if kind is None:
            return Track.SLATE
        return self.bands.get(kind, BANDS[kind])

    def word(self, kind: DelegateKind | None) -> str:
        """What the badge calls them."""
        own = self.words.get(kind) if kind else None
        return str(own) if own else delegate_word(kind)


USUAL = Design()
