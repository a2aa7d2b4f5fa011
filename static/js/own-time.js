/* The reader's own time, second to the week's, where the two clocks differ. */

const week = document.documentElement.dataset.zone;
const language = document.documentElement.lang;
const shape = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const dated = { ...shape, weekday: "short", day: "numeric", month: "short" };

const format = (options, zone) => new Intl.DateTimeFormat(language, { ...options, timeZone: zone });
const written = (instant, zone) => format({ ...dated, year: "numeric" }, zone).format(instant);
const day = (instant, zone) => format({ year: "numeric", month: "numeric", day: "numeric" }, zone).format(instant);

function show(part) {
  for (const time of part.querySelectorAll(".slot-time > time, .event-time > time:first-of-type")) {
    const instant = new Date(time.dateTime);
    if (Number.isNaN(instant.valueOf()) || written(instant, week) === written(instant)) continue;
    const own = document.createElement("span");
    const text = format(day(instant, week) === day(instant) ? shape : dated).format(instant);
    own.className = "own-time";
    own.textContent = time.closest(".rooms") ? text : part.dataset.words.replace("{time}", text);
    time.parentElement.append(own);
    for (const legend of document.querySelectorAll("[data-own-legend]")) legend.hidden = false;
  }
}

if (week && typeof Intl === "object") {
  for (const part of document.querySelectorAll("[data-own-times]")) show(part);
}
