"""What every template keeps to."""

import re

from flask import Flask
from jinja2 import StrictUndefined

from tests.house.tree import faults, read, sources

NAMES = [
    name.removeprefix("templates/")
    for name in [*sources("templates", ".html"), *sources("templates", ".txt")]
]
HTML = [name for name in NAMES if name.endswith(".html")]
PAGES = [
    name
    for name in HTML
    if not name.startswith(("layouts/", "components/", "mail/")) and "/_" not in name
]
COMPONENTS = [name for name in HTML if name.startswith("components/")]
SHEETS = sources("static", ".css")
UNSAFE_FORM = re.compile(
    r"<form\b[^>]*?\bmethod=\"post\".*?</form>", re.IGNORECASE | re.DOTALL
)
INLINE = re.compile(
    r"<style\b|\sstyle=|<script\b(?![^>]*\bsrc=)|\son(?!ly=)[a-z]+=|javascript:",
    re.IGNORECASE,
)
RAW = re.compile(r"\|\s*safe\b|{%\s*autoescape")
# They draw what stands in the template itself.
MAY_DRAW = {"checkin/_screen.html", "components/icon.html"}
FROM_ELSEWHERE = re.compile(
    r"<(?:script|link|img|source|video|audio|iframe)\b[^>]*"
    r"\b(?:src|href)=\"(?:https?:)?//",
    re.IGNORECASE,
)


def test_every_template_compiles_and_undefined_names_are_errors(app: Flask) -> None:
    for name in NAMES:
        app.jinja_env.get_template(name)

    assert app.jinja_env.undefined is StrictUndefined


def test_a_page_stands_in_a_layout() -> None:
    layout = re.compile(r'{% extends "layouts/\w+\.html" %}')

    assert faults(PAGES, lambda name: not layout.search(_source(name))) == {}


def test_a_page_says_its_title() -> None:
    assert faults(PAGES, lambda name: "{% set title" not in _source(name)) == {}


def test_a_component_is_macros_only() -> None:
    assert COMPONENTS
    assert faults(COMPONENTS, _beside_macros) == {}


def test_a_template_is_used() -> None:
    """By its name, or as one of a series: `f"registration/{step}.html"`."""
    parts = [read(name) for name in sources("eventapp", ".py")]
    texts = "\n".join(parts + [_source(name) for name in NAMES])
    series = set(re.findall(r'f"([^"{}]+)/{\w+}\.html"', texts))

    def is_alone(name: str) -> bool:
        folder, _, last = name.rpartition("/")
        step = f'"{last.removesuffix(".html")}"'
        return f'"{name}"' not in texts and not (folder in series and step in texts)

    assert faults(NAMES, is_alone) == {}


def test_every_unsafe_form_carries_a_token() -> None:
    bare = {
        name: form[:80]
        for name in HTML
        for form in UNSAFE_FORM.findall(_source(name))
        if "hidden_tag()" not in form and "csrf_field()" not in form
    }

    assert bare == {}


def test_nothing_is_inline() -> None:
    assert faults(HTML, lambda name: INLINE.findall(_source(name))) == {}


def test_nothing_passes_unescaped() -> None:
    passing = {name for name in HTML if RAW.search(_source(name))}

    assert passing <= MAY_DRAW


def test_no_page_asks_another_host() -> None:
    assert faults(HTML, lambda name: FROM_ELSEWHERE.findall(_source(name))) == {}


def test_no_sheet_asks_another_host_or_carries_data() -> None:
    asking = re.compile(r"(?:@import|url\(\s*[\"']?(?:https?:|//|data:))")

    assert faults(SHEETS, lambda name: asking.findall(read(name))) == {}


def _beside_macros(name: str) -> str:
    """What stands in a component beside its macros, or that it has none."""
    text = re.sub(r"{#.*?#}", "", _source(name), flags=re.DOTALL)
    macros = re.compile(r"{%-?\s*macro\b.*?endmacro\b.*?%}", re.DOTALL)
    around = re.compile(r"{%-?\s*(?:from|import|set)\b.*?%}", re.DOTALL)
    if not macros.search(text):
        return "no macro"
    return around.sub("", macros.sub("", text)).strip()


def _source(name: str) -> str:
    return read(f"templates/{name}")
