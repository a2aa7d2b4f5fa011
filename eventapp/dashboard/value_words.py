"""Values of a change in words: what the journal keeps as keys, as people say it."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from eventapp.accounts.words import ROLES
from eventapp.checkin.words import CONFLICTS, DIRECTIONS, SETTLEMENTS
from eventapp.checkin.words_of_doors import ADMITS, LATENESS
from eventapp.institutions.words import TYPES
from eventapp.programme import words as programme
from eventapp.registration import words as registration
from eventapp.web.filters import day, instant

WORDS: Mapping[str, tuple[Mapping[Any, object], ...]] = {
    "accent": (programme.TRACKS,),
    "admits": (ADMITS,),
    "conflict": (CONFLICTS,),
    "diet": (registration.DIETS,),
    "access": (registration.ACCESS,),
    "direction": (DIRECTIONS,),
    "kind": (programme.KINDS, registration.DELEGATE_KINDS, programme.VENUE_KINDS),
    "kinds": (registration.DELEGATE_KINDS,),
    "lateness": (LATENESS,),
    "mode": (programme.MODES,),
    "overlap_rule": (programme.OVERLAP_RULES,),
    "registration_mode": (programme.REGISTRATION_MODES,),
    "role": (ROLES,),
    "settlement": (SETTLEMENTS,),
    "signup": (programme.SIGN_UPS,),
    "status": (registration.STATUSES, programme.STATUSES),
    "type": (TYPES,),
    "waiting_list": (programme.WAITING_LISTS,),
}
KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def value_word(value: object, name: str = "") -> object:
    """One value of the field `name` as people say it; what is unknown as it stands."""
    if value is None or value in ("", [], {}):
        return _("Nothing")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Mapping):
        return " / ".join(str(one) for one in value.values())
    if isinstance(value, list | tuple):
        return ", ".join(str(value_word(one, name)) for one in value)
    return _of_text(value, name) if isinstance(value, str) else value


def _of_text(text: str, name: str) -> object:
    for words in WORDS.get(name, ()):
        for member, word in words.items():
            if str(member) == text:
                return str(word[0] if isinstance(word, tuple) else word)
    if INSTANT.fullmatch(text):
        return instant(datetime.fromisoformat(text))
    if DAY.fullmatch(text):
        return day(date.fromisoformat(text))
    return _("another one") if KEY.fullmatch(text) else text
