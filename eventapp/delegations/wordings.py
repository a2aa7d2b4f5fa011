"""What we say to contacts of delegations; the office may change it."""

from collections.abc import Callable

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _

from eventapp.kernel.i18n import lazy_gettext
from eventapp.mail.occasions import Occasion, Said, occasion
from eventapp.mail.placeholders import Placeholder
from eventapp.registration.wording import GREETING, HOST, REASON, WEEK, letter_on

INSTITUTION = Placeholder(
    "institution", lazy_gettext("the name of the delegation"), "University of Opole"
)
PAGE = Placeholder(
    "page",
    lazy_gettext("the private page of the delegation, with a line that says so"),
    LazyString(
        lambda: (
            _("The page of your delegation (keep this link private):")
            + "\nhttps://week.example/delegation/…"
        )
    ),
    is_needed=True,
)
PEOPLE = Placeholder(
    "people", lazy_gettext("who comes, each on a line"), "- 0412 Wang Xiaoming"
)
COLLEAGUE = Placeholder("person", lazy_gettext("who does not come"), "Wang Xiaoming")


def _on(
    key: str,
    title: LazyString,
    says: Callable[[], Said],
    *offered: Placeholder,
) -> Occasion:
    def framed() -> Said:
        subject, *paragraphs = says()
        return (
            subject,
            GREETING.written,
            *paragraphs,
            _("Questions? Answer this e-mail."),
            f"{WEEK.written}\n{HOST.written}",
        )

    return occasion(key, title, framed, (GREETING, WEEK, HOST, INSTITUTION, *offered))


def _link() -> Said:
    return (
        _("Your delegation for %(week)s", week="{week}"),
        _(
            "We look forward to the delegation of %(institution)s at %(week)s.",
            institution="{institution}",
            week="{week}",
        ),
        "{quota}",
        _(
            "Tell us who comes. You can enter people now and name them later."
            " You see at any time what is missing."
        ),
        "{until}",
        "{page}",
        _("Whoever has this link can change your delegation."),
    )


def _received() -> Said:
    return (
        _("We have your delegation for %(week)s", week="{week}"),
        _("Thank you. We have your delegation:") + "\n{people}",
        _("The organisers will check it. We write to you when it is confirmed."),
        "{page}",
    )


def _confirmed() -> Said:
    return (
        _("Your delegation is registered for %(week)s", week="{week}"),
        _("Your delegation is registered, with these badge numbers:") + "\n{people}",
        "{unnamed}",
        "{incomplete}",
        "{page}",
    )


def _declined() -> Said:
    return (
        _("Your delegation for %(week)s", week="{week}"),
        _("We are sorry. We cannot confirm your delegation."),
        "{reason}",
    )


def _cancelled() -> Said:
    return (
        _("Your delegation for %(week)s is cancelled", week="{week}"),
        _("Your delegation is cancelled. All its places were released."),
    )


def _left() -> Said:
    return (
        _("%(name)s does not come to %(week)s", name="{person}", week="{week}"),
        "{news}",
        "{page}",
    )


def _own_part() -> Said:
    return (
        _("Your answers for %(week)s", week="{week}"),
        _(
            "You come to %(week)s with the delegation of %(institution)s.",
            week="{week}",
            institution="{institution}",
        ),
        _(
            "Some answers can only come from you: your days, your food,"
            " and whether we may keep your data. It takes five minutes."
        ),
    )


LINK = _on(
    "delegation.link",
    lazy_gettext("A delegation gets its private link"),
    _link,
    Placeholder(
        "quota",
        lazy_gettext("how many may come"),
        LazyString(
            lambda: ngettext(
                "%(num)s person may come.", "Up to %(num)s people may come.", 9
            )
        ),
    ),
    Placeholder(
        "until", lazy_gettext("until when they send it, if there is a day"), ""
    ),
    PAGE,
)
RECEIVED = _on(
    "delegation.received",
    lazy_gettext("A delegation has arrived"),
    _received,
    PEOPLE,
    PAGE,
)
CONFIRMED = _on(
    "delegation.confirmed",
    lazy_gettext("A delegation is confirmed"),
    _confirmed,
    PEOPLE,
    Placeholder("unnamed", lazy_gettext("how many are to be named, if any"), ""),
    Placeholder("incomplete", lazy_gettext("whose answers are missing, if any"), ""),
    PAGE,
)
DECLINED = _on(
    "delegation.declined", lazy_gettext("A delegation is declined"), _declined, REASON
)
CANCELLED = _on(
    "delegation.cancelled", lazy_gettext("A delegation is cancelled"), _cancelled
)
LEFT = _on(
    "delegation.member_left",
    lazy_gettext("Somebody of a delegation does not come"),
    _left,
    COLLEAGUE,
    Placeholder(
        "news",
        lazy_gettext("who cancelled, or who comes instead"),
        lazy_gettext("%(name)s cancelled the registration.", name="Wang Xiaoming"),
    ),
    Placeholder("page", PAGE.meaning, PAGE.sample),
)
OWN_PART = letter_on(
    "delegation.own_part",
    lazy_gettext("Somebody of a delegation is asked for own answers"),
    _own_part,
    INSTITUTION,
)
