"""What we say to who registers: codes, links, decisions; the office may change it."""

from flask_babel import LazyString
from flask_babel import gettext as _

from eventapp.kernel.i18n import lazy_gettext
from eventapp.mail.occasions import Said, occasion
from eventapp.mail.placeholders import Placeholder
from eventapp.registration.wording import REASON, WEEK, letter_on


def _code() -> Said:
    return (
        _("%(code)s is your code for %(week)s", code="{code}", week="{week}"),
        _("Your code is:"),
        "    {code}",
        _("Type it on the page where you asked for it. It ends in 60 minutes."),
        _("Or open this link and press the button there:") + "\n{link}",
        _("If you did not ask for it, you need not do anything."),
    )


def _link() -> Said:
    return (
        _("Your link for %(week)s", week="{week}"),
        _("You asked for the link to your registration."),
    )


def _received() -> Said:
    return (
        _("We have your registration for %(week)s", week="{week}"),
        _("Thank you. We have your registration."),
        _("The organisers will check it. We write to you when it is confirmed."),
    )


def _confirmed() -> Said:
    return (
        _("You are registered for %(week)s", week="{week}"),
        _("You are registered for %(week)s.", week="{week}"),
        _("Your badge number is %(number)s.", number="{number}"),
        "{events}",
        "{companions}",
        "{missing}",
        _("Show the code on your badge page when you arrive."),
    )


def _declined() -> Said:
    return (
        _("Your registration for %(week)s", week="{week}"),
        _("We are sorry. We cannot confirm your registration."),
        "{reason}",
    )


def _cancelled() -> Said:
    return (
        _("Your registration for %(week)s is cancelled", week="{week}"),
        _("Your registration is cancelled. Your places were released."),
    )


def _changed() -> Said:
    return (
        _("Your change for %(week)s", week="{week}"),
        "{decision}",
        "{answers}",
        "{stays}",
        "{reason}",
    )


def _asked_back() -> Said:
    by = _("Please answer by %(day)s.", day="{day}")
    how = _("Open your registration, change your answers and save them.")
    return (
        _("We need something from you for %(week)s", week="{week}"),
        _("The organisers need something from you:"),
        "{question}",
        f"{by} {how}",
    )


def _answers_changed() -> Said:
    return (
        _("Your answers for %(week)s were changed", week="{week}"),
        _("The organisers changed answers of yours: %(page)s.", page="{page}"),
        _("Please open your registration and read them."),
        _("Is something wrong? Answer this e-mail."),
    )


def _given_away() -> Said:
    return (
        _("You gave your registration to a colleague: %(week)s", week="{week}"),
        _("%(name)s has your places at events now.", name="{colleague}"),
        _("Your badge and your calendar no longer work."),
    )


def _handed_over() -> Said:
    return (
        _("You come instead of a colleague: %(week)s", week="{week}"),
        "{reason}",
        _("The places at events are yours now."),
        _("Please tell us what we must know about you."),
    )


CODE = occasion(
    "registration.code",
    lazy_gettext("A code to begin a registration"),
    _code,
    (
        Placeholder("code", lazy_gettext("the six digits"), "123456", is_needed=True),
        Placeholder(
            "link",
            lazy_gettext("the address that does the same"),
            "https://week.example/register/confirm/…",
            is_needed=True,
        ),
        WEEK,
    ),
)
LINK_ASKED = letter_on(
    "registration.link", lazy_gettext("The private link, asked for again"), _link
)
RECEIVED = letter_on(
    "registration.received", lazy_gettext("A registration has arrived"), _received
)
CONFIRMED = letter_on(
    "registration.confirmed",
    lazy_gettext("A registration is confirmed"),
    _confirmed,
    Placeholder("number", lazy_gettext("the number of the badge"), "0412"),
    Placeholder(
        "events",
        lazy_gettext("the events that were chosen, if any"),
        LazyString(
            lambda: _("Your events:") + "\n- Tue 9 Nov 2027 10:00–11:30, Salon, Hall A"
        ),
    ),
    Placeholder(
        "companions",
        lazy_gettext("who comes along, if anybody"),
        LazyString(lambda: _("With you:") + "\nLi Na"),
    ),
    Placeholder("missing", lazy_gettext("that answers are missing, if they are"), ""),
)
DECLINED = letter_on(
    "registration.declined",
    lazy_gettext("A registration is declined"),
    _declined,
    REASON,
    has_link=False,
)
CANCELLED = letter_on(
    "registration.cancelled",
    lazy_gettext("A registration is cancelled"),
    _cancelled,
    has_link=False,
)
CHANGED = letter_on(
    "registration.change_decided",
    lazy_gettext("A change of answers is decided"),
    _changed,
    Placeholder(
        "decision",
        lazy_gettext("whether the change was accepted"),
        lazy_gettext("The organisers accepted the change of your answers:"),
    ),
    Placeholder("answers", lazy_gettext("which answers"), "- …"),
    Placeholder("stays", lazy_gettext("what stays, if it was not accepted"), ""),
    REASON,
)
ASKED_BACK = letter_on(
    "registration.asked_back",
    lazy_gettext("The office needs something"),
    _asked_back,
    Placeholder("question", lazy_gettext("what you ask"), "…", is_needed=True),
    Placeholder("day", lazy_gettext("by which day"), "Tue 9 Nov 2027"),
)
ANSWERS_CHANGED = letter_on(
    "registration.answers_changed",
    lazy_gettext("The office changed answers"),
    _answers_changed,
    Placeholder("page", lazy_gettext("which page of the form"), "Food"),
)
GIVEN_AWAY = letter_on(
    "registration.given",
    lazy_gettext("Somebody gave the registration to a colleague"),
    _given_away,
    Placeholder("colleague", lazy_gettext("who comes instead"), "Li Na"),
    has_link=False,
)
HANDED_OVER = letter_on(
    "registration.handed_over",
    lazy_gettext("Somebody comes instead of a colleague"),
    _handed_over,
    Placeholder(
        "reason",
        lazy_gettext("who cannot come, if we know the name"),
        lazy_gettext(
            "%(name)s cannot come and gave you the registration.", name="Xiaoming"
        ),
    ),
)
