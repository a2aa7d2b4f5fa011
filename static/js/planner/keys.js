/* Moving without a mouse: a bar takes the keys until the move is saved or cancelled. */

import { elementOf, minutesOf, parts } from "./draw.js";
import { again, begin, columnOf, finish, follow, move, stand, words } from "./ghost.js";
import { plan, shown } from "./plan.js";
import { undo } from "./saving.js";
import { say } from "./words.js";

const LONG = 15;
const SHORT = 5;
let isMoving = false;

export function listen(openDay) {
  document.getElementById("planner").addEventListener("click", (event) => {
    const button = event.target.closest(".card-move");
    if (button) start(button.closest(".card").dataset.id, openDay);
  });
  parts.bar.addEventListener("keydown", (event) => press(event, openDay));
  parts["bar-save"].addEventListener("click", () => end(true));
  parts["bar-cancel"].addEventListener("click", () => end(false));
  parts["bar-unplace"].addEventListener("click", () => {
    stand({ day: "" });
    if (move.card.is_public) speak();
    else end(true);
  });
  parts.board.addEventListener("keydown", walk);
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input, textarea, select");
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z" && !isTyping && !move.card) {
      event.preventDefault();
      undo(openDay);
    }
  });
}

function start(id, openDay) {
  if (isMoving) end(false);
  isMoving = true;
  const card = shown(plan.cards.get(id));
  begin(card);
  if (!card.day) stand({ day: plan.day, starts: inView(), venue: card.venue || plan.rooms[0].id });
  else if (card.day !== plan.day) openDay(card.day);
  parts.bar.hidden = false;
  parts["bar-words"].textContent = `${say("moving", { event: card.title })} ${words()}`;
  parts.bar.focus({ preventScroll: true });
  follow();
}

function press(event, openDay) {
  const { at } = move;
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const by = event.shiftKey ? SHORT : LONG;
  const deeds = {
    ArrowUp: () => stand({ starts: at.starts - by }),
    ArrowDown: () => stand({ starts: at.starts + by }),
    ArrowLeft: () => sideways(-1),
    ArrowRight: () => sideways(1),
    "+": () => stand({ minutes: at.minutes + SHORT }),
    "=": () => stand({ minutes: at.minutes + SHORT }),
    "-": () => stand({ minutes: at.minutes - SHORT }),
    _: () => stand({ minutes: at.minutes - SHORT }),
    PageUp: () => another(-1),
    PageDown: () => another(1),
    Escape: () => end(false),
  };
  const isButton = Boolean(event.target.closest("button"));
  if (event.key === "Enter" && !isButton) deeds.Enter = () => end(true);
  const deed = deeds[event.key];
  if (!deed) return;
  event.preventDefault();
  event.stopPropagation();
  deed();
  if (!isMoving) return;
  if (move.at.day && move.at.day !== plan.day) {
    openDay(move.at.day);
    again();
  }
  follow();
  speak();
}

/* The first quarter of an hour that the board shows. */
function inView() {
  return Math.min(23 * 60, Math.ceil(minutesOf(parts.board.scrollTop) / LONG + 1) * LONG);
}

function sideways(by) {
  const index = columnOf(move.at.venue) + by;
  if (plan.rooms[index]) stand({ venue: plan.rooms[index].id });
}

function another(by) {
  const index = plan.days.indexOf(move.at.day || plan.day) + by;
  if (plan.days[index]) stand({ day: plan.days[index] });
}

function speak() {
  parts.live.textContent = words();
  parts["bar-words"].textContent = `${move.card.title}: ${words()}`;
}

function end(isWanted) {
  isMoving = false;
  const { id } = move.card;
  const isKept = finish(isWanted) !== null;
  parts.bar.hidden = true;
  parts.live.textContent = isKept ? "" : say("cancelled");
  elementOf(id)?.querySelector(".card-move").focus();
}

/* Arrow keys lead from card to card; Tab does too. */
function walk(event) {
  const card = event.target.closest(".card");
  if (!card || move.card || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
  const list = card.parentElement;
  const column = list.parentElement;
  const near = {
    ArrowUp: () => card.previousElementSibling,
    ArrowDown: () => card.nextElementSibling,
    ArrowLeft: () => beside(column, card, "previousElementSibling"),
    ArrowRight: () => beside(column, card, "nextElementSibling"),
  }[event.key];
  const next = near?.();
  if (!next) return;
  event.preventDefault();
  next.querySelector(event.target.matches(".card-move") ? ".card-move" : ".card-title").focus();
}

function beside(column, card, direction) {
  const from = Number(card.style.getPropertyValue("--from"));
  for (let one = column[direction]; one; one = one[direction]) {
    const cards = [...one.querySelectorAll(".card")];
    const far = (other) => Math.abs(Number(other.style.getPropertyValue("--from")) - from);
    if (cards.length) return cards.reduce((best, other) => (far(other) < far(best) ? other : best));
  }
  return null;
}
