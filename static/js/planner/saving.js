/* Saving at once: one step after the other, never over somebody else's, nothing lost. */

import { draw, elementOf, page, parts } from "./draw.js";
import { plan, take } from "./plan.js";
import { clock, say } from "./words.js";

const EVERY = 4000; // milliseconds between two looks at the server
const token = document.querySelector('meta[name="csrf-token"]').content;
const note = document.getElementById("planner-note").content.firstElementChild;
const notes = new Map(); // by card
let line = Promise.resolve();
let isLost = false;
let timer = 0;

/** Put a card elsewhere: shown at once, saved in the line of steps. */
export function put(card, at) {
  const wish = { at, version: card.version, withParts: parts["with-parts"].checked };
  plan.wishes.set(card.id, wish);
  forget(card.id);
  draw();
  return inLine(() => send(card.id, wish));
}

/** Take back the last move; `show` opens the day to which a card returned. */
export function undo(show) {
  return inLine(async () => {
    try {
      const { ok, told } = await post(`${page.plan}/undo`, {});
      if (ok) bringBack(told, show);
      else if (told.href) offer(told.event, told.error.sentence, null, () => {}, told.href);
      else tell(told.error.sentence);
    } catch {
      lost();
    }
  });
}

/* The eye and the keyboard follow what came back; who pressed the button may press again. */
function bringBack(told, show) {
  const here = document.activeElement;
  accept(told);
  const [card] = told.cards;
  if (!card) return;
  if (card.day && card.day !== plan.day) show(card.day);
  mark(told.cards);
  if (!parts.undo.contains(here)) elementOf(card.id)?.querySelector(".card-move").focus();
}

/** Look at the server every few seconds while the page is seen. */
export async function watch() {
  window.clearTimeout(timer);
  if (!document.hidden) await look();
  timer = window.setTimeout(watch, EVERY);
}

export function tell(sentence) {
  parts.said.textContent = sentence;
}

export async function look() {
  try {
    const answer = await fetch(page.board, {
      headers: { Accept: "application/json", ...(plan.tag && { "If-None-Match": `"${plan.tag}"` }) },
      cache: "no-store", credentials: "same-origin",
    });
    if (answer.status === 200) {
      const told = await answer.json();
      if (told.revision >= plan.revision) {
        const others = plan.revision ? changedIn(told) : [];
        take(told);
        for (const id of plan.wishes.keys()) if (!plan.cards.has(id)) plan.wishes.delete(id);
        draw();
        mention(others);
      }
    } else if (answer.status !== 304) {
      const { error } = await answer.json();
      tell(error.sentence);
      return;
    }
    if (isLost) tell(say("found"));
    isLost = false;
  } catch {
    lost();
  }
}

function inLine(job) {
  line = line.then(job, job);
  return line;
}

async function send(id, wish) {
  const card = plan.cards.get(id);
  if (!card) plan.wishes.delete(id); // somebody took the event away
  if (!card || plan.wishes.get(id) !== wish) return; // a later one follows
  const { day, starts, minutes, venue } = wish.at;
  const fields = { day, begins: day ? clock(starts) : "", minutes, venue, version: wish.version };
  if (wish.withParts) fields.with_parts = "y";
  let answer;
  try {
    answer = await post(`${page.plan}/${id}`, fields);
  } catch {
    keep(card, wish, say("unsaved", { event: card.title }));
    return;
  }
  if (answer.ok) settle(id, wish, answer.told);
  else if (answer.status === 409 && answer.told.cards) conflict(id, wish, answer.told);
  else if ([403, 404, 422].includes(answer.status)) refuse(id, wish, answer.told.error.sentence);
  else keep(card, wish, `${say("refused", { event: card.title })} ${answer.told.error?.sentence ?? ""}`);
}

function settle(id, wish, told) {
  const version = told.cards.find((card) => card.id === id)?.version ?? wish.version;
  const later = plan.wishes.get(id);
  if (later === wish) plan.wishes.delete(id);
  else if (later) later.version = version;
  if (plan.held?.id === id) plan.held.version = version; // taken up again before the answer
  const clash = told.clashes.find((one) => one.events.includes(id));
  const said = clash ? `${told.said} ${clash.sentence}` : told.said;
  accept({ ...told, said });
}

function accept(told) {
  const isNext = told.before === plan.revision;
  take(told);
  draw();
  tell(told.said);
  if (!isNext) look();
}

/* Somebody was first: show what stands there now, and offer the own wish again. */
function conflict(id, wish, told) {
  plan.wishes.delete(id);
  take(told);
  draw();
  const now = plan.cards.get(id);
  offer(id, told.error.sentence, () => put(now, wish.at), () => {});
}

function refuse(id, wish, sentence) {
  plan.wishes.delete(id);
  draw();
  offer(id, sentence, null, () => {});
  look();
}

/* No answer came: the card stays where it was put, and says so. */
function keep(card, wish, sentence) {
  wish.isLost = true;
  draw();
  const again = () => {
    wish.isLost = false;
    draw();
    inLine(() => send(card.id, wish));
  };
  offer(card.id, sentence, again, () => {
    plan.wishes.delete(card.id);
    draw();
  });
}

function offer(id, sentence, again, leave, href) {
  forget(id);
  const element = note.cloneNode(true);
  element.querySelector("[data-said]").textContent = sentence;
  const retry = element.querySelector("[data-again]");
  const answer = (deed) => () => {
    forget(id);
    deed();
    elementOf(id)?.querySelector(".card-move").focus();
  };
  if (again) retry.addEventListener("click", answer(again));
  else retry.remove();
  const way = element.querySelector("[data-open]");
  if (href) Object.assign(way, { href, hidden: false });
  else way.remove();
  element.querySelector("[data-leave]").addEventListener("click", answer(leave));
  notes.set(id, element);
  parts.notes.append(element);
}

function forget(id) {
  notes.get(id)?.remove();
  notes.delete(id);
}

async function post(address, fields) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRFToken": token },
    body: new URLSearchParams(fields),
    credentials: "same-origin",
  });
  const told = await answer.json();
  return { ok: answer.ok, status: answer.status, told };
}

function changedIn(told) {
  return told.cards.filter((card) => plan.cards.get(card.id)?.version !== card.version);
}

/* What others did meanwhile, in a line, and for a moment on their cards. */
function mention(others) {
  if (!others.length) return;
  const [card] = others;
  if (others.length > 1) tell(say("others", { count: others.length }));
  else if (card.by) tell(say("by", { name: card.by, event: card.title }));
  else tell(say("somebody", { event: card.title }));
  mark(others);
}

/** For a moment these cards are seen among the others. */
export function mark(cards) {
  for (const one of cards) {
    const element = elementOf(one.id);
    element?.classList.add("card-fresh");
    window.setTimeout(() => element?.classList.remove("card-fresh"), 4000);
  }
}

function lost() {
  isLost = true;
  tell(say("lost"));
}

window.addEventListener("online", () => {
  for (const [id, wish] of plan.wishes) {
    if (!wish.isLost) continue;
    wish.isLost = false;
    forget(id);
    inLine(() => send(id, wish));
  }
  draw();
});
window.addEventListener("beforeunload", (event) => {
  if (plan.wishes.size) event.preventDefault();
});
document.addEventListener("visibilitychange", () => { if (!document.hidden) watch(); });

