/* The form of an event: when it begins at another hour, its end moves along. */

const DAY = 24 * 60;
const begins = document.querySelector("#begins");
const ends = document.querySelector("#ends");
let length = null; // minutes; null: there is no end to move

begins?.addEventListener("focus", () => {
  const from = minutes(begins), until = minutes(ends);
  length = from === null || until === null || until <= from ? null : until - from;
});
begins?.addEventListener("input", () => {
  const from = minutes(begins);
  if (length === null || from === null || from + length >= DAY) return;
  ends.value = clock(from + length);
});

function minutes({ value }) {
  const found = /^(\d{2}):(\d{2})/.exec(value);
  return found && Number(found[1]) * 60 + Number(found[2]);
}

function clock(total) {
  return [Math.floor(total / 60), total % 60].map((one) => String(one).padStart(2, "0")).join(":");
}
