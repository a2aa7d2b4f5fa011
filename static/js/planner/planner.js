/* The programme grid: the whole week in one page, which others change at the same time. */

import { draw, elementOf, make, minutesOf, page, parts, pixelsOf, zoom } from "./draw.js";
import * as drag from "./drag.js";
import * as keys from "./keys.js";
import { onDay, plan, shownCards } from "./plan.js";
import { look, mark, undo, watch } from "./saving.js";
import { clock, say } from "./words.js";

const wide = window.matchMedia("(min-width: 48rem)");
const ZOOM = "planner zoom";
const EARLY = 8 * 60;
let isOpen = false;

if (wide.matches) open();
wide.addEventListener("change", () => { if (wide.matches) open(); });

async function open() {
  if (isOpen) return;
  isOpen = true;
  document.body.dataset.grid = "";
  parts.zoom.value = kept() ?? "12";
  if (!parts.zoom.value) parts.zoom.value = "12";
  zoom(Number(parts.zoom.value));
  await look();
  scrollToFirst();
  listen();
  const asked = new URL(location).searchParams;
  lead(asked.get("move") ?? asked.get("event"));
  document.getElementById("planner").dataset.ready = "";
  watch();
}

function listen() {
  drag.listen(openDay);
  keys.listen(openDay);
  parts.zoom.addEventListener("change", () => {
    const middle = minutesOf(parts.board.scrollTop);
    keep(parts.zoom.value);
    zoom(Number(parts.zoom.value));
    draw();
    parts.board.scrollTop = pixelsOf(middle);
  });
  parts.undo.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    undo(openDay);
  }, { capture: true });
  document.querySelector(".days").addEventListener("click", (event) => {
    const link = event.target.closest("a.day");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || !wide.matches) return;
    event.preventDefault();
    openDay(new URL(link.href).searchParams.get("day"));
    scrollToFirst();
  });
  window.addEventListener("popstate", () => openDay(new URL(location).searchParams.get("day") ?? page.day, false));
  parts.body.addEventListener("click", offerEvent);
  parts.sift.addEventListener("input", sift);
  parts.body.addEventListener("keydown", (event) => {
    if (event.key === "Escape") parts.body.querySelector(".add-here")?.remove();
  });
}

/** Show another day of the week, under its own address. */
function openDay(day, isNew = true) {
  if (!plan.days.includes(day)) return;
  plan.day = day;
  if (isNew) history.pushState(null, "", `${page.plan}?day=${day}`);
  parts.body.querySelector(".add-here")?.remove();
  draw();
}

function scrollToFirst() {
  const begins = shownCards().map((card) => onDay(card, plan.day)?.from).filter((from) => from !== undefined);
  parts.board.scrollTop = pixelsOf(Math.max(0, Math.min(EARLY + 60, ...begins) - 30));
}

/* From the form of an event, or from a clash, one comes to its card. */
function lead(id) {
  const button = elementOf(id)?.querySelector(".card-move");
  button?.scrollIntoView({ block: "center", inline: "center" });
  button?.focus({ preventScroll: true });
  if (button) mark([{ id }]);
}

function sift() {
  const wanted = parts.sift.value.trim().toLocaleLowerCase();
  for (const card of parts.unplaced.children) {
    card.hidden = !card.textContent.toLocaleLowerCase().includes(wanted);
  }
}

/* A press on empty space offers an event there; a second one leads to its form. */
function offerEvent(event) {
  if (event.target.closest(".card, .add-here")) return;
  parts.body.querySelector(".add-here")?.remove();
  const column = event.target.closest(".column");
  if (!column) return;
  const from = Math.floor(minutesOf(event.clientY - column.getBoundingClientRect().top) / 15) * 15;
  const link = make("a", "add-here", say("add-here", { time: clock(from) }));
  const query = new URLSearchParams({ day: plan.day, begins: clock(from), venue: column.dataset.venue });
  link.href = `${page.add}?${query}`;
  link.style.setProperty("--from", from);
  column.append(link);
  link.focus({ preventScroll: true });
}

function kept() {
  try {
    return localStorage.getItem(ZOOM);
  } catch {
    return null;
  }
}

function keep(value) {
  try {
    localStorage.setItem(ZOOM, value);
  } catch { /* forbidden: the next page begins as usual */ }
}
