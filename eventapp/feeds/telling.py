"""An event in plain words: what calendars say of it beside its hours."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import reduce
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from eventapp.kernel.i18n import day_in_words, spoken
from eventapp.programme.casting import role_of
from eventapp.programme.plans import PartPlan
from eventapp.programme.shown import Shown, ShownPart, ShownPlace
from eventapp.programme.vocabulary import EventStatus, Mode
from eventapp.programme.when import language_name
from eventapp.programme.words import kind_word, mode_word, sign_up_word
from eventapp.web.filters import HAN, listing


def description(
    shown: Shown, own: tuple[str, ...] = (), *, asks_for_sign_up: bool = True
) -> str:
    """Its paragraphs; the reader's own lines before them.

    They hold nothing that is told to some readers only: people share calendars.
    """
    is_cancelled = shown.status is EventStatus.CANCELLED
    asks_for_sign_up = asks_for_sign_up and not is_cancelled
    paragraphs = [
        "\n".join(own),
        "\n".join(_why_not(shown)) if is_cancelled else "",
        "\n".join(_what(shown)),
        str(shown.summary or ""),
        "\n".join(_how(shown)),
        "\n".join(_sign_up(shown)) if asks_for_sign_up else "",
        "\n".join(_people(shown)),
        "\n\n".join(_getting_there(shown)),
    ]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def location(shown: Shown) -> str:
    """Its place on one line, with the room and the city, as maps understand it."""
    if shown.place is None:
        return mode_word(Mode.ONLINE) if shown.mode is Mode.ONLINE else ""
    place, city = _parts_of(shown.place), str(shown.city or "")
    is_said = any(city in part for part in place)
    return _in_a_row(place if is_said else [*place, city])


def contact(shown: Shown) -> str:
    """Whom to ask."""
    return f"{shown.host}, {shown.contact_address}"


def _why_not(shown: Shown) -> Iterator[str]:
    yield _("This event will not take place.")
    if shown.reason:
        yield _("Why: %(note)s", note=shown.reason)


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
        place = _in_a_row(_parts_of(shown.meeting_point))
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


def _parts_of(place: ShownPlace) -> list[str]:
    """Room, building, address; none twice."""
    said = (str(text) for text in (place.name, place.outer, place.address) if text)
    return list(dict.fromkeys(said))


def _in_a_row(place: Sequence[str]) -> str:
    """From the room to the city; Chinese begins with the city, and has no commas."""
    is_chinese = spoken().tag.startswith("zh") and any(map(HAN.search, place))
    return reduce(_within, reversed(place)) if is_chinese else ", ".join(place)


def _within(outer: str, inner: str) -> str:
    """Two places as Chinese writes them; what is not Chinese stands apart."""
    runs_on = HAN.search(outer[-1:]) and HAN.search(inner)
    return f"{outer}{inner}" if runs_on else f"{outer} · {inner}"


def _instant(at: datetime, zone: ZoneInfo) -> str:
    wall = at.astimezone(zone)
    return _("%(day)s, %(time)s", day=day_in_words(wall.date()), time=f"{wall:%H:%M}")
