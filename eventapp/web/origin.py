"""From where a request comes, in words that a journal may keep."""

import re
from functools import lru_cache
from ipaddress import IPv6Address, ip_address

from flask import Flask, request

from eventapp.kernel.origin import NOWHERE, Origin, come_from

# The first that fits: browsers that stand on others name these as well.
BROWSERS = (
    ("WeChat", r"MicroMessenger/"),
    ("Edge", r"Edg(e|A|iOS)?/"),
    ("Opera", r"OPR/"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"(Firefox|FxiOS)/"),
    ("Chrome", r"(Chrome|Chromium|CriOS)/"),
    ("Safari", r"Version/[\d.]+ .*Safari/"),
)
SYSTEMS = (
    ("iPad", r"iPad"),
    ("iPhone", r"iPhone|iPod"),
    ("HarmonyOS", r"HarmonyOS|OpenHarmony"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("macOS", r"Macintosh|Mac OS X"),
    ("ChromeOS", r"CrOS"),
    ("Linux", r"Linux|X11"),
)
LONGEST = 300  # signs of what a browser says about itself


def init_app(app: Flask) -> None:
    """Let the journal know where each request comes from."""
    app.before_request(_come)
    app.teardown_request(_leave)


@lru_cache(maxsize=500)
def device_of(user_agent: str) -> str:
    """The browser and the system, as people know them; empty for anything else."""
    said = user_agent[:LONGEST]
    found = (_first(BROWSERS, said), _first(SYSTEMS, said))
    return ", ".join(one for one in found if one)


def _come() -> None:
    said = request.headers.get("User-Agent", "")
    come_from(Origin(_address(request.remote_addr or ""), device_of(said)))


def _leave(_error: BaseException | None) -> None:
    come_from(NOWHERE)


@lru_cache(maxsize=500)
def _address(claimed: str) -> str:
    """An address in its shortest form; nothing else that a proxy may have passed on."""
    try:
        found = ip_address(claimed.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(found)


def _first(known: tuple[tuple[str, str], ...], said: str) -> str:
    return next((word for word, sign in known if re.search(sign, said)), "")
