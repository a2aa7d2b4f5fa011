"""The interpreter's pages: own events, who speaks there, and in which words."""

from collections.abc import Callable
from typing import Any

from eventapp.accounts.vocabulary import Role
from eventapp.kernel.db import db
from eventapp.kernel.i18n import Localised
from eventapp.programme.models.events import Event
from eventapp.programme.models.weeks import Week
from eventapp.programme.plans import PartPlan
from eventapp.programme.service.events import assign
from eventapp.programme.vocabulary import Part
from tests.builders import make_event, make_person, make_week
from tests.conftest import Client, StoppedClock
from tests.run_of_show.ceremony import make_run
from tests.web.world import act_in

ADDRESS = "tan@host.example"


def make_work(week: Week, title: str = "Salon") -> Event:
    """An event with a speaker, and an interpreter with the address."""
    office = Localised({"en": "Rector", "zh-Hans": "校长"})
    interpreter = make_person("Tan Mei", "谭梅", address=ADDRESS)
    speaker = make_person("Yao Li", "姚力", office=office)
    event = make_event(week, title)
    own = PartPlan(
        Part.INTERPRETER, interpreter.id, from_language="zh-Hans", into_language="en"
    )
    assign(event, [own, PartPlan(Part.SPEAKER, speaker.id)])
    return event


def act(client: Client, week: Week, address: str = ADDRESS) -> None:
    act_in(client, week, Role.INTERPRETER).address = address
    db.session.commit()


def test_an_interpreter_finds_own_events_with_names_in_each_language(
    client: Client, time: StoppedClock
) -> None:
    week = make_week("spring")
    event = make_work(week)
    make_event(week, "Of others")
    make_run("Welcome", event=event)
    act(client, week)

    page = client.get("/interpreting/").text
    own = client.get(f"/interpreting/spring/{event.id}").text

    assert "Salon" in page
    assert "Of others" not in page
    assert "Chinese → English" in page
    for said in ("姚力", "Yao Li", "Rector", "校长", "Welcome", "You interpret"):
        assert said in own, said
    assert time


def test_only_own_events_of_own_weeks_are_opened(client: Client) -> None:
    spring, autumn = make_week("spring"), make_week("autumn")
    there, others = make_work(autumn).id, make_event(spring).id
    act(client, spring)

    assert client.get(f"/interpreting/autumn/{there}").status_code == 403
    assert client.get(f"/interpreting/spring/{others}").status_code == 404
    assert "Salon" not in client.get("/interpreting/").text


def test_whoever_is_not_in_the_programme_is_told_so(client: Client) -> None:
    week = make_week("spring")
    make_work(week)
    act(client, week, "else@host.example")

    assert "Nobody in the programme has your e-mail address" in (
        client.get("/interpreting/").text
    )


def test_the_page_needs_the_same_statements_for_many_events(
    client: Client, statements: Callable[[], Any]
) -> None:
    week = make_week("spring")
    make_work(week)
    act(client, week)

    with statements() as few:
        client.get("/interpreting/")
    for number in range(5):
        make_work(week, f"Salon {number}")
    with statements() as many:
        client.get("/interpreting/")

    assert len(many) == len(few)
