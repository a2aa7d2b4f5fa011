"""The office's page about calendar mails."""

from eventapp.kernel.db import db
from eventapp.programme.models.weeks import Week
from tests.builders import make_event, make_place, make_registration, make_week
from tests.conftest import Client, StoppedClock
from tests.scheduling.test_sending import later, make_delegate


def test_the_office_sees_what_would_go_out_before_it_turns_it_on(
    client: Client, time: StoppedClock
) -> None:
    client.sign_in()
    week = make_week(invites_by_mail=False)
    event = make_event(week, "Fair")
    for _n in range(2):
        make_place(make_delegate(week), event)
    make_place(make_registration(week), event)  # a list brought them
    address = f"/organise/{week.slug}/calendar-mails"

    page = client.get(address).text
    assert "2 e-mails would go out as soon as you turn this on." in page
    assert later(time) == []
    assert "How events would come" in page
    page = client.post(address, data={"is_on": "y"}, follow_redirects=True).text

    assert page.count("2 e-mails go out in the next minutes.") == 2  # and as a message
    assert "2 e-mails go out in the next minutes." in client.get(address).text
    assert len(later(time)) == 2
    page = client.get(address).text
    assert "go out" not in page
    assert "By subscription" in page
    journal = client.get(f"/organise/{week.slug}/journal").text
    assert "Set whether events go out by e-mail" in journal
    row = db.session.get_one(Week, week.id)
    client.post(address, data={})
    assert not db.session.get_one(Week, row.id).invites_by_mail
