"""Our own words for reminders, to begin with: in each language of a week we speak."""

from collections.abc import Callable, Iterable

from flask_babel import gettext as _

from eventapp.kernel.i18n import LANGUAGES, Localised, speaking
from eventapp.mailings.vocabulary import RuleKind

Words = Callable[[], tuple[str, str]]


def our_words(kind: RuleKind, tags: Iterable[str]) -> tuple[Localised, Localised]:
    """Subject and text of a reminder, in those of these languages that we speak."""
    spoken = {one.tag for one in LANGUAGES}
    subjects: dict[str, str] = {}
    texts: dict[str, str] = {}
    for tag in [tag for tag in tags if tag in spoken] or ["en"]:
        with speaking(tag):
            subjects[tag], said = _OURS[kind]()
            ends = _("Questions? Answer this e-mail.")
            texts[tag] = f"{said}\n\n{ends}\n\n{{week}}\n{{host}}"
    return Localised(subjects), Localised(texts)


def _letter(*paragraphs: str) -> str:
    return "\n\n".join((_("Dear {name},"), *paragraphs))


def _names() -> tuple[str, str]:
    return (
        _("Who comes with your delegation to {week}?"),
        _letter(
            _("{unnamed} of the {people} people of your delegation are to be named."),
            _("Please tell us their names: a badge comes with each name."),
            _("The page of your delegation (keep this link private):") + "\n{link}",
        ),
    )


def _answers() -> tuple[str, str]:
    return (
        _("We still need some answers from you for {week}"),
        _letter(
            _("Some of your answers for {week} are still missing."),
            _("Please complete your registration (keep this link private):")
            + "\n{link}",
        ),
    )


def _documents() -> tuple[str, str]:
    return (
        _("A document is still missing for {week}"),
        _letter(
            _("We still need a document from you."),
            _("Please hand it in here (keep this link private):") + "\n{link}",
        ),
    )


def _arrival() -> tuple[str, str]:
    return (
        _("When do you arrive for {week}?"),
        _letter(
            _("We do not know yet when you arrive."),
            _("Please tell us the day here (keep this link private):") + "\n{link}",
        ),
    )


def _event() -> tuple[str, str]:
    return (
        _("Soon: your event at {week}"),
        _letter(
            _("You have a place here:") + "\n{event}",
            _("You cannot come? Please give the place back, others wait for it:")
            + "\n{link}",
        ),
    )


def _thanks() -> tuple[str, str]:
    return (
        _("Thank you for coming to {week}"),
        _letter(
            _("Thank you for being with us in {city}."),
            _("The programme stays here:") + "\n{programme}",
        ),
    )


_OURS: dict[RuleKind, Words] = {
    RuleKind.NAMES: _names,
    RuleKind.ANSWERS: _answers,
    RuleKind.DOCUMENTS: _documents,
    RuleKind.ARRIVAL: _arrival,
    RuleKind.EVENT: _event,
    RuleKind.THANKS: _thanks,
}
