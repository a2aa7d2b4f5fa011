/* Dragging by mouse and pen; by finger on the handle: move, lengthen, to the side and back. */

import { GUTTER, minutesOf, parts, pixelsOf } from "./draw.js";
import { again, begin, finish, move, stand, words } from "./ghost.js";
import { plan, shown } from "./plan.js";
import { numberOf, DAY } from "./words.js";

const root = document.getElementById("planner");
const FAR = 5; // pixels before a press becomes a drag
const EDGE = 48; // pixels at which the board scrolls by itself
const WAIT = 450; // milliseconds over a day before it opens
let drag = null;

export function listen(openDay) {
  root.addEventListener("pointerdown", (event) => {
    const element = event.target.closest(".card");
    if (!element || event.button !== 0 || move.card || drag) return;
    const isGrip = Boolean(event.target.closest(".card-grip"));
    if (event.pointerType === "touch" && !isGrip && !event.target.closest(".card-move")) return;
    drag = { id: element.dataset.id, isGrip, pointer: event.pointerId, x: event.clientX, y: event.clientY, openDay };
  });
  root.addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    const isFar = Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > FAR;
    if (!drag.isOn && !isFar) return;
    if (!drag.isOn) start();
    drag.now = { x: event.clientX, y: event.clientY };
    event.preventDefault();
  });
  root.addEventListener("pointerup", (event) => { if (drag?.pointer === event.pointerId) end(true); });
  root.addEventListener("pointercancel", () => { if (drag) end(false); });
  root.addEventListener("dragstart", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    if (drag?.isOn && event.key === "Escape") {
      event.preventDefault();
      end(false);
    }
  });
  parts.board.addEventListener("scroll", () => { if (drag?.isOn) drag.scroll = scrolled(); }, { passive: true });
  window.addEventListener("scroll", () => { if (drag?.isOn) measure(); }, { passive: true });
}

/* All that is measured is measured here, once; frames only reckon. */
function start() {
  const card = shown(plan.cards.get(drag.id));
  begin(card);
  drag.isOn = true;
  measure();
  const top = card.day ? pixelsOf(card.starts + (numberOf(card.day) - numberOf(plan.day)) * DAY) : 0;
  drag.grab = card.day && !drag.isGrip ? inBoard({ x: drag.x, y: drag.y }).y - top : 12;
  drag.top = top;
  root.setPointerCapture(drag.pointer);
  document.documentElement.classList.add("is-dragging");
  drag.frame = requestAnimationFrame(frame);
}

function measure() {
  const heads = parts.heads.getBoundingClientRect();
  drag.board = parts.board.getBoundingClientRect();
  drag.high = heads.height;
  drag.side = parts.side.getBoundingClientRect();
  drag.scroll = scrolled();
  drag.days = [...document.querySelectorAll(".days .day")].map((link) => (
    { day: new URL(link.href).searchParams.get("day"), rect: link.getBoundingClientRect() }
  ));
}

function scrolled() {
  return { x: parts.board.scrollLeft, y: parts.board.scrollTop };
}

function inBoard({ x, y }) {
  return { x: x - drag.board.left + drag.scroll.x, y: y - drag.board.top - drag.high + drag.scroll.y };
}

function frame() {
  if (!drag?.isOn) return;
  drag.frame = requestAnimationFrame(frame);
  const at = drag.now;
  if (!at) return;
  if (drag.isGrip) lengthen(at);
  else if (isIn(drag.side, at)) stand({ day: "" });
  else if (isIn(drag.board, at)) place(at);
  else overDay(at);
  scrollAtEdges(at);
  parts.side.classList.toggle("side-target", !move.at.day);
}

function lengthen(at) {
  stand({ minutes: Math.max(5, snap(minutesOf(inBoard(at).y - drag.top))) });
}

function place(at) {
  const { x, y } = inBoard(at);
  const column = Math.min(plan.rooms.length - 1, Math.max(0, Math.floor((x - GUTTER) / move.width)));
  const wish = snap(minutesOf(y - drag.grab));
  const starts = Math.min(DAY - 5, Math.max(Math.min(0, minutesOf(drag.top)), wish));
  stand({ day: plan.day, starts, venue: plan.rooms[column].id });
}

function overDay(at) {
  const over = drag.days.find(({ rect }) => isIn(rect, at))?.day;
  if (over !== drag.over) Object.assign(drag, { over, since: performance.now() });
  if (over && over !== plan.day && performance.now() - drag.since > WAIT) {
    drag.openDay(over);
    again();
  }
}

function scrollAtEdges(at) {
  const { board, high } = drag;
  if (!isIn(board, at)) return;
  const right = at.x > board.right - EDGE ? 12 : at.x < board.left + GUTTER + EDGE / 2 ? -12 : 0;
  const down = at.y > board.bottom - EDGE ? 12 : at.y < board.top + high + EDGE / 2 ? -12 : 0;
  if (right || down) parts.board.scrollBy(drag.isGrip ? 0 : right, down);
}

function end(isWanted) {
  const { isOn, pointer, frame: asked } = drag;
  drag = null;
  if (!isOn) return;
  cancelAnimationFrame(asked);
  if (root.hasPointerCapture(pointer)) root.releasePointerCapture(pointer);
  document.documentElement.classList.remove("is-dragging");
  parts.side.classList.remove("side-target");
  const said = words();
  window.addEventListener("click", swallow, { capture: true, once: true });
  window.setTimeout(() => window.removeEventListener("click", swallow, { capture: true }));
  parts.live.textContent = isWanted ? said : "";
  finish(isWanted);
}

function swallow(event) {
  event.preventDefault();
  event.stopPropagation();
}

function snap(minutes) {
  return Math.round(minutes / 5) * 5;
}

function isIn(rect, { x, y }) {
  return x >= rect.left && x <= rect.right && y >= rect.top && y <= rect.bottom;
}
