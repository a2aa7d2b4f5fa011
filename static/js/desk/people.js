/* Finding somebody by name, number or reference; the steward looks twice, then admits.
   The list on this device answers at each key, the server as soon as it can. */
import { clock, hour, make, person, phrase } from "./words.js";

const REST = 150; // milliseconds without a key before the server is asked
const FORBIDDEN = 403;

/** Search while somebody types into `field`, and show who was found in `list`. `known()`
    is the list that this device keeps, if it has one; `ask` reaches the server; `pageOf`
    gives the address of somebody's page. Without `maySearch` it only says so. */
export function makeSearch({
  field, list, said, known = () => null, ask, zone, admit, pageOf = () => null, maySearch = true,
}) {
  let timer, latest = 0, shown = "";

  field.addEventListener("input", ({ isComposing }) => { if (!isComposing) soon(); });
  field.addEventListener("compositionend", soon);
  if (!maySearch) said.replaceChildren(phrase("no-names"));

  function soon() {
    clearTimeout(timer);
    const turn = ++latest, asked = field.value.trim();
    if (!maySearch) return said.replaceChildren(phrase("no-names"));
    if (!asked) return empty();
    showKept(asked);
    timer = setTimeout(() => askServer(asked, turn), REST);
  }

  function search() {
    clearTimeout(timer);
    const turn = ++latest, asked = field.value.trim();
    if (!asked) return empty();
    if (!maySearch) return said.replaceChildren(phrase("no-code"));
    showKept(asked);
    return askServer(asked, turn);
  }

  /** Who is found in this device's own list; null where it may not be searched. */
  function showKept(asked) {
    const people = known()?.find(asked) ?? null;
    if (people) show(people, phraseOf(people));
    return people;
  }

  async function askServer(asked, turn) {
    try {
      const { people } = await ask(asked);
      if (turn !== latest) return; // a later question was asked meanwhile
      for (const one of people) known()?.met?.(one);
      show(people, phraseOf(people));
    } catch (problem) {
      if (turn !== latest) return;
      const people = showKept(asked);
      if (people) return show(people, fromList("found-in-list", people.length));
      show([], failure(problem));
    }
  }

  const phraseOf = (people) => phrase(people.length ? "found" : "nobody", { n: people.length });

  function failure({ status, message }) {
    const isSealed = known()?.isSealed || status === FORBIDDEN;
    return (isSealed && fromList("sealed")) || message || phrase("search-failed");
  }

  function fromList(name, n) {
    const word = document.getElementById("list-words")?.content.querySelector(`[data-word="${name}"]`);
    if (!word) return phrase("found", { n });
    const time = hour(known()?.madeAt ?? Date.now(), zone);
    return word.textContent.replace("{time}", time).replace("{n}", n);
  }

  function show(people, message) {
    const now = JSON.stringify(people.map((one) => [one.registration, one.state]));
    if (now !== shown) list.replaceChildren(...people.map(row)); // else a focus would be lost
    shown = now;
    said.replaceChildren(message);
  }

  function row(one) {
    const meta = [one.institution, one.role, one.number, one.reference].filter(Boolean).join(" · ");
    const tag = phrase(`state-${one.state}`);
    if (one.admitted_at) tag.append(" ", clock(one.admitted_at, zone));
    const button = one.state === "admitted" ? null : make("button", {
      type: "button", class: `button button-${one.state === "expected" ? "main" : "plain"}`,
    }, phrase(one.state === "expected" ? "admit" : "check"));
    button?.append(make("span", { class: "unseen" }, ` ${one.name.latin}`));
    const address = pageOf(one);
    const link = address && make("a", { href: address }, phrase("open-person"), make("span", { class: "unseen" }, ` ${one.name.latin}`));
    button?.addEventListener("click", () => { empty(); admit(one); });
    return make("li", { class: "found" },
      make("div", { class: "found-who" }, person(one.name), make("span", { class: "meta" }, meta), tag, link),
      button);
  }

  function empty() {
    clearTimeout(timer);
    latest += 1;
    shown = "";
    field.value = "";
    list.replaceChildren();
    said.replaceChildren(...(maySearch ? [] : [phrase("no-names")]));
  }

  /** Somebody came or went: what is listed may be no longer true. */
  function again() {
    if (field.value.trim() && list.children.length) search();
  }

  return { search, empty, again };
}
