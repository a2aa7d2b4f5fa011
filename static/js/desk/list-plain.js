/* The plain list, for the registration desk: everybody can be found in it, as the
   server would find them, from one character in either script. */
import { parseReference } from "./codes.js";
import { searchable } from "./folding.js";
import { inLanguage, isLiving, makeFacts, states } from "./list-facts.js";

const SHORT = 8; // signs of a record's name
const FOUND = 20;
const NUMBER = /^\p{Nd}+$/u;

/** The list that a message begins; later ones say what has changed. */
export function makePlain(whole) {
  const facts = makeFacts();
  const rows = new Map(), houses = new Map(), codes = new Map(), cards = new Map();
  const seen = new Map(), revoked = new Set();
  let titles = [], inOrder = [], starts = [], texts = ""; // of all rows, one line each

  function take(message) {
    facts.take(message);
    const keys = message.institutions.map(([key, ...house]) => {
      houses.set(key, house);
      return key;
    });
    if (message.titles.length) {
      titles = message.titles.map(([house, label, isLive]) => ({ house: keys[house], label, isLive }));
    }
    takePeople(message.people, keys);
    for (const reference of message.gone) rows.delete(reference);
    for (const [code, ...card] of message.cards) {
      if (card.length) cards.set(code, card);
      else cards.delete(code);
    }
    takeMoved(message.moved, message);
    inOrder = [...rows.values()].sort((one, other) => one.rank - other.rank || one.number - other.number);
    let at = 0;
    starts = inOrder.map(({ text }) => (at += text.length + 1) - text.length - 1);
    texts = inOrder.map(({ text }) => text).join("\n"); // one long text is searched in no time
  }

  function takePeople(people, keys) {
    const heads = new Set(people.head);
    for (const [at, reference] of people.reference.entries()) {
      const row = {
        reference, number: people.number[at], latin: people.latin[at], native: people.native[at],
        language: people.language[at], status: people.status[at], kind: people.kind[at],
        house: keys[people.institution[at]], delegation: people.delegation[at],
        head: heads.has(at), places: people.places[at],
      };
      const [name, , , , words] = houses.get(row.house) ?? [];
      row.rank = whole.statuses[row.status] === "confirmed" ? 0 : 1;
      row.text = `${searchable(row.latin, row.native, people.on_badge[at], reference)} ${words || searchable(name)}`;
      rows.set(reference, row);
      if (people.code[at]) codes.set(people.code[at], { reference });
      for (const code of people.old_codes[at] ?? []) codes.set(code, { reference, isOld: true });
    }
  }

  function takeMoved(moved, { people, second }) {
    const known = states(moved, second);
    for (const [at, who] of moved.who.entries()) {
      const reference = typeof who === "number" ? people.reference[who] : who;
      const slot = `${reference} ${moved.event[at]}`;
      if (known[at]) seen.set(slot, known[at]);
      else seen.delete(slot);
    }
  }

  /** Whose badge, or whose card, this is; null where the list does not know it. */
  function byOpener({ name }, event) {
    const short = name.slice(0, SHORT);
    const isRevoked = revoked.has(short);
    if (cards.has(short)) return group(cards.get(short), isRevoked, event);
    const found = codes.get(short);
    const row = found && rows.get(found.reference);
    return row ? personOf(row, event, found.isOld || isRevoked) : null;
  }

  function byReference(reference, event) {
    const row = rows.get(reference.toUpperCase());
    return row ? personOf(row, event, false) : null;
  }

  function personOf(row, event, isOld) {
    const [first, second, ownName, ownLanguage] = houses.get(row.house) ?? [];
    const found = facts.person({
      ...row, revoked: isOld, institution: inLanguage(first, second),
      institution_native: ownName, institution_language: ownLanguage,
    }, event);
    return { ...found, seen: seenAt(row, event) };
  }

  const seenAt = ({ reference }, event) => seen.get(`${reference} ${facts.number(event)}`) ?? null;

  function group([delegation, isOld], isRevoked, event) {
    const { house, label, isLive } = titles[delegation];
    const title = inLanguage(...(houses.get(house) ?? [""]));
    const members = inOrder.filter((row) => row.delegation === delegation)
      .sort((one, other) => other.head - one.head).map((row) => personOf(row, event, false));
    return {
      kind: "group", members: members.filter(isLiving),
      delegation: { id: facts.delegation(delegation), title: label ? `${title} (${label})` : title },
      state: isOld || isRevoked ? "revoked" : isLive ? null : "cancelled",
    };
  }

  /** The delegation of somebody, with its people; null where they come alone. */
  function groupOf({ registration }, event) {
    const number = rows.get(registration)?.delegation ?? -1;
    return number >= 0 ? group([number, false], false, event) : null;
  }

  /** Who matches every word, by name, number or reference. */
  function find(text, event) {
    const words = searchable(text.slice(0, 500)).split(" ").filter(Boolean);
    const [longest] = [...words].sort((one, other) => other.length - one.length);
    const tests = words.map(testOf), found = [];
    if (!longest) return found;
    for (const row of NUMBER.test(longest) ? inOrder : rowsWith(longest)) {
      if (tests.every((fits) => fits(row)) && found.push(personOf(row, event, false)) === FOUND) break;
    }
    return found;
  }

  /* The rows in which `word` stands, in their order, after the one whose reference it is. */
  function* rowsWith(word) {
    const named = rows.get(parseReference(word)?.replace("-", ""));
    if (named) yield named;
    let line = 0;
    for (let at = texts.indexOf(word); at >= 0; at = texts.indexOf(word, starts[line])) {
      while (line < starts.length && starts[line] <= at) line += 1; // the line after it
      if (inOrder[line - 1] !== named) yield inOrder[line - 1];
      if (line === starts.length) return;
    }
  }

  take(whole);
  return {
    take, byOpener, byReference, groupOf, find, isSealed: false, number: facts.number,
    revoke: (name) => revoked.add(name.slice(0, SHORT)), get count() { return rows.size; },
  };
}

function testOf(word) {
  const reference = parseReference(word)?.replace("-", "");
  if (NUMBER.test(word)) {
    const number = Number([...word].slice(0, 9).map(digit).join(""));
    return (row) => row.number === number || row.reference === reference;
  }
  return (row) => row.text.includes(word) || row.reference === reference;
}

/* The value of a digit of any script: its place in its row of ten. */
function digit(sign) {
  let value = 0;
  const code = sign.codePointAt(0);
  while (value < 9 && NUMBER.test(String.fromCodePoint(code - value - 1))) value += 1;
  return value;
}
