"""Which way to a calendar comes first on which device."""

import pytest

from eventapp.feeds.clients import Client, Platform, Way, client_of
from eventapp.feeds.ways import ways
from tests.conftest import Client as Browser

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)
ANDROID = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/137.0.0.0 Mobile Safari/537.36"
)
WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/137.0.0.0 Safari/537.36 Edg/137.0.0.0"
)


@pytest.mark.parametrize(
    ("said", "platform", "first"),
    [
        (IPHONE, Platform.IPHONE, Way.APPLE),
        ("Mozilla/5.0 (iPad; CPU OS 16_1 like Mac OS X)", Platform.IPAD, Way.APPLE),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", Platform.MAC, Way.APPLE),
        (ANDROID, Platform.ANDROID, Way.ANDROID),
        (f"{ANDROID} XiaoMi/MiuiBrowser/18.3", Platform.OTHER_PHONE, Way.FILE),
        (
            "Mozilla/5.0 (Phone; OpenHarmony 5.0) HuaweiBrowser/5.1 Mobile",
            Platform.OTHER_PHONE,
            Way.FILE,
        ),
        (WINDOWS, Platform.WINDOWS, Way.OUTLOOK),
        ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0)", Platform.CHROMEBOOK, Way.GOOGLE),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0)", Platform.LINUX, Way.PROGRAMS),
        ("", Platform.UNKNOWN, Way.ANY),
    ],
)
def test_the_way_that_works_on_a_device_is_the_first_one(
    said: str, platform: Platform, first: Way
) -> None:
    client = client_of(said)

    assert (client.platform, client.ways[0]) == (platform, first)
    assert set(client.ways) >= set(Way) - {Way.ANY}  # and no other is missing
    assert len(client.ways) == len(set(client.ways))


def test_an_app_that_shows_pages_itself_is_known() -> None:
    wechat = client_of(f"{IPHONE} MicroMessenger/8.0.50(0x18003237) NetType/WIFI")

    assert wechat == Client(Platform.IPHONE, is_inside=True)
    assert wechat.key != client_of(IPHONE).key


def test_each_program_is_told_the_address_in_its_own_way(client: Browser) -> None:
    assert client

    told = ways("/feeds/spring.ics?lang=en", "Spring & Friends")

    assert told.address == "http://week.example/feeds/spring.ics?lang=en"
    assert told.webcal == "webcal://week.example/feeds/spring.ics?lang=en"
    assert told.google == (
        "https://calendar.google.com/calendar/r"
        "?cid=webcal%3A%2F%2Fweek.example%2Ffeeds%2Fspring.ics%3Flang%3Den"
    )
    assert told.outlook == (
        "https://outlook.live.com/calendar/0/addfromweb"
        "?url=http%3A%2F%2Fweek.example%2Ffeeds%2Fspring.ics%3Flang%3Den"
        "&name=Spring%20%26%20Friends"
    )
    assert told.download is None
