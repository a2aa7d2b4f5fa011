/* What a badge's code opens, as eventapp/checkin/expected/sealing.py makes it: HKDF gives
   the name of its record, the key that opens it, and what tells that its bearer is inside. */
const OF_CODE = octets("list 1: secret of a badge");
const OF_SECRET = octets("list 1: name, key, presence, nonces");
const BLOCK = 16, NONCE = 12, TAG = 8;

/** What `code` opens in a week whose salt is `salt`; it needs a page over https. */
export async function openerOf(code, salt) {
  return openerOfSecret(await derived(octets(code), salt, OF_CODE, BLOCK), salt);
}

/** The same from a badge's secret, as the card of a delegation holds it. */
export async function openerOfSecret(secret, salt) {
  const parts = await derived(secret, salt, OF_SECRET, 3 * BLOCK);
  const octetsOfName = parts.slice(0, BLOCK);
  return {
    name: encoded(octetsOfName), octetsOfName,
    key: parts.slice(BLOCK, 2 * BLOCK), presence: parts.slice(2 * BLOCK),
  };
}

/** The lines of a sealed record; an error where this badge does not open it. */
export async function unseal(opener, sealed) {
  const all = decoded(sealed);
  const key = await crypto.subtle.importKey("raw", opener.key, "AES-GCM", false, ["decrypt"]);
  const way = { name: "AES-GCM", iv: all.slice(0, NONCE), additionalData: opener.octetsOfName };
  const open = await crypto.subtle.decrypt(way, key, all.slice(NONCE));
  return new TextDecoder().decode(open).trimEnd().split("\n");
}

/** Under which tag the list says that the bearer was at `event`. */
export async function presenceTag(opener, event) {
  const way = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", opener.presence, way, false, ["sign"]);
  const plain = event.replaceAll("-", "").match(/../g).map((pair) => Number.parseInt(pair, 16));
  return encoded(new Uint8Array(await crypto.subtle.sign("HMAC", key, Uint8Array.from(plain))).slice(0, TAG));
}

/** Octets from the form in which they are sent. */
export function decoded(text) {
  return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
}

function encoded(plain) {
  return btoa(String.fromCharCode(...plain)).replaceAll("=", "");
}

async function derived(material, salt, info, length) {
  const key = await crypto.subtle.importKey("raw", material, "HKDF", false, ["deriveBits"]);
  const way = { name: "HKDF", hash: "SHA-256", salt, info };
  return new Uint8Array(await crypto.subtle.deriveBits(way, key, 8 * length));
}

function octets(text) {
  return new TextEncoder().encode(text);
}
