/* How the lead's page draws a coach: the headcount, the missing, each rider. */
import { clock, make, part, person, phrase } from "./words.js";

const NAMED = 3; // names of missing people that the head always shows

/** The lists of the page; `deed(kind, rider, to)` is called for each button. */
export function makeRiders({ zone, deed }) {
  const template = document.getElementById("coach-rider").content.firstElementChild;
  let drawn = "", folded = "", phones = {};

  /** Show how the coach stands; only riders that `fits` are listed. */
  function show(view, { fits = () => true, coachName, stopOf, next }) {
    head(view);
    close(view, stopOf, next);
    const key = JSON.stringify([view, phones, view.riders.map(fits)]);
    if (key === drawn) return; // else what somebody is about to press would go
    drawn = key;
    const open = new Set([...document.querySelectorAll(".rider-more[open]")].map((one) => one.closest("li").dataset.rider));
    const focused = document.activeElement?.closest?.("[data-rider]")?.dataset.rider;
    const draw = (one) => row(one, open.has(one.registration), coachName);
    part("riders-missing").replaceChildren(...[...view.missing, ...view.elsewhere].filter(fits).map(draw));
    part("riders-aboard").replaceChildren(...view.aboard.filter(fits).sort(latestFirst).map(draw));
    part("riders-left").replaceChildren(...view.gone.filter(fits).map(draw));
    part("left-section").hidden = !view.gone.length;
    part("missing-count").textContent = view.missing.length;
    part("aboard-count").textContent = view.aboard.length;
    part("phones").hidden = !view.missing.length;
    if (focused && document.activeElement === document.body) {
      document.querySelector(`[data-rider="${focused}"] button:not([hidden])`)?.focus({ preventScroll: true });
    }
  }

  function head({ aboard, missing, expected, left, hasBegun }) {
    part("count").replaceChildren(hasBegun ? phrase("count", { here: aboard.length, all: expected.length }) : String(expected.length));
    part("count-word").replaceChildren(phrase(hasBegun ? "word-on-board" : "word-expected"));
    part("missing-word").replaceChildren(phrase(hasBegun ? "heading-missing" : "heading-expected"));
    const names = missing.slice(0, NAMED).flatMap((one, place) => [place ? ", " : " ", nameOf(one)]);
    const rest = missing.length - NAMED;
    const said = !expected.length ? [phrase("nobody-rides")] : !hasBegun ? [phrase("not-begun")] : !missing.length ? [phrase("nobody-missing")]
      : [phrase("missing"), ...names, ...(rest > 0 ? [" ", phrase("more", { num: rest })] : [])];
    const place = part("missing"), text = said.map((one) => one.textContent ?? one).join("");
    if (place.dataset.said !== text) {
      place.dataset.said = text;
      place.replaceChildren(...said);
    }
    part("go").hidden = Boolean(left);
  }

  /* What is closed stays in sight, and the list of the next stop folded until it is counted. */
  function close({ stop, closed }, stopOf, next) {
    part("gone").hidden = !closed;
    const key = JSON.stringify([stop, closed?.stop]);
    if (folded !== key) part("fold").open = !closed;
    folded = key;
    if (!closed) return;
    part("gone").dataset.stop = closed.stop;
    part("gone-text").replaceChildren(phrase("gone", {
      place: stopOf(closed.stop)?.name ?? "", time: hour(closed.at), here: closed.on_board, all: closed.expected,
    }));
    part("next-text").replaceChildren(...(next
      ? [phrase("next-count", { place: next.name }), ...(next.leaves_at ? [" ", clock(next.leaves_at, zone)] : [])]
      : [phrase("no-next")]));
  }

  function row(one, isOpen, coachName) {
    const item = template.cloneNode(true);
    const find = (selector) => item.querySelector(selector);
    item.dataset.rider = one.registration;
    item.classList.toggle("rider-aboard", Boolean(one.at));
    find(".rider-name").append(nameOf(one, true));
    const meta = [one.number, one.institution, one.extra ? phrase("extra").textContent : null,
      one.elsewhere ? phrase("elsewhere", { coach: coachName(one.elsewhere) }).textContent : null];
    find(".meta").textContent = meta.filter(Boolean).join(" · ");
    find(".rider-when").hidden = !one.at;
    if (one.at) find("[data-slot=when]").replaceChildren(clock(one.at, zone), ...(one.isUnsent ? [" ", phrase("unsent")] : []));
    find("[data-does=count]").hidden = Boolean(one.at);
    find("[data-does=uncount]").hidden = !one.at;
    find(".rider-more").hidden = Boolean(one.at) || !one.comes;
    find(".rider-more").open = isOpen;
    for (const place of item.querySelectorAll("[data-slot=who]")) place.textContent = ` ${one.name?.latin ?? ""}`;
    for (const button of item.querySelectorAll("[data-does]")) {
      button.addEventListener("click", () => deed(button.dataset.does, one, button.dataset.to));
    }
    const phone = phones[one.registration];
    if (phone !== undefined && !one.at) {
      find(".rider-phone").hidden = false;
      find(".rider-phone").append(phone
        ? make("a", { class: "button", href: `tel:${phone.replaceAll(" ", "")}` }, phone) : phrase("no-phone"));
    }
    return item;
  }

  const hour = (instant) => clock(instant, zone).textContent;

  /** Show phones beside the missing, until the page is left. */
  function ring(found, missing) {
    phones = Object.fromEntries(missing.map((one) => [one.registration, found[one.registration] ?? ""]));
  }

  return { show, ring, forget() { phones = {}; }, hour };
}

/** A name in both writings; of who is not on our list, only a word. */
export function nameOf(one, isStacked = false) {
  if (!one?.name) return phrase("somebody");
  const shown = person(one.name);
  shown.classList.toggle("person-stacked", isStacked);
  return shown;
}

/** The phrase `name` with elements in its {places}. */
export function sentence(name, values) {
  const found = phrase(name, { name: "{name}", coach: "{coach}", other: "{other}" });
  const pieces = found.textContent.split(/(\{\w+\})/).map((piece) => {
    const place = /^\{(\w+)\}$/.exec(piece);
    return place ? values[place[1]] ?? "" : piece;
  });
  found.replaceChildren(...pieces);
  return found;
}

function latestFirst(one, other) {
  return other.at.localeCompare(one.at);
}
