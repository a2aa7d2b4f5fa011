"""The journal's page: filters that combine, words for values, a file of the lines."""

import csv
import io
from datetime import timedelta
from uuid import uuid4

from eventapp.accounts.vocabulary import Role
from eventapp.dashboard.value_words import value_word
from eventapp.journal.queries import entries_of
from eventapp.journal.service import note
from eventapp.kernel.origin import NOWHERE, Origin, come_from
from eventapp.programme.models.weeks import Week
from tests.builders import make_account, make_week
from tests.conftest import Client, StoppedClock
from tests.web.world import act_in

HALL = {"before": {"capacity": 10}, "after": {"capacity": 20}}


def written(time: StoppedClock) -> Week:
    """A week with a line of an account on one day, of a delegate on the next."""
    week, account = make_week(zone="Asia/Shanghai"), make_account(name="Li Na")
    come_from(Origin("192.0.2.7", "Firefox, Windows"))
    note(
        "venue.changed",
        actor=account.name,
        actor_id=account.id,
        subject="Hall",
        subject_id=uuid4(),
        week_id=week.id,
        details=HALL,
    )
    time.advance(days=1)
    note("place.released", actor="delegate", subject="=1+1", week_id=week.id)
    come_from(NOWHERE)
    return week


def test_filters_of_the_journal_combine_and_stand_in_the_address(
    client: Client, time: StoppedClock
) -> None:
    week = written(time)
    client.sign_in()
    (place, hall), _more = entries_of(week.id)

    def lines(**asked: object) -> list[str]:
        page = client.get(f"/organise/{week.slug}/journal", query_string=asked).text
        return [one for one in ("Changed a venue", "Released a place") if one in page]

    both = ["Changed a venue", "Released a place"]
    day = (time.now - timedelta(days=1)).date().isoformat()
    assert lines() == both
    assert lines(q="released a PLACE") == both[1:]
    assert lines(q="192.0.2.7") == both[:1]
    assert lines(who=hall.actor_id) == both[:1]
    assert lines(who="delegate") == both[1:]
    assert lines(area="programme") == both[:1]
    assert lines(until=day) == both[:1]
    assert lines(since=time.now.date().isoformat(), who=hall.actor_id) == []
    assert lines(subject=hall.subject_id) == both[:1]
    assert lines(who="nobody", area="nothing", since="0001-01-01") == both
    assert place.actor == "delegate"


def test_a_line_tells_before_and_after_and_from_where(
    client: Client, time: StoppedClock
) -> None:
    week = written(time)
    client.sign_in()

    page = " ".join(client.get(f"/organise/{week.slug}/journal").text.split())

    assert "<dt>Places</dt> <dd><del>10</del></dd> <dd><ins>20</ins></dd>" in page
    assert "Firefox, Windows<br>192.0.2.7" in page
    assert "192.0.2.0/24" in page


def test_who_takes_the_journal_stands_in_it_and_no_cell_is_a_formula(
    client: Client, time: StoppedClock
) -> None:
    week = written(time)
    client.sign_in()

    time.advance(minutes=1)

    answer = client.post(f"/organise/{week.slug}/journal.csv?area=places")

    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row[2] for row in rows[1:]] == ["Released a place"]
    assert not any(cell.startswith("=") for row in rows for cell in row)
    (line, *_rest), _more = entries_of(week.id)
    assert (line.action, line.details) == ("journal.exported", {"after": {"number": 1}})


def test_what_belongs_to_no_week_is_seen_by_who_answers_for_all(
    client: Client, time: StoppedClock
) -> None:
    week = written(time)
    note("institution.entered", actor="A", subject="University of Elsewhere")
    act_in(client, week, Role.ORGANISER)
    address = f"/organise/{week.slug}/journal"

    of_one_week = client.get(address).text
    client.sign_in(Role.ORGANISER)
    of_all = client.get(address).text

    assert "University of Elsewhere" not in of_one_week
    assert "University of Elsewhere" in of_all


def test_values_are_told_as_people_say_them(client: Client) -> None:
    with client.application.test_request_context():
        assert value_word("confirmed", "status") == "Confirmed"
        assert value_word(None, "title") == "Nothing"
        assert value_word(value=True) == "Yes"
        assert value_word({"en": "Hall", "zh-Hans": "大厅"}) == "Hall / 大厅"
        assert value_word(str(uuid4()), "venue_id") == "another one"
        assert "9 Nov 2027" in str(value_word("2027-11-09"))
        assert value_word("a text", "status") == "a text"
