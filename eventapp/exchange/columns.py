"""The columns that an import knows, their words, and which header means which."""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path

from flask_babel import gettext as _

from eventapp.kernel.i18n import lazy_gettext
from eventapp.programme.when import language_name
from eventapp.spreadsheets.tables import Table

Mapped = dict[int, str]  # the number of a column: what it holds


class Subject(StrEnum):
    """What the rows of a table are."""

    EVENTS = "events"
    PEOPLE = "people"
    VENUES = "venues"
    NOTHING = "nothing"


SUBJECTS = {
    Subject.EVENTS: lazy_gettext("Events"),
    Subject.PEOPLE: lazy_gettext("People with parts in events"),
    Subject.VENUES: lazy_gettext("Venues"),
    Subject.NOTHING: lazy_gettext("Nothing to import"),
}
KEY, PARENT = lazy_gettext("Key"), lazy_gettext("Part of (key)")
NAME, KIND = lazy_gettext("Name"), lazy_gettext("Kind")
PLACES = lazy_gettext("Places")
FIELDS: dict[Subject, dict[str, object]] = {
    Subject.EVENTS: {
        "key": KEY,
        "parent": PARENT,
        "kind": KIND,
        "title": lazy_gettext("Title"),
        "summary": lazy_gettext("What it is"),
        "date": lazy_gettext("Day"),
        "start": lazy_gettext("Begins at"),
        "end_date": lazy_gettext("Last day"),
        "end": lazy_gettext("Ends at"),
        "duration": lazy_gettext("Length"),
        "venue": lazy_gettext("Venue"),
        "venue_capacity": lazy_gettext("People whom the venue holds"),
        "meeting_point": lazy_gettext("Meeting point"),
        "coaches": lazy_gettext("Coaches"),
        "capacity": PLACES,
        "signup": lazy_gettext("Sign-up"),
        "signup_opens": lazy_gettext("Sign-up opens"),
        "signup_closes": lazy_gettext("Sign-up closes"),
        "waiting_list": lazy_gettext("When a place is free again"),
        "offer_hours": lazy_gettext("Hours until an offer ends"),
        "promotion_stops": lazy_gettext("The waiting list stops before the start"),
        "whole_delegations": lazy_gettext("Delegations come as a whole"),
        "languages": lazy_gettext("Languages"),
        "interpretation": lazy_gettext("Interpretation"),
        "mode": lazy_gettext("How people meet"),
        "joining_link": lazy_gettext("Joining link"),
        "joining_minutes": lazy_gettext("Minutes before the start"),
        "status": lazy_gettext("Status"),
        "people": lazy_gettext("People"),
    },
    Subject.PEOPLE: {
        "event": lazy_gettext("Event (key)"),
        "part": lazy_gettext("Part"),
        "person": lazy_gettext("Person (key)"),
        "latin": lazy_gettext("Name in Latin letters"),
        "native": lazy_gettext("Name in own script"),
        "native_language": lazy_gettext("Language of that name"),
        "order": lazy_gettext("Which name first"),
        "honorific": lazy_gettext("Mr., Ms."),
        "academic_title": lazy_gettext("Academic title"),
        "office": lazy_gettext("Office"),
        "office_there": lazy_gettext("Office to be announced there"),
        "institution": lazy_gettext("Institution"),
        "spoken": lazy_gettext("Languages that the person speaks"),
        "from": lazy_gettext("Interprets from"),
        "into": lazy_gettext("Interprets into"),
    },
    Subject.VENUES: {
        "key": KEY,
        "parent": lazy_gettext("Lies in (key)"),
        "name": NAME,
        "kind": KIND,
        "capacity": lazy_gettext("People whom the venue holds"),
        "address": lazy_gettext("Address"),
        "directions": lazy_gettext("The way there"),
        "step_free": lazy_gettext("Without steps"),
        "opens": lazy_gettext("Opens at"),
        "closes": lazy_gettext("Closes at"),
    },
    Subject.NOTHING: {},
}
TEXTS = {
    "title",
    "summary",
    "interpretation",
    "office",
    "office_there",
    "name",
    "address",
    "directions",
}
HEADERS: dict[str, dict[str, list[str]]] = json.loads(
    (Path(__file__).parent / "headers.json").read_text(encoding="utf-8")
)
SHEETS = {
    Subject.EVENTS: {"events", "programme", "program", "schedule", "活动", "日程"},
    Subject.PEOPLE: {"people", "persons", "speakers", "parts", "人员", "嘉宾"},
    Subject.VENUES: {"venues", "rooms", "places", "场地", "会议室"},
}
LANGUAGE_WORDS = {
    "en": {"en", "english", "英文", "英语"},
    "zh": {"zh", "cn", "chinese", "中文", "汉语", "zh cn", "zh hans", "简体中文"},
    "pl": {"pl", "polish", "polski", "波兰语", "波兰文"},
    "ru": {"ru", "russian", "русский", "俄语", "俄文"},
    "fr": {"fr", "french", "法语", "法文"},
    "de": {"de", "german", "deutsch", "德语", "德文"},
    "es": {"es", "spanish", "西班牙语", "西班牙文"},
    "ja": {"ja", "japanese", "日语", "日文"},
    "ko": {"ko", "korean", "韩语", "韩文"},
}
LONGEST_TAG = 35
TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def folded(header: str) -> str:
    """A header without case, width and punctuation."""
    plain = unicodedata.normalize("NFKC", header).casefold()
    return " ".join(re.sub(r"[\W_]+", " ", plain).split())


