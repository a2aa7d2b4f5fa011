"""How a week writes letters: what the office decides once."""

from dataclasses import dataclass
from datetime import date

from eventapp.accounts.models import Account
from eventapp.journal.service import note
from eventapp.kernel import clock
from eventapp.kernel.db import add, lock
from eventapp.kernel.i18n import Localised
from eventapp.letters import queries
from eventapp.letters.models import LetterSettings
from eventapp.letters.rules import forgotten_at
from eventapp.letters.vocabulary import USUAL, LetterField
from eventapp.letters.wording import BODY, COSTS
from eventapp.programme.models.weeks import Week
from eventapp.vault import service as vault

TOLD = ("is_offered", "last_day", "keep_days", "number_pattern")


@dataclass(frozen=True)
class Wish:
    """How the office wants its letters."""

    is_offered: bool
    fields: tuple[LetterField, ...]
    last_day: date | None
    keep_days: int
    number_pattern: str
    head: Localised
    contact: Localised
    signatory: Localised
    office: Localised
    costs: Localised
    body: Localised


@dataclass(frozen=True)
class Logo:
    """A picture for the letterhead, as it really is."""

    content: bytes
    type: str  # "png", "jpg"


def usual(week: Week) -> Wish:
    """How letters are, until the office says otherwise."""
    last = week.held.latest
    return Wish(
        is_offered=False,
        fields=USUAL,
        last_day=None,
        keep_days=30,
        number_pattern=f"PW{last.year}-{{number:04d}}",
        head=week.host.name,
        contact=Localised(dict.fromkeys(week.host.name, week.contact_address)),
        signatory=Localised(),
        office=Localised({"en": "International Office", "zh-Hans": "国际交流处"}),
        costs=COSTS,
        body=BODY,
    )


def settle(
    week: Week,
    wish: Wish,
    *,
    by: Account,
    logo: Logo | None = None,
    drops_logo: bool = False,
) -> LetterSettings:
    """Write letters in this way from now on; what is kept expires accordingly."""
    settings = queries.settings_of(week)
    before = _told(settings) if settings is not None else {}
    if settings is None:
        settings = LetterSettings(week_id=week.id, week=week)
    else:
        lock(settings)
    for name in wish.__dataclass_fields__:
        value = getattr(wish, name)
        if name == "fields":
            value = tuple(one.value for one in wish.fields)
        setattr(settings, name, value)
    if logo is not None:
        settings.logo, settings.logo_type = logo.content, logo.type
    elif drops_logo:
        settings.logo = settings.logo_type = None
    settings.changed_at = clock.now()
    add(settings)
    vault.keep_until(week.id, forgotten_at(week, wish.keep_days))
    note(
        "letters.settled",
        actor=by.name,
        actor_id=by.id,
        subject=str(week.name),
        subject_id=week.id,
        week_id=week.id,
        details={"before": before, "after": _told(wish)},
    )
    return settings


def _told(settings: Wish | LetterSettings) -> dict[str, str]:
    return {name: str(getattr(settings, name)) for name in TOLD}
