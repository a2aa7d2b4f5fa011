/* The code on a badge, as eventapp/kernel/codes.py defines it: whether it was read whole. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // Crockford's: no I, L, O, U
const SHAPE = /^PW1[PGCD][0-7][0-9A-HJKMNP-TV-Z]{27}$/; // two of the 130 bits are spare
const LINK = /^HTTPS?:\/\/[^/?#]+(?:\/[^?#]*)?\/B\/([^/?#]*).*$/s;
const REFERENCE = /^[0-9A-HJKMNP-TV-Z]{8}$/;
const READ_LENGTH = 500;
const LOOKALIKES = { I: "1", L: "1", O: "0" };
export const PREFIX = "PW1";
export const CODE_LENGTH = 32;

/** What was read, in plain capitals and without the address before it. */
export function clean(text) {
  const folded = fold(text);
  return LINK.exec(folded)?.[1] ?? folded;
}

/** The reference that somebody typed, as it is printed (7K2M-9QXD); null if it is none. */
export function parseReference(text) {
  const reference = fold(text).replace(/[\s\-\u2010-\u2015]/g, "");
  return REFERENCE.test(reference) ? `${reference.slice(0, 4)}-${reference.slice(4)}` : null;
}

function fold(text) {
  const plain = [...text].slice(0, READ_LENGTH).join("").normalize("NFKC").toUpperCase();
  const printed = plain.replace(/[\p{Cc}\p{Cf}]/gu, "").trim();
  return printed.replace(/[ILO]/g, (sign) => LOOKALIKES[sign]);
}

/** Whether what was read is one of our codes, none of them, or one that was cut. */
export function outcome(text) {
  const code = clean(text);
  if (!code.startsWith(PREFIX)) return "foreign";
  return isWhole(code) ? "code" : "misread";
}

/** Whether both check sums over the 32 signs are zero, in GF(32). */
export function isWhole(code) {
  if (!SHAPE.test(code)) return false;
  let plain = 0, weighted = 0;
  for (const [position, sign] of [...code].entries()) {
    const value = ALPHABET.indexOf(sign);
    plain ^= value;
    weighted ^= times(position, value);
  }
  return plain === 0 && weighted === 0;
}

function times(one, other) {
  let product = 0;
  for (let factor = one, rest = other; rest; rest >>= 1) {
    if (rest & 1) product ^= factor;
    factor <<= 1;
    if (factor & 32) factor ^= 0b100101; // x^5 + x^2 + 1
  }
  return product;
}
