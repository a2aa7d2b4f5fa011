"""What the house puts into a mailing, by whom it goes to."""

from collections.abc import Sequence

from eventapp.kernel.i18n import lazy_gettext
from eventapp.mail.placeholders import Placeholder
from eventapp.mailings.vocabulary import Audience, RuleKind

SAMPLE_LINK = "https://week.example/me/enter/…"
SAMPLE_EVENT = lazy_gettext("Tue 9 Nov 2027 09:30–11:00, Opening, Aula (Kraków)")

NAME = Placeholder("name", lazy_gettext("whom the mail greets"), "Li Na")
INSTITUTION = Placeholder(
    "institution", lazy_gettext("their institution"), "Zhejiang University"
)
EVENT = Placeholder("event", lazy_gettext("the event that is near"), SAMPLE_EVENT)
OF_WEEK = (
    Placeholder("week", lazy_gettext("the name of the week"), "Partnership Week"),
    Placeholder("host", lazy_gettext("the host of the week"), "University"),
    Placeholder("days", lazy_gettext("its days"), "8–12 November 2027"),
    Placeholder("city", lazy_gettext("its city"), "Kraków"),
    Placeholder("contact", lazy_gettext("your e-mail address"), "week@example.org"),
    Placeholder(
        "programme",
        lazy_gettext("the address of the public programme"),
        "https://week.example/weeks/2027/programme",
    ),
)
OF_AUDIENCE = {
    Audience.DELEGATES: (
        NAME,
        INSTITUTION,
        Placeholder("number", lazy_gettext("their badge number"), "0412"),
        Placeholder("events", lazy_gettext("their own events"), SAMPLE_EVENT),
        Placeholder(
            "link",
            lazy_gettext("their private link: registration, badge, calendar"),
            SAMPLE_LINK,
        ),
    ),
    Audience.CONTACTS: (
        Placeholder("name", lazy_gettext("the contact"), "Li Na"),
        INSTITUTION,
        Placeholder("people", lazy_gettext("how many people come"), "5"),
        Placeholder("unnamed", lazy_gettext("how many are to be named"), "2"),
        Placeholder(
            "link",
            lazy_gettext("the private link of the delegation"),
            "https://week.example/delegations/…",
        ),
    ),
    Audience.SPEAKERS: (
        NAME,
        INSTITUTION,
        Placeholder("events", lazy_gettext("their parts in events"), SAMPLE_EVENT),
    ),
    Audience.INVITED: (
        NAME,
        INSTITUTION,
        Placeholder(
            "last_day", lazy_gettext("until when they answer"), "Fri 1 Oct 2027"
        ),
        Placeholder(
            "link",
            lazy_gettext("the link of the invitation"),
            "https://week.example/weeks/2027/invitation/…",
        ),
    ),
}
OWN = frozenset({"events", "link", "number", "people", "unnamed", "last_day"})


def offered(audience: Audience, *, has_event: bool = False) -> Sequence[Placeholder]:
    """The placeholders of a mailing; those of one person come first."""
    return (*OF_AUDIENCE[audience], *((EVENT,) if has_event else ()), *OF_WEEK)


def offered_by(kind: RuleKind) -> Sequence[Placeholder]:
    """The placeholders of a reminder."""
    return offered(audience_of(kind), has_event=kind is RuleKind.EVENT)


def audience_of(kind: RuleKind) -> Audience:
    """Whom a reminder writes to."""
    return Audience.CONTACTS if kind is RuleKind.NAMES else Audience.DELEGATES
