/* Texts folded so that they are found without accents, case or width: the same as
   `searchable` of eventapp/kernel/names.py, sign by sign. */
const PLAIN = /^[ -~]*$/;
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;
const CHEROKEE = /\p{Script=Cherokee}/u;
const MARK = /\p{M}/gu;
const RANK_1 = "\u0334", RANK_230 = "\u0301";
const ranked = new Map();

/** `texts` folded, words parted by one blank. */
export function searchable(...texts) {
  const joined = texts.filter(Boolean).join(" ");
  if (PLAIN.test(joined)) return joined.toLowerCase().split(" ").filter(Boolean).join(" ");
  const folded = caseless(joined.replace(/[łŁ]/g, "l")).normalize("NFKD");
  const bare = folded.replace(MARK, (sign) => isCombining(sign) ? "" : sign).replace(UNSEEN, "");
  return bare.normalize("NFC").split(" ").filter(Boolean).join(" ");
}

/* Unicode's full case folding, for which browsers have no function: ß as ss, ς as σ. */
function caseless(text) {
  let folded = "";
  for (const sign of text) {
    if (sign === "ı") folded += sign; // Turkish: no other i
    else if (CHEROKEE.test(sign)) folded += sign.toUpperCase();
    else folded += sign.toLowerCase().toUpperCase().toLowerCase();
  }
  return folded;
}

/* Whether a mark has a combining class: if so, it changes places with another mark. */
function isCombining(sign) {
  if (!ranked.has(sign)) {
    const after = `a${sign}${RANK_1}`, before = `a${RANK_230}${sign}`;
    const moves = after.normalize("NFD") !== after.normalize("NFD").replace(RANK_1, "") + RANK_1
      || before.normalize("NFD")[1] !== RANK_230;
    ranked.set(sign, moves || sign === RANK_230 || sign === RANK_1);
  }
  return ranked.get(sign);
}
