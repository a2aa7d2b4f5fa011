"""What a feed shows of a week is what its address says, however it is written."""

from werkzeug.datastructures import MultiDict

from eventapp.feeds.filters import FeedFilter, feed_path, words
from eventapp.kernel.i18n import Localised, speaking
from eventapp.programme import queries
from eventapp.programme.finding import finder_of
from eventapp.programme.plans import PartPlan
from eventapp.programme.service.events import assign
from eventapp.programme.stars import short_key
from eventapp.programme.vocabulary import EventKind, Part
from tests.builders import (
    make_event,
    make_institution,
    make_person,
    make_venue,
    make_week,
)

NOBODY = "0" * 12


def asked(*pairs: tuple[str, str]) -> FeedFilter:
    return FeedFilter.of(MultiDict(pairs))


def test_equal_filters_have_one_address(app: object) -> None:
    assert app
    week = make_week("spring")
    hall = make_venue(week)
    key = short_key(hall.id)

    one = asked(("venue", key), ("kind", "salon"), ("kind", "fair"), ("language", ""))
    other = asked(
        ("kind", "fair"), ("kind", " salon "), ("kind", "fair"), ("venue", str(hall.id))
    )

    assert one == other
    address = f"/feeds/spring.ics?lang=en&kind=fair&kind=salon&venue={key}"
    assert feed_path(week, one, "en") == address
    assert feed_path(week, asked(), "zh-Hans") == "/feeds/spring.ics?lang=zh-Hans"


def test_what_cannot_be_a_name_is_one_nothing(app: object) -> None:
    assert app
    strange = asked(("kind", "x" * 900), ("kind", "\r\nEND:VCALENDAR"), ("venue", "ü"))

    assert strange.pairs() == [("kind", "-"), ("venue", "-")]
    assert not asked(("kind", ""), ("day", "2027-03-08"))


def test_each_choice_leaves_out_what_does_not_fit(app: object) -> None:
    assert app
    week = make_week("spring")
    campus = make_venue(week, "Campus")
    room = make_venue(week, "Room 1", parent_id=campus.id)
    opole = make_institution()
    salon = make_event(week, "Salon", venue_id=room.id, languages=("en", "zh"))
    fair = make_event(week, "Fair", kind=EventKind.FAIR, languages=("pl",))
    speaker = make_person(institution_id=opole.id)
    assign(fair, [PartPlan(Part.SPEAKER, speaker.id)])
    events = queries.events_of(week)
    finder = finder_of(week, events)

    def titles(*pairs: tuple[str, str]) -> set[str]:
        found = asked(*pairs).chosen(events, finder)
        return {str(event.title) for event in found}

    inside, around = short_key(room.id), short_key(campus.id)
    home = short_key(opole.id)
    assert titles() == {"Salon", "Fair"}
    assert titles(("kind", "fair")) == {"Fair"}
    assert titles(("kind", "fair"), ("kind", "salon")) == {"Salon", "Fair"}
    assert titles(("language", "zh")) == {"Salon"}
    assert titles(("venue", inside)) == titles(("venue", around)) == {"Salon"}
    assert titles(("institution", home)) == {"Fair"}
    assert titles(("institution", home), ("kind", "salon")) == set()
    assert titles(("venue", NOBODY)) == titles(("language", "xx")) == set()
    assert salon.id != fair.id


def test_a_filter_says_in_the_readers_language_what_it_shows(app: object) -> None:
    assert app
    week = make_week("spring")
    hall = make_venue(week, "Hall", name=Localised({"en": "Hall", "zh-Hans": "礼堂"}))
    finder = finder_of(week, queries.events_of(week))
    wanted = asked(
        ("kind", "salon"),
        ("kind", "fair"),
        ("language", "zh"),
        ("venue", short_key(hall.id)),
        ("venue", NOBODY),
    )

    english = words(wanted, week, finder)
    with speaking("zh-Hans"):
        chinese = words(wanted, week, finder)

    assert english.names == (
        "Study abroad fair or Academic salon",
        "Chinese",
        "Hall",
    )
    assert english.sentences[0] == "Kind: Study abroad fair or Academic salon"
    assert chinese.names[1:] == ("中文", "礼堂")
