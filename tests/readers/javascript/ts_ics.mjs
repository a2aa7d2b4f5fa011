// What ts-ics understands: it checks each file against a schema.
import { day, instant, load, tell } from "./reading.mjs";

const { convertIcsCalendar } = load("ts-ics");

function moment(value) {
  return value.type === "DATE" ? day(value.date) : instant(value.date);
}

tell("ts-ics", (text) =>
  (convertIcsCalendar(undefined, text).events ?? []).map((event) => ({
    uid: event.uid,
    sequence: event.sequence,
    status: event.status,
    summary: event.summary,
    description: event.description,
    location: event.location,
    url: event.url,
    categories: event.categories,
    start: moment(event.start),
    end: moment(event.end),
  })),
);