def subject_of(table: Table, tags: Sequence[str]) -> Subject:
    """What the rows seem to be: by the sheet's name, else by the headers."""
    for subject, names in SHEETS.items():
        if folded(table.name) in names:
            return subject
    known = {
        subject: len(set(guess(table, subject, tags).values()))
        for subject in (Subject.EVENTS, Subject.PEOPLE, Subject.VENUES)
    }
    heads = {folded(header) for header in table.head}
    if {"part", "role", "角色"} & heads and known[Subject.PEOPLE] > 2:  # noqa: PLR2004 - event, part, name
        return Subject.PEOPLE
    times = {"date", "start", "end", "duration"}
    if times & set(guess(table, Subject.EVENTS, tags).values()):
        return Subject.EVENTS
    best = max(known, key=lambda subject: known[subject])
    if table.name and not known[best]:
        return Subject.NOTHING
    return best if known[best] > known[Subject.EVENTS] else Subject.EVENTS


def guess(
    table: Table,
    subject: Subject,
    tags: Sequence[str],
    remembered: Mapping[str, str] | None = None,
) -> Mapped:
    """Which column holds what, as far as the headers tell; each field once."""
    offered = dict(choices(subject, tags))
    if table.is_ours:
        return dict(enumerate(table.head))
    mapped: Mapped = {}
    for number, header in enumerate(table.head):
        known = (remembered or {}).get(f"{subject}:{folded(header)}")
        field = known if known in offered else _field(header, subject, tags)
        if field in offered and field not in mapped.values():
            mapped[number] = field
    return mapped


def choices(subject: Subject, tags: Sequence[str]) -> list[tuple[str, str]]:
    """The fields that a column may hold, with their words."""
    found: list[tuple[str, str]] = []
    for field, word in FIELDS[subject].items():
        if field not in TEXTS:
            found.append((field, str(word)))
            continue
        for tag in tags:
            words = _("%(text)s (%(language)s)", text=word, language=language_name(tag))
            found.append((f"{field}:{tag}", words))
        found.append((field, _("%(text)s (language by its letters)", text=word)))
    return found


def tags_of(languages: Iterable[str], tables: Iterable[Table]) -> tuple[str, ...]:
    """The languages of a week, and those that headers name beside them."""
    tags = dict.fromkeys(languages)
    for table in tables:
        for header in table.head:
            _text, _mark, tag = header.rpartition("_")
            if TAG.fullmatch(tag) and len(tag) <= LONGEST_TAG and _text in TEXTS:
                known = matching_tag(tag, tags)
                tags[known or tag] = None
    return tuple(tags)


def matching_tag(word: str, tags: Iterable[str]) -> str | None:
    """The tag among `tags` that a word means: zh, 中文 and chinese are zh-Hans."""
    plain = folded(word)
    for tag in tags:
        language = tag.partition("-")[0]
        words = LANGUAGE_WORDS.get(language, {language})
        if plain == folded(tag) or plain in words:
            return tag
    return None


def _field(header: str, subject: Subject, tags: Sequence[str]) -> str:
    plain = folded(header)
    known = _known_headers(subject)
    if plain in known:
        return known[plain]
    for word, field in known.items():
        if field not in TEXTS:
            continue
        if (tag := _language_beside(plain, word, tags)) is not None:
            return f"{field}:{tag}"
    return ""


@cache
def _known_headers(subject: Subject) -> dict[str, str]:
    """Every header that means a field, folded."""
    known: dict[str, str] = {}
    for field, words in HEADERS.get(subject, {}).items():
        for word in (field, *words):
            known.setdefault(folded(word), field)
    return known


def _language_beside(plain: str, word: str, tags: Sequence[str]) -> str | None:
    """The language in "title en", "English title", "英文标题", "标题（英文）"."""
    if plain.startswith(word) and plain != word:
        return matching_tag(plain.removeprefix(word).strip(), tags)
    if plain.endswith(word) and plain != word:
        return matching_tag(plain.removesuffix(word), tags)
    return None
