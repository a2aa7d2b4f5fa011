"""Each page of the office says in a few words what it is for."""

from flask import Flask, current_app
from werkzeug.routing import Rule

from eventapp.dashboard.help_words import HELP
from eventapp.dashboard.helping import BRANCHES, help_of
from tests.house.tree import read, sources

SHORT = 260  # signs; two or three sentences
OFFICE = ('extends "layouts/office.html"', 'extends "layouts/supervise.html"')


def test_each_page_of_the_office_has_help_of_its_branch_at_least(app: Flask) -> None:
    assert app
    silent = {
        rule.endpoint
        for rule in office_pages()
        if help_of(rule.endpoint, rule.rule) is None
    }
    # The overview lies above everything: its help says nothing about other pages.
    general = {
        rule.endpoint
        for rule in office_pages()
        if help_of(rule.endpoint, rule.rule)
        in {"dashboard.overview", "dashboard.weeks"}
    }

    assert silent == set()
    assert general == {"dashboard.overview", "dashboard.weeks"}


def test_help_is_short_and_of_a_page_that_is_there(app: Flask) -> None:
    assert set(HELP) <= set(app.view_functions)
    assert {name for name, text in HELP.items() if len(str(text)) > SHORT} == set()


def office_pages() -> list[Rule]:
    """The addresses whose pages are drawn in the office's layout."""
    drawn = {
        name.removeprefix("templates/").removesuffix(".html").replace("/", ".")
        for name in sources("templates", ".html")
        if any(sign in read(name) for sign in OFFICE)
    }
    return [
        rule
        for rule in current_app.url_map.iter_rules()
        if _template(rule.endpoint) in drawn
        and rule.rule.startswith(BRANCHES)
        and "GET" in (rule.methods or ())
    ]


def _template(endpoint: str) -> str:
    """Blueprints of an office lie in the folder of their package."""
    blueprint, _dot, name = endpoint.partition(".")
    return f"{FOLDERS.get(blueprint, blueprint)}.{name}"


FOLDERS = {
    "arrivals_office": "arrivals",
    "awaited": "checkin",
    "calendar_mails": "scheduling",
    "coaches_office": "coaches",
    "feed_office": "feeds",
    "letter_office": "letters",
}
