"""The branches beside the office's pages: one of them is where you are."""

import re

from flask import Flask

from tests.conftest import Client, on_sqlite
from tests.web.world import become, make_world


@on_sqlite
def test_one_branch_is_marked_on_every_page(app: Flask, client: Client) -> None:
    world = make_world()
    become(client, world, "administrator")
    marked: dict[str, list[str]] = {}

    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/organise/") and "GET" in (rule.methods or ()):
            answer = client.get(world.address(app, rule))
            page = answer.text if answer.mimetype == "text/html" else ""
            _before, is_office, nav = page.partition('class="office-nav"')
            if is_office:
                nav = nav.partition("</nav>")[0]
                found = re.findall(r'aria-current="page">([^<]+)', nav)
                marked[rule.endpoint] = found

    assert len(marked) > 80
    wrong = {name: it for name, it in marked.items() if len(it) != 1}
    assert wrong == {}
    assert marked["arrivals_office.pairs"] == ["Arrivals"]
    assert marked["intake.preview"] == ["Import people"]
    assert marked["planning.person_timetable"] == ["People"]
    assert marked["dashboard.edit_question"] == ["Form"]
    assert marked["letter_office.letter"] == ["Visa letters"]
