/* Small helpers for showing: the page's own translated words, names and times. */

/** The element of the page that plays this part; null where the page has none. */
export const part = (name) => document.querySelector(`[data-part="${name}"]`);

/** A fresh key of a scan. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64; // RFC 9562, version 4
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** An element with attributes and children. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter(Boolean));
  return element;
}

/** A copy of the page's phrase called `name`, its {places} filled. */
export function phrase(name, values = {}) {
  const store = document.getElementById("desk-words").content;
  const copy = store.querySelector(`[data-word="${name}"]`).cloneNode(true);
  const text = [...copy.childNodes].find((node) => node.nodeType === Node.TEXT_NODE);
  if (text) text.data = text.data.replace(/\{(\w+)\}/g, (_, place) => values[place] ?? "");
  copy.removeAttribute("data-word");
  return copy;
}

/** A person's name in both writings, as the server's pages show it. */
export function person(name) {
  const native = name.native
    && make("span", { class: "person-native", lang: name.native_language ?? "und" }, name.native);
  const latin = name.latin && make("span", { class: "person-latin", lang: "und" }, name.latin);
  return make("span", { class: "person" }, native, native && " ", latin);
}

/** The hour of an instant in the week's zone: 09:30. */
export function clock(instant, zone) {
  return make("time", { datetime: new Date(instant).toISOString() }, hour(instant, zone));
}

/** The same as text alone. */
export function hour(instant, zone) {
  const form = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone };
  return new Intl.DateTimeFormat("en-GB", form).format(new Date(instant));
}
