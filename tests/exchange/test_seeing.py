"""What an organiser reads of a calendar in which much is wrong."""

from eventapp.programme.models.weeks import Week
from tests.builders import make_week
from tests.conftest import Client
from tests.exchange.test_views import send, words

AT_NINE = b"DTSTART:20270308T010000Z\nDTEND:20270308T020000Z\n"
CALENDAR = b"BEGIN:VCALENDAR\n%sEND:VCALENDAR\n"
EVENT = b"BEGIN:VEVENT\n%sEND:VEVENT\n"


def calendar_of(*events: bytes) -> bytes:
    return CALENDAR % b"".join(EVENT % one for one in events)


def test_what_repeats_an_event_names_it_once(client: Client) -> None:
    page = seen(
        client,
        b"UID:a\nSUMMARY:Salon\n" + AT_NINE,
        b"UID:a\nSUMMARY:Another\n" + AT_NINE,
    )

    assert "“Salon” has the same UID." in page
    assert "is about the same event" not in page


def test_an_event_without_a_title_is_called_by_its_number(client: Client) -> None:
    page = seen(client, b"UID:a\nSUMMARY:Salon\n" + AT_NINE, b"UID:b\n" + AT_NINE)

    assert "Event 2" in page.replace("Choose Event 2", "")


def test_an_end_before_the_start_is_told_once(client: Client) -> None:
    times = b"DTSTART:20270308T020000Z\nDTEND:20270308T010000Z\n"

    page = seen(client, b"UID:a\nSUMMARY:Salon\n" + times)

    assert page.count("end is not after") == 1


def test_who_chooses_nothing_is_told_beside_the_events(client: Client) -> None:
    week = signed_in(client)
    where = send(client, calendar_of(b"UID:a\nSUMMARY:A\n" + AT_NINE), "a.ics").location

    answer = client.post(where, data={})

    assert week
    assert answer.status_code == 422
    assert 'id="rows" class="field-has-error"' in answer.text
    assert 'id="rows-error"' in answer.text


def seen(client: Client, *events: bytes) -> str:
    signed_in(client)
    return words(client.get(send(client, calendar_of(*events), "a.ics").location).text)


def signed_in(client: Client) -> Week:
    client.sign_in()
    return make_week("spring")
