"""What every letter of a week has: a greeting, whom to ask, who writes."""

from collections.abc import Callable

from flask_babel import LazyString
from flask_babel import gettext as _

from eventapp.kernel.i18n import lazy_gettext
from eventapp.mail.models import MailKind
from eventapp.mail.occasions import Occasion, Said, occasion
from eventapp.mail.placeholders import Placeholder
from eventapp.programme.models.weeks import Week

GREETING = Placeholder(
    "greeting",
    lazy_gettext("the greeting, with the name if we know it"),
    lazy_gettext("Dear %(name)s,", name="Xiaoming"),
)
NAME = Placeholder("name", lazy_gettext("whom it is about"), "Wang Xiaoming")
ABOUT = Placeholder(
    "about", lazy_gettext("whom it is about, if somebody else gets the e-mail"), ""
)
WEEK = Placeholder("week", lazy_gettext("the name of the week"), "")
HOST = Placeholder("host", lazy_gettext("the host of the week"), "")
LINK = Placeholder(
    "link",
    lazy_gettext("the private link, with a line that says so"),
    LazyString(
        lambda: (
            _("Your registration and your badge (keep this link private):")
            + "\nhttps://week.example/me/enter/…"
        )
    ),
    is_needed=True,
)
REASON = Placeholder(
    "reason",
    lazy_gettext("the reason, if somebody gave one"),
    lazy_gettext("Reason: %(reason)s", reason="…"),
)
EVENT = Placeholder("event", lazy_gettext("the title of the event"), "Salon")
WHEN = Placeholder(
    "event_line",
    lazy_gettext("when, what and where the event is"),
    "Tue 9 Nov 2027 10:00–11:30, Salon, Hall A (Opole)",
)
FRAME = (GREETING, NAME, ABOUT, WEEK, HOST)


def letter_on(
    key: str,
    title: LazyString,
    says: Callable[[], Said],
    *offered: Placeholder,
    has_link: bool = True,
    kind: MailKind = MailKind.ESSENTIAL,
) -> Occasion:
    """An occasion to write a letter: what it says, in the frame of all our letters."""

    def framed() -> Said:
        subject, *paragraphs = says()
        return (
            subject,
            GREETING.written,
            ABOUT.written,
            *paragraphs,
            *([LINK.written] if has_link else []),
            _("Questions? Answer this e-mail."),
            f"{WEEK.written}\n{HOST.written}",
        )

    link = (LINK,) if has_link else ()
    return occasion(key, title, framed, (*FRAME, *offered, *link), kind)


def frame_of(week: Week, greeted: str | None) -> dict[str, str]:
    """The values of what every letter has, in the language that is spoken."""
    return {
        "greeting": _("Dear %(name)s,", name=greeted) if greeted else _("Good day,"),
        "week": str(week.name),
        "host": str(week.host.name),
    }
