"""Addresses as people copy them, and the calendar that each of them means."""

import base64
import re
from urllib.parse import parse_qs, quote, urlsplit

GOOGLE = "calendar.google.com"
NEXTCLOUD = re.compile(r"(.*?)(?:/index\.php)?/apps/calendar/(?:p|embed)/([\w-]+)/?.*")
SHOWN = 24  # letters


def meant(address: str) -> str:
    """The address of the calendar itself, where a page that shows it was copied."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return address.strip()
    query = parse_qs(parts.query)
    if parts.hostname == GOOGLE and {"src", "cid"} & set(query):
        key = query["src"][0] if "src" in query else _unpacked(query["cid"][0])
        if key.startswith(("http:", "https:", "webcal:")):
            return key
        return f"https://{GOOGLE}/calendar/ical/{quote(key, safe='')}/public/basic.ics"
    if parts.hostname and (found := NEXTCLOUD.fullmatch(parts.path)):
        root = f"https://{parts.netloc}{found[1]}"
        return f"{root}/remote.php/dav/public-calendars/{found[2]}?export"
    return address.strip()


def _unpacked(key: str) -> str:
    """The name of a calendar as Google shares it: in base64, or plain."""
    try:
        return base64.urlsafe_b64decode(key + "=" * (-len(key) % 4)).decode()
    except ValueError:
        return key


def told(address: str) -> str:
    """An address to show: its host and its end; what lies between may be a secret."""
    parts = urlsplit(address)
    end = parts.path.rstrip("/").rpartition("/")[2]
    if len(end) > SHOWN or "." not in end:
        end = "…"
    return f"{parts.hostname}/…/{end}" if end != "…" else f"{parts.hostname}/…"
