/* Prints the badge on this page: notes it first, and goes back to the desk after. */
import { newId } from "./words.js";

const form = document.getElementById("print");
const paper = document.getElementById("paper");
const said = document.getElementById("said");
const LIMIT = 2500; // nobody waits for the note longer than that

form.addEventListener("submit", (submitted) => {
  submitted.preventDefault();
  print();
});
if ("now" in form.dataset) print();

async function print() {
  const noted = note();
  try {
    await paper.decode();
  } catch {
    return say("missing");
  }
  const isNoted = await noted;
  say(isNoted ? "printed" : "unnoted");
  addEventListener("afterprint", () => {
    if ("now" in form.dataset && isNoted) location.assign(form.dataset.back);
  }, { once: true });
  window.print();
}

/* Each print of this page is a print of its own; the same one is never noted twice. */
async function note() {
  const body = new FormData(form), abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), LIMIT);
  try {
    const answer = await fetch(form.action, {
      method: "POST", body, headers: { Accept: "application/json" }, signal: abort.signal,
    });
    if (answer.ok) form.elements.print_id.value = newId();
    return answer.ok;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

function say(word) {
  said.replaceChildren(document.querySelector("#print-words").content.querySelector(`[data-word="${word}"]`).cloneNode(true));
}
