"""Runs in Debian's Python on a bus of its own: Evolution's data server, subscribed."""

import json
import sys
from datetime import UTC, datetime

import gi

gi.require_version("ECal", "2.0")
gi.require_version("EDataServer", "1.2")
gi.require_version("ICalGLib", "3.0")
from gi.repository import ECal, EDataServer, GLib, ICalGLib  # noqa: E402

DO_NOT_WAIT = 2**32 - 1  # its own word for it; it loads while we ask
KINDS = {
    "status": ICalGLib.PropertyKind.STATUS_PROPERTY,
    "categories": ICalGLib.PropertyKind.CATEGORIES_PROPERTY,
    "url": ICalGLib.PropertyKind.URL_PROPERTY,
}


def main(address: str) -> None:
    """Subscribe; for each line that comes in, refresh and say what is shown."""
    client = subscribed(address)
    for _line in sys.stdin:
        client.refresh_sync(None)
        _found, events = client.get_object_list_sync("#t", None)
        shown = [told(client, event) for event in events]
        print(json.dumps(shown), flush=True)  # noqa: T201


def subscribed(address: str) -> ECal.Client:
    registry = EDataServer.SourceRegistry.new_sync(None)
    source = EDataServer.Source.new_with_uid("feed", None)
    source.set_display_name("Week")
    source.set_parent("webcal-stub")
    source.get_extension("Calendar").set_backend_name("webcal")
    source.get_extension("Security").set_method("none")
    uri = GLib.Uri.parse(address, GLib.UriFlags.ENCODED)
    source.get_extension("WebDAV Backend").set_uri(uri)
    registry.commit_source_sync(source, None)
    source = registry.ref_source("feed")
    kind = ECal.ClientSourceType.EVENTS
    return ECal.Client.connect_sync(source, kind, DO_NOT_WAIT, None)


def told(client: ECal.Client, event: ICalGLib.Component) -> dict[str, object]:
    return {
        "uid": event.get_uid(),
        "sequence": event.get_sequence(),
        "summary": event.get_summary(),
        "description": event.get_description(),
        "location": event.get_location(),
        "start": moment(client, event, ICalGLib.PropertyKind.DTSTART_PROPERTY),
        "end": moment(client, event, ICalGLib.PropertyKind.DTEND_PROPERTY),
        **{name: value(event, kind) for name, kind in KINDS.items()},
    }


def value(event: ICalGLib.Component, kind: ICalGLib.PropertyKind) -> object:
    found = event.get_first_property(kind)
    if not found:
        return None
    text = found.get_value_as_string()
    return [text.replace("\\", "")] if kind == KINDS["categories"] else text


def moment(
    client: ECal.Client, event: ICalGLib.Component, kind: ICalGLib.PropertyKind
) -> str:
    found = event.get_first_property(kind)
    at = (
        found.get_dtstart()
        if "START" in found.get_property_name()
        else found.get_dtend()
    )
    if at.is_date():
        return f"{at.get_year():04}-{at.get_month():02}-{at.get_day():02}"
    name = found.get_first_parameter(ICalGLib.ParameterKind.TZID_PARAMETER)
    utc = ICalGLib.Timezone.get_utc_timezone()
    zone = utc
    if name:
        _found, zone = client.get_timezone_sync(name.get_tzid(), None)
    elif not at.is_utc():
        return str(at.as_ical_string())
    seconds = at.as_timet_with_zone(zone)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%SZ}"


if __name__ == "__main__":
    main(sys.argv[1])
