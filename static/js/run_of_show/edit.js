/* The run of show while it is typed: rows move at once, times and the sum follow. */

const form = document.querySelector("[data-cues]");
const list = form.querySelector(".cues");
const sum = form.querySelector("[data-sum]");
const { starts, length } = form.dataset; // minutes after midnight, minutes

form.addEventListener("input", time);
form.addEventListener("change", summarise);
form.addEventListener("click", move);
form.addEventListener("submit", once);
time();

/* "Up" and "down" need no server; every other button does. */
function move(event) {
  const button = event.target.closest("button[name=do]");
  const [deed] = (button?.value ?? "").split(":");
  const row = button?.closest(".cue");
  if (!row || (deed !== "up" && deed !== "down")) return;
  event.preventDefault();
  const other = deed === "up" ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  if (deed === "up") other.before(row);
  else other.after(row);
  button.focus();
  time();
  form.querySelector("[data-moved]").textContent = form.dataset.words
    .replace("{number}", row.querySelector("[data-number]").textContent);
}

function once(event) {
  if (form.dataset.sending !== undefined) event.preventDefault();
  form.dataset.sending = "";
}
window.addEventListener("pageshow", () => { delete form.dataset.sending; });

function time() {
  let at = Number(starts);
  let minutes = 0;
  const lates = [];
  for (const [index, row] of [...list.children].entries()) {
    const own = Number(row.querySelector("[name$=-minutes]").value) || 0;
    const fixed = minutesOf(row.querySelector("[name$=-begins]").value);
    const late = starts && fixed !== null ? Math.max(0, at - fixed) : 0;
    if (fixed !== null) at = Math.max(at, fixed);
    row.querySelector("[data-number]").textContent = String(index + 1);
    lates.push(tellLate(row, index + 1, late));
    const clock = row.querySelector("[data-time]");
    if (starts && clock) clock.textContent = wall(at);
    at += own;
    minutes += own;
  }
  if (!sum) return;
  form.querySelector("[data-lates]").textContent = lates.filter(Boolean).join(" ");
  const span = starts ? at - Number(starts) : minutes;
  const excess = span - Number(length);
  const words = excess > 0 ? "longer" : excess < 0 ? "shorter" : "fits";
  sum.textContent = sum.dataset[words]
    .replace("{minutes}", String(minutes)).replace("{excess}", String(Math.abs(excess)));
  sum.classList.toggle("cues-long", excess > 0);
}

/* The cue before ends after its fixed start. */
function tellLate(row, number, minutes) {
  const said = row.querySelector("[data-late]");
  if (!said) return "";
  said.textContent = minutes === 0 ? "" : form.querySelector("[data-lates]").dataset.words
    .replace("{number}", String(number)).replace("{minutes}", String(minutes));
  said.closest(".tag").parentElement.hidden = minutes === 0;
  return said.textContent;
}

/* What a closed row has inside stands in its summary. */
function summarise(event) {
  const row = event.target.closest(".cue");
  const people = row?.querySelector("[data-people]");
  if (!people) return;
  const chosen = [...row.querySelectorAll("[name$=-people]:checked")];
  people.replaceChildren(...chosen.map((one) => {
    const name = one.closest(".choice").querySelector(".choice-label").cloneNode(true);
    const item = document.createElement("li");
    item.append(...name.childNodes);
    return item;
  }));
}

function minutesOf(text) {
  const [hours, minutes] = text.split(":").map(Number);
  if (!text) return null;
  const at = hours * 60 + minutes;
  return at < Number(starts) - 720 ? at + 1440 : at; // a run may cross midnight
}

function wall(at) {
  const two = (number) => String(number).padStart(2, "0");
  return `${two(Math.floor(at / 60) % 24)}:${two(at % 60)}`;
}
