/* Institutions of the register, while one types; the same radios which the server draws. */

const REST = 200; // milliseconds without a key before we ask
const SHORTEST = 2;

const part = document.querySelector("[data-institutions]");
const form = part.closest("form");
const field = form.elements.search;
const territory = form.elements.territory;
const found = part.querySelector("[data-found]");
const list = part.querySelector("[data-choices]");
const said = part.querySelector("[data-said]");
const model = part.querySelector("template[data-choice]").content;
let timer, latest = 0;

part.querySelector("[data-find]").hidden = true;
field.addEventListener("input", ({ isComposing }) => { if (!isComposing) soon(); });
field.addEventListener("compositionend", soon);
territory.addEventListener("change", soon);
/* Enter in the field looks, it does not send half a form. */
field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  search();
});

function soon() {
  clearTimeout(timer);
  timer = setTimeout(search, REST);
}

async function search() {
  clearTimeout(timer);
  const words = field.value.trim();
  const turn = ++latest;
  if (words.length < SHORTEST) {
    found.hidden = true;
    list.replaceChildren();
    return;
  }
  const place = territory.value.length === 2 && territory.value !== "--" ? territory.value : "";
  const query = new URLSearchParams({ q: words, territory: place });
  let institutions;
  try {
    const answer = await fetch(`${part.dataset.institutions}?${query}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    ({ institutions } = await answer.json());
  } catch {
    if (turn === latest) part.querySelector("[data-find]").hidden = false;
    return;
  }
  if (turn !== latest) return; // a later question was asked meanwhile
  show(institutions, words);
}

function show(institutions, words) {
  const before = list.querySelector(":checked")?.value;
  const rows = institutions.map((one) => row(one.id, one.name, one));
  rows.push(row("new", part.dataset.add.replace("{name}", () => words)));
  list.replaceChildren(...rows);
  const kept = [...list.querySelectorAll("input")].find((radio) => radio.value === before);
  if (kept) kept.checked = true;
  if (!institutions.length) list.querySelector("input").checked = true;
  found.hidden = false;
  said.textContent = institutions.length ? part.dataset.some : part.dataset.none;
}

function row(value, name, { native, language, where } = {}) {
  const choice = model.cloneNode(true).firstElementChild;
  const radio = choice.querySelector("input");
  const label = choice.querySelector("label");
  radio.value = value;
  radio.id = label.htmlFor = `institution-${value}`;
  label.textContent = name;
  const hint = choice.querySelector("[data-native]");
  hint.textContent = native ?? "";
  if (native) hint.lang = language ?? "und";
  choice.querySelector("[data-where]").textContent = where ?? "";
  if (!native && !where) choice.querySelector(".choice-hint").remove();
  return choice;
}
