/* Finding somebody by name, number or reference; the steward looks twice, then admits. */
import { clock, make, person, phrase } from "./words.js";

const REST = 150; // milliseconds without a key before we ask

/** Ask `ask` while somebody types into `field`, and list who was found in `list`. */
export function makeSearch({ field, list, said, ask, zone, admit }) {
  let timer, latest = 0;

  field.addEventListener("input", ({ isComposing }) => { if (!isComposing) soon(); });
  field.addEventListener("compositionend", soon);

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(search, REST);
  }

  async function search() {
    clearTimeout(timer);
    const asked = field.value.trim();
    const turn = ++latest;
    if (!asked) return empty();
    try {
      const { people } = await ask(asked);
      if (turn !== latest) return; // a later question was asked meanwhile
      list.replaceChildren(...people.map(row));
      said.replaceChildren(phrase(people.length ? "found" : "nobody", { n: people.length }));
    } catch (problem) {
      if (turn !== latest) return;
      list.replaceChildren();
      said.replaceChildren(problem.message || phrase("search-failed"));
    }
  }

  function row(one) {
    const meta = [one.institution, one.role, one.number, one.reference].filter(Boolean).join(" · ");
    const tag = phrase(`state-${one.state}`);
    if (one.admitted_at) tag.append(" ", clock(one.admitted_at, zone));
    const button = one.state === "admitted" ? null : make("button", {
      type: "button", class: `button button-${one.state === "expected" ? "main" : "plain"}`,
    }, phrase(one.state === "expected" ? "admit" : "check"));
    button?.append(make("span", { class: "unseen" }, ` ${one.name.latin}`));
    button?.addEventListener("click", () => { empty(); admit(one); });
    return make("li", { class: "found" },
      make("div", { class: "found-who" }, person(one.name), make("span", { class: "meta" }, meta), tag),
      button);
  }

  function empty() {
    latest += 1;
    field.value = "";
    list.replaceChildren();
    said.replaceChildren();
  }

  /** Somebody came or went: what is listed may be no longer true. */
  function again() {
    if (field.value.trim() && list.children.length) search();
  }

  return { search, empty, again };
}
