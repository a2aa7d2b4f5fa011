/* The page of a desk as the device keeps it: the same for every event, and without
   anybody's name. The address says for which event it is opened. */
import { part } from "./words.js";

/** Dress the page for the event of its address, and tell which it is. */
export function openShell(page) {
  const { desk } = page.dataset;
  const drawer = `desk-event:${desk}`;
  const named = new URLSearchParams(location.search).get("event");
  const wanted = [named, attempt(() => localStorage.getItem(drawer)), page.dataset.event];
  const events = document.getElementById("desk-events").content;
  const find = (id) => id && events.querySelector(`[data-event="${CSS.escape(id)}"]`);
  const event = wanted.find(find) ?? page.dataset.event;
  attempt(() => localStorage.setItem(drawer, event));
  if (event === page.dataset.event) return event;
  page.dataset.event = event;
  const chosen = find(event);
  part("event-title").replaceChildren(...chosen.cloneNode(true).childNodes);
  for (const place of document.querySelectorAll("[data-limit]")) place.textContent = "";
  document.getElementById("event").value = event;
  for (const link of document.querySelectorAll("a[href*='event=']")) {
    const there = new URL(link.href);
    there.searchParams.set("event", event);
    link.href = there.href;
  }
  for (const field of document.querySelectorAll("input[name=event]")) field.value = event;
  return event;
}

function attempt(deed) {
  try {
    return deed();
  } catch {
    return null;
  }
}
