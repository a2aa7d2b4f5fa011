"""The words of a letter: texts with placeholders, numbers by a pattern."""

import re
from collections.abc import Mapping
from string import Formatter

from eventapp.kernel.i18n import Localised

PLACEHOLDERS = (
    "name",
    "institution",
    "week",
    "host",
    "city",
    "first_day",
    "last_day",
    "days",
    "arrives_on",
    "departs_on",
    "costs",
    "number",
)
PATTERN = re.compile(r"[^{}\n]{0,40}\{number(?::0?[1-9]d)?\}[^{}\n]{0,10}")
BODY = Localised(
    {
        "en": (
            "We have the honour to invite the person named in this letter to take"
            " part in {week}, which {host} holds in {city} {days}.\n"
            "The purpose of the visit is to attend the events of the week, and to meet"
            " our partners. {costs}\n"
            "We would be grateful if you could issue the visa that this visit needs."
            " Please write to us if you have any question about this invitation."
        ),
        "zh-Hans": (
            "兹诚挚邀请本函所列人员参加{host}于{days}在{city}举办的"
            "{week}。\n"
            "此行目的为出席伙伴周各项活动，并与合作院校会面交流。{costs}\n"
            "恳请贵处为其办理本次访问所需的签证。如对本邀请有任何疑问，请与我们联系。"
        ),
    }
)
COSTS = Localised(
    {
        "en": "The guest, or the guest's institution, pays for travel and stay.",
        "zh-Hans": "往返旅费及访问期间的食宿费用由被邀请人或其所在单位承担。",
    }
)


def unknown_placeholders(text: str) -> list[str] | None:
    """The placeholders of a text that we cannot fill; None: its braces do not match."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return None
    return [
        f"{{{name}}}"
        for _literal, name, form, conversion in parts
        if name is not None and (name not in PLACEHOLDERS or form or conversion)
    ]


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with its placeholders filled; lines of nothing are left out.

    A value is put in as it is: braces in somebody's name are no placeholder.
    """
    parts = []
    for literal, name, _form, _conversion in Formatter().parse(text):
        parts.append(literal)
        if name is not None:
            parts.append(values.get(name, ""))
    return "\n".join(line.strip() for line in "".join(parts).splitlines())


def is_pattern(pattern: str) -> bool:
    """Whether numbers can be written by this pattern."""
    return PATTERN.fullmatch(pattern) is not None


def numbered(pattern: str, number: int) -> str:
    """A number as it is printed: `PW2027-0003`."""
    return pattern.format(number=number)
