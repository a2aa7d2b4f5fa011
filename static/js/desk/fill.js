/* Sentences of the page with {places}, filled with what is known: words, or elements. */
const sentences = new WeakMap();

/** Fill the places of a sentence anew; what stood there before is forgotten. */
export function fill(element, values) {
  const pieces = sentences.get(element) ?? [...element.childNodes].map((one) => one.cloneNode(true));
  sentences.set(element, pieces);
  element.replaceChildren(...pieces.flatMap((piece) => (
    piece.nodeType === Node.TEXT_NODE ? filled(piece.data, values) : [piece.cloneNode(true)])));
}

function filled(text, values) {
  return text.split(/\{(\w+)\}/).map((one, place) => place % 2 ? values[one] ?? "" : one);
}
