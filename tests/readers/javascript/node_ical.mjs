// What node-ical understands: MagicMirror, Homey and many a door display read by it.
import { instant, load, tell } from "./reading.mjs";

const ical = load("node-ical");

function moment(date) {
  if (date.dateOnly) {
    // A local midnight: the machine's own calendar tells which day is meant.
    const parts = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
    return parts.map((part) => String(part).padStart(2, "0")).join("-");
  }
  return instant(date);
}

const words = (value) => value?.val ?? value; // a value with parameters is an object

tell("node-ical", (text) =>
  Object.values(ical.sync.parseICS(text))
    .filter((item) => item.type === "VEVENT")
    .map((event) => ({
      uid: event.uid,
      sequence: Number(event.sequence),
      status: event.status,
      summary: words(event.summary),
      description: words(event.description),
      location: words(event.location),
      url: words(event.url),
      categories: event.categories,
      start: moment(event.start),
      end: moment(event.end),
    })),
);
