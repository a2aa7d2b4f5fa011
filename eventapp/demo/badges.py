"""How the badges of the demonstration look, and which ones are printed already."""

from eventapp.accounts.models import Account
from eventapp.badges.designing import keep_design
from eventapp.badges.designs import Design
from eventapp.badges.formats import Format
from eventapp.badges.printing import mark_of
from eventapp.badges.prints import record_prints
from eventapp.badges.queries import Selection, badges_of_week
from eventapp.badges.vocabulary import Reverse
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.weeks import Week
from eventapp.programme.vocabulary import Track
from eventapp.registration.vocabulary import DelegateKind

PRINTED_TO = 200  # the number up to which the office has printed
HELP = {
    "en": "Help, day and night: +86 21 5555 0100\nWi-Fi: Partnership-Week (open)",
    "zh-Hans": "全天求助电话：+86 21 5555 0100\n无线网络：Partnership-Week",
}


def plant_badges(week: Week, *, by: Account) -> None:
    """Decide about the badges of the week, and print the first of them."""
    design = Design(
        heading=Localised(
            {"en": "Global Partnership Week", "zh-Hans": "全球合作伙伴周"}
        ),
        bands={DelegateKind.VICE_PRESIDENT: Track.ROSE},
        words={
            DelegateKind.PRESIDENT: Localised({"en": "Rector", "zh-Hans": "校长"}),
            DelegateKind.VICE_PRESIDENT: Localised(
                {"en": "Vice-rector", "zh-Hans": "副校长"}
            ),
        },
        reverse=Reverse.TEXT,
        reverse_text=Localised(HELP),
        desk_format=Format.ROLL_62,
        kiosk_prints=True,
    )
    keep_design(week, design, by=by.name, by_id=by.id)
    printed = badges_of_week(week.id, Selection(last=PRINTED_TO))
    marks = [(badge.id, mark_of(badge)) for badge in printed]
    record_prints(marks, Format.A4, by=by.name)
