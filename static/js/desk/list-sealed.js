/* The sealed list: without a badge it tells how many records there are, and no more. */
import { inLanguage, isLiving, makeFacts, states } from "./list-facts.js";
import { decoded, openerOfSecret, presenceTag, unseal } from "./sealing.js";

const SECRET = 16; // octets

/** The list that a message begins; later ones say what has changed. */
export function makeSealed(whole) {
  const facts = makeFacts();
  const records = new Map(), tags = new Map(), revoked = new Set();
  let salt;

  function take(message) {
    facts.take(message);
    salt = decoded(message.salt);
    for (const [name, sealed] of Object.entries(message.records)) records.set(name, sealed);
    for (const name of message.gone) records.delete(name);
    const moved = states(message.moved, message.second);
    for (const [at, tag] of message.moved.tag.entries()) {
      if (moved[at]) tags.set(tag, moved[at]);
      else tags.delete(tag);
    }
  }

  /** Whose badge, or whose card, was opened; null where the list has no such record. */
  async function byOpener(opener, event) {
    const sealed = records.get(opener.name);
    if (!sealed) return null;
    const lines = await unseal(opener, sealed);
    if (lines[0] === "G") return group(lines, opener, event);
    return { ...personOf(lines, opener, event), seen: tags.get(await presenceTag(opener, event)) ?? null };
  }

  function personOf(lines, { name }, event) {
    const [
      reference, number, latin = "", native, language, status, kind, places = "", first, second,
      ownName, ownLanguage, delegation, head, old,
    ] = lines;
    return facts.person({
      reference, number, latin, native, language, status, kind, places, delegation, head,
      revoked: old || revoked.has(name), institution: inLanguage(first, second),
      institution_native: ownName, institution_language: ownLanguage,
    }, event);
  }

  async function group(lines, { name }, event) {
    const [, delegation, first, second, label, , , state, secrets = ""] = lines;
    const title = inLanguage(first, second);
    const all = decoded(secrets), members = [];
    for (let at = 0; at < all.length; at += SECRET) {
      const opener = await openerOfSecret(all.slice(at, at + SECRET), salt);
      const found = await byOpener(opener, event);
      if (found && isLiving(found)) members.push(found);
    }
    return {
      kind: "group", members,
      delegation: { id: facts.delegation(delegation), title: label ? `${title} (${label})` : title },
      state: state === "x" || revoked.has(name) ? "revoked" : state === "c" ? "cancelled" : null,
    };
  }

  take(whole);
  return { take, byOpener, isSealed: true, number: facts.number, revoke: (name) => revoked.add(name), get count() { return records.size; } };
}
