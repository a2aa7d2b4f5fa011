"""Countries and regions by their codes, and by their names in many languages."""

import re
from functools import cache

from babel import Locale
from babel.core import get_global

from eventapp.exchange.columns import folded
from eventapp.registration import world

NEAR = ("en", "zh_Hans", "zh_Hant", "de", "pl", "ru", "fr", "es")
FAR = (
    *("it", "pt", "ja", "ko", "vi", "th", "ar", "tr", "uk", "cs", "sk", "hu", "bg"),
    *("ro", "nl", "sv", "nb", "da", "fi", "el", "he", "fa", "id", "hr", "sr", "sl"),
)
ALPHA_3 = re.compile(r"[a-z]{3}")
OTHERS = {
    "GB": "uk|united kingdom|great britain|britain|england|scotland|wales"
    "|northern ireland|英国|大不列颠",
    "US": "usa|u s a|u s|united states of america|america|美国",
    "CZ": "czech republic|czechia|česká republika|česko",
    "TR": "turkey|türkiye|turkiye|republic of türkiye",
    "IE": "republic of ireland|ireland|eire|éire",
    "CN": "china|p r china|pr china|prc|people s republic of china|mainland china"
    "|中华人民共和国|中國|中国大陆",
    "HK": "hong kong|hong kong china|hong kong sar|china hong kong|中国香港|香港"
    "|hongkong|香港特别行政区",
    "MO": "macao|macau|macao china|macau china|china macao|中国澳门|澳门|澳門",
    "TW": "taiwan|taiwan china|chinese taipei|taiwan province of china|中国台湾|台湾"
    "|台灣|臺灣",
    "RU": "russia|russian federation|россия|российская федерация|рф",
    "KR": "south korea|korea|republic of korea|korea republic of|korea south|韩国",
    "KP": "north korea|dprk|democratic people s republic of korea",
    "VN": "viet nam|vietnam|việt nam|socialist republic of vietnam",
    "AE": "uae|u a e|united arab emirates|emirates",
    "IR": "iran|islamic republic of iran|iran islamic republic of",
    "SY": "syria|syrian arab republic",
    "LA": "laos|lao pdr",
    "MD": "moldova|republic of moldova",
    "BO": "bolivia",
    "VE": "venezuela",
    "TZ": "tanzania|united republic of tanzania",
    "CD": "dr congo|democratic republic of the congo|congo kinshasa",
    "CG": "republic of the congo|congo brazzaville",
    "CI": "ivory coast|cote d ivoire|côte d ivoire",
    "MK": "macedonia|north macedonia",
    "NL": "holland|the netherlands|netherlands",
    "PS": "palestine|state of palestine",
    "SZ": "swaziland|eswatini",
    "MM": "burma|myanmar",
    "CV": "cape verde|cabo verde",
    "VA": "vatican|holy see|vatican city",
    "BN": "brunei|brunei darussalam",
    "DE": "deutschland|brd|federal republic of germany",
}


@cache
def code_of(text: str) -> str | None:
    """The ISO 3166-1 code of a country or region; None: it is none that we know."""
    wanted = folded(text)
    if not wanted:
        return None
    codes = world.names("en")
    if len(wanted) == 2 and wanted.upper() in codes:  # noqa: PLR2004 - a code
        return wanted.upper()
    if ALPHA_3.fullmatch(wanted):
        found = get_global("territory_aliases").get(wanted.upper(), ())
        if len(found) == 1 and found[0] in codes:
            return str(found[0])
    return _names(NEAR).get(wanted) or _names(FAR).get(wanted)


@cache
def _names(locales: tuple[str, ...]) -> dict[str, str]:
    """Every name in these languages, folded."""
    known: dict[str, str] = {}
    codes = world.names("en")
    for code, others in OTHERS.items():
        for other in others.split("|"):
            if code in codes and other:
                known[folded(other)] = code
    for locale in locales:
        for code, name in Locale.parse(locale).territories.items():
            if code in codes:
                known.setdefault(folded(name), code)
    return known
