"""From rows to paper: what stands on a badge, and the job that prints all."""

from typing import Any
from uuid import UUID

from babel import Locale, UnknownLocaleError

from eventapp.badges import queries, sheets
from eventapp.badges.faces import BadgeFace
from eventapp.badges.models import Badge
from eventapp.badges.service import code_of
from eventapp.jobs.service import Product, Progress
from eventapp.kernel.codes import show_reference
from eventapp.kernel.errors import Refusal
from eventapp.kernel.i18n import lazy_gettext
from eventapp.programme.vocabulary import Track
from eventapp.registration.vocabulary import DelegateKind
from eventapp.registration.words import delegate_word

PDF = "application/pdf"
BANDS = {
    DelegateKind.PRESIDENT: Track.BLUE,
    DelegateKind.VICE_PRESIDENT: Track.BLUE,
    DelegateKind.DELEGATE: Track.TEAL,
    DelegateKind.TEACHER: Track.PURPLE,
    DelegateKind.EXPERT: Track.OLIVE,
    DelegateKind.STUDENT: Track.GREEN,
    DelegateKind.ENTERPRISE: Track.ORANGE,
}


class BadgeUnreadable(Refusal):
    """The secret of the site was changed since this badge was issued."""

    message = lazy_gettext(
        "This badge cannot be shown. Ask an organiser for a new one."
    )


class NothingToPrint(Refusal):
    """Nobody is confirmed yet."""

    message = lazy_gettext(
        "No registration is confirmed yet. There is no badge to print."
    )


def face_of(badge: Badge) -> BadgeFace:
    """What stands on a badge, in the reader's language.

    Raises:
        BadgeUnreadable: its code cannot be made again; reissue it.
    """
    code = code_of(badge)
    if code is None:
        raise BadgeUnreadable
    person = badge.registration
    institution = person.institution
    territory = institution.territory if institution else person.territory
    name = person.name
    return BadgeFace(
        number=f"{person.number or 0:04d}",
        reference=show_reference(person.reference),
        code=code,
        latin=name.on_badge or name.latin,
        native=name.native,
        native_language=name.native_language,
        title=name.title or name.honorific,
        institution=person.institution_name,
        institution_native=institution.native_name if institution else None,
        country_or_region=str(territory.label) if territory else "",
        role=delegate_word(person.kind),
        band=BANDS.get(person.kind, Track.SLATE) if person.kind else Track.SLATE,
        week=str(person.week.name),
        languages=tuple(map(own_name, person.languages)),
        lead="native" if name.leads_native else "latin",
    )


def own_name(tag: str) -> str:
    """What a language calls itself; the tag, where that is not known."""
    try:
        return Locale.parse(tag, sep="-").get_language_name() or tag
    except (ValueError, UnknownLocaleError):
        return tag


def print_sheets(arguments: dict[str, Any], progress: Progress) -> Product:
    """All badges of a week on sheets of A4: the job "badges.sheets".

    Raises:
        NothingToPrint: nobody is confirmed.
    """
    badges = queries.badges_of_week(UUID(arguments["week"]))
    if not badges:
        raise NothingToPrint
    faces = [face_of(badge) for badge in badges]
    slug = badges[0].registration.week.slug
    pdf = sheets.sheet_pdf(faces, progress=progress)
    return Product(f"badges-{slug}.pdf", PDF, pdf)
