"""What a reader holds in the hand, and which way to a calendar fits it best.

The platform in the User-Agent decides the order alone; every way stands on each page.
"""

from dataclasses import dataclass
from enum import StrEnum

from flask import request


class Way(StrEnum):
    """A way into a calendar, as one sort of program takes it."""

    ANY = "any"  # whatever opens webcal: addresses here
    APPLE = "apple"
    ANDROID = "android"
    GOOGLE = "google"
    OUTLOOK = "outlook"
    PROGRAMS = "programs"  # free ones: Thunderbird, Evolution, KDE
    FILE = "file"


USUAL = (
    Way.APPLE,
    Way.GOOGLE,
    Way.OUTLOOK,
    Way.ANDROID,
    Way.PROGRAMS,
    Way.FILE,
)


class Platform(StrEnum):
    """What sort of device asks."""

    IPHONE = "iphone"
    IPAD = "ipad"
    MAC = "mac"
    ANDROID = "android"
    OTHER_PHONE = "other_phone"  # often without Google: Huawei, Xiaomi, OPPO
    WINDOWS = "windows"
    CHROMEBOOK = "chromebook"
    LINUX = "linux"
    UNKNOWN = "unknown"


# In this order: a Huawei phone says Android, and Android says Linux.
SIGNS = (
    (Platform.IPHONE, ("iphone", "ipod")),
    (Platform.IPAD, ("ipad",)),
    (
        Platform.OTHER_PHONE,
        (
            "harmonyos",
            "huawei",
            "honor",
            "miuibrowser",
            "xiaomi",
            "redmi",
            "heytap",
            "oppo",
            "vivo",
        ),
    ),
    (Platform.ANDROID, ("android",)),
    (Platform.MAC, ("macintosh",)),
    (Platform.CHROMEBOOK, ("cros",)),
    (Platform.WINDOWS, ("windows",)),
    (Platform.LINUX, ("linux", "x11")),
)
FIRST = {
    Platform.IPHONE: (Way.APPLE,),
    Platform.IPAD: (Way.APPLE,),
    Platform.MAC: (Way.APPLE,),
    Platform.ANDROID: (Way.ANDROID,),
    Platform.OTHER_PHONE: (Way.FILE, Way.ANDROID),
    Platform.WINDOWS: (Way.OUTLOOK,),
    Platform.CHROMEBOOK: (Way.GOOGLE,),
    Platform.LINUX: (Way.PROGRAMS,),
    Platform.UNKNOWN: (Way.ANY,),
}
# Apps that show pages themselves, and open neither calendars nor files.
INSIDE = (
    "micromessenger",
    "qq/",
    "weibo",
    "dingtalk",
    "aliapp",
    "fban",
    "fbav",
    "instagram",
    "linkedinapp",
    "kakaotalk",
    " line/",
    "; wv)",
)


@dataclass(frozen=True)
class Client:
    """The device of a reader, and whether the page is shown inside another app."""

    platform: Platform = Platform.UNKNOWN
    is_inside: bool = False

    @property
    def ways(self) -> tuple[Way, ...]:
        """All ways, the one for this device first."""
        first = FIRST[self.platform]
        return (*first, *(way for way in USUAL if way not in first))

    @property
    def key(self) -> str:
        """What tells the pages for one client from those for another."""
        return f"{self.platform}{' inside' if self.is_inside else ''}"


def client_of(user_agent: str) -> Client:
    """What a browser says of itself."""
    said = user_agent.lower()
    fitting = (one for one, signs in SIGNS if any(sign in said for sign in signs))
    return Client(next(fitting, Platform.UNKNOWN), any(sign in said for sign in INSIDE))


def present_client() -> Client:
    """Who asks at present."""
    return client_of(request.headers.get("User-Agent", ""))
