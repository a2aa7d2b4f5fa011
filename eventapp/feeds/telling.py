"""An event in plain words: what calendars say of it beside its hours."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from eventapp.kernel.i18n import day_in_words
from eventapp.programme.casting import role_of
from eventapp.programme.plans import PartPlan
from eventapp.programme.shown import Shown, ShownPart, ShownPlace
from eventapp.programme.vocabulary import Mode
from eventapp.programme.when import language_name
from eventapp.programme.words import kind_word, mode_word, sign_up_word
from eventapp.web.filters import listing


def description(
    shown: Shown, own: tuple[str, ...] = (), *, asks_for_sign_up: bool = True
) -> str:
    """Its paragraphs; the reader's own lines before them.

    They hold nothing that is told to some readers only: people share calendars.
    """
    paragraphs = [
        "\n".join(own),
        "\n".join(_what(shown)),
        str(shown.summary or ""),
        "\n".join(_how(shown)),
        "\n".join(_sign_up(shown)) if asks_for_sign_up else "",
        "\n".join(_people(shown)),
        "\n\n".join(_getting_there(shown)),
    ]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def location(shown: Shown) -> str:
    """Its place on one line, from the room to the city, as maps understand it."""
    if shown.place is None:
        return mode_word(Mode.ONLINE) if shown.mode is Mode.ONLINE else ""
    place, city = _on_one_line(shown.place), str(shown.city or "")
    return place if city in place else f"{place}, {city}"


def contact(shown: Shown) -> str:
    """Whom to ask."""
    return f"{shown.host}, {shown.contact_address}"


def _what(shown: Shown) -> Iterator[str]:
    yield kind_word(shown.kind)
    if shown.whole:
        yield _("Part of: %(event)s", event=shown.whole)


def _how(shown: Shown) -> Iterator[str]:
    if shown.starts_at.date() != shown.ends_at.date():
        zone = ZoneInfo(shown.zone)
        begins, ends = _instant(shown.starts_at, zone), _instant(shown.ends_at, zone)
        yield _("From %(begins)s to %(ends)s", begins=begins, ends=ends)
    if shown.mode is not Mode.ONSITE:
        yield mode_word(shown.mode)
    if shown.joins_online:
        yield _("The link to join is on the page of the event.")
    if shown.languages:
        names = [language_name(tag) for tag in shown.languages]
        yield _("Languages: %(names)s", names=listing(names))
    if shown.interpretation:
        yield _("Interpretation: %(words)s", words=shown.interpretation)
    if shown.meeting_point:
        place = _on_one_line(shown.meeting_point)
        yield _("Meeting point: %(place)s", place=place)


def _sign_up(shown: Shown) -> Iterator[str]:
    yield sign_up_word(shown.signup)
    zone = ZoneInfo(shown.zone)
    if opens := shown.signup_opens_at:
        yield _("Sign-up opens on %(instant)s.", instant=_instant(opens, zone))
    if closes := shown.signup_closes_at:
        yield _("Sign-up closes on %(instant)s.", instant=_instant(closes, zone))


def _people(shown: Shown) -> Iterator[str]:
    if shown.people:
        yield _("People")
    for one in shown.people:
        yield _("%(part)s: %(name)s", part=_role(one), name=_person(one))


def _role(one: ShownPart) -> str:
    source, target = one.from_language, one.into_language
    return role_of(PartPlan(one.part, from_language=source, into_language=target))


def _person(one: ShownPart) -> str:
    if one.name is None:
        return _("To be named")
    words = one.name
    for more in (one.office, one.institution):
        if more:
            words = _("%(name)s, %(office)s", name=words, office=more)
    return words


def _getting_there(shown: Shown) -> Iterator[str]:
    venues = (shown.meeting_point, shown.place)
    directed = [venue for venue in dict.fromkeys(venues) if venue and venue.directions]
    if directed:
        yield _("Getting there")
    for venue in directed:
        several = len(directed) > 1
        yield f"{venue.name}\n{venue.directions}" if several else str(venue.directions)


def _on_one_line(place: ShownPlace) -> str:
    """Room, building, address; none twice."""
    said = (str(text) for text in (place.name, place.outer, place.address) if text)
    return ", ".join(dict.fromkeys(said))


def _instant(at: datetime, zone: ZoneInfo) -> str:
    wall = at.astimezone(zone)
    return _("%(day)s, %(time)s", day=day_in_words(wall.date()), time=f"{wall:%H:%M}")
