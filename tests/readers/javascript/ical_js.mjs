// What ical.js understands: Thunderbird's and Nextcloud's own parser.
import { instant, load, tell } from "./reading.mjs";

const ICAL = load("ical.js").default ?? load("ical.js");

function moment(time) {
  if (time.isDate) return time.toString();
  if (time.zone === ICAL.Timezone.localTimezone) return time.toString(); // floating
  return instant(new Date(time.toUnixTime() * 1000));
}

tell("ical.js", (text) => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(zone);
  }
  return calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      sequence: event.sequence,
      status: component.getFirstPropertyValue("status"),
      summary: event.summary,
      description: event.description,
      location: event.location,
      url: component.getFirstPropertyValue("url"),
      categories: component.getFirstProperty("categories")?.getValues() ?? [],
      start: moment(event.startDate),
      end: moment(event.endDate),
    };
  });
});
