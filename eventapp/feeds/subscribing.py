"""The public page on which a programme, or a part of it, is subscribed to."""

from flask import (
    Blueprint,
    Response,
    abort,
    g,
    make_response,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from eventapp import config
from eventapp.feeds.clients import Client, present_client
from eventapp.feeds.filters import NAMES, FeedFilter, feed_path, words
from eventapp.feeds.forms import LANGUAGE, CalendarChoice, page_path
from eventapp.feeds.ways import ways
from eventapp.kernel import i18n, qr
from eventapp.programme import pages, queries
from eventapp.programme.access import week_or_404
from eventapp.programme.finding import finder_of
from eventapp.programme.models.weeks import Week
from eventapp.programme.standing import teller
from eventapp.programme.stars import short_key
from eventapp.programme.vocabulary import EventKind
from eventapp.programme.when import language_name
from eventapp.programme.words import kind_word
from eventapp.web.audience import public

bp = Blueprint("calendars", __name__, url_prefix="/weeks")

KNOWN = frozenset({LANGUAGE, *NAMES})
MOST_SIGNS = 600  # of an address that a phone still reads as a code


@bp.get("/<slug>/calendar")
@public
def subscribe(slug: str) -> ResponseReturnValue:
    """How to have the programme in one's own calendar, and keep it right.

    The page is kept for each sort of device: the button that works there is the first.
    """
    client = present_client()
    answer = pages.kept(
        pages.revision_of(slug),
        lambda: _page(week_or_404(slug), client),
        KNOWN,
        reader=client.key,
    )
    response = make_response(answer)
    response.vary.add("User-Agent")
    g.pop("offered", None)  # before Flask nobody asks which device it is
    return response


@bp.get("/<slug>/calendar.svg")
@public
def picture(slug: str) -> ResponseReturnValue:
    """The address of that page as a QR code: another device finds its own button."""
    path = page_path(week_or_404(slug), FeedFilter.of(request.args), _language())
    address = config.current().address + path
    if len(address) > MOST_SIGNS:
        abort(404)
    drawn = qr.svg(address, address, is_address=True)
    response = Response(drawn, mimetype="image/svg+xml")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def _page(week: Week, client: Client) -> str:
    language, asked = _language(), FeedFilter.of(request.args)
    events = queries.events_of(week)
    finder = finder_of(week, events)
    choice = CalendarChoice(MultiDict(asked.pairs()), lang=language.tag)
    _offer_what_waits(choice.offer(events, finder), week)
    wanted = choice.wanted()
    feed = feed_path(week, wanted, language.tag)
    name = ": ".join((str(week.name), *words(wanted, week, finder).names))
    here = page_path(week, wanted, language)
    is_odd = wanted != asked or request.args.get(LANGUAGE, language.tag) != language.tag
    is_other = language is not i18n.spoken()
    page = render_template(
        "feeds/subscribe.html",
        week=week,
        own=teller.own(week) if session else None,
        client=client,
        choice=choice,
        chosen=choice.tags(week, language),
        count=len(wanted.chosen(events, finder)),
        clear=page_path(week, FeedFilter(), language),
        language=language,
        other_language=language_name(language.tag) if is_other else None,
        ways=ways(feed, name, f"{feed}&download=1"),
        page=config.current().address + here,
        picture=here.replace("/calendar?", "/calendar.svg?", 1),
        schedule=config.current().address
        + url_for("schedule.xml", slug=week.slug, lang=language.tag),
        unknown=is_odd,
    )
    if is_odd or len(wanted.pairs()) > 1:
        raise pages.NotOurs(page)
    return page


def _offer_what_waits(choice: CalendarChoice, week: Week) -> None:
    """Offer what was asked for and has no event yet: its calendar fills later."""
    if choice.unknown("kind"):
        choice.offer_more("kind", [(one.value, kind_word(one)) for one in EventKind])
    if choice.unknown("venue"):
        venues = queries.venues_of(week)
        choice.offer_more(
            "venue", [(short_key(one.id), str(one.name)) for one in venues]
        )
    if choice.unknown("institution"):
        homes = [one.institution for one in queries.participants_of(week)]
        choice.offer_more(
            "institution", [(short_key(one.id), str(one.name)) for one in homes]
        )


def _language() -> i18n.Language:
    """The language of the calendar: the one in the address, else the reader's."""
    return i18n.language(request.args.get(LANGUAGE)) or i18n.spoken()
