/* Which chosen events overlap, in words, while one chooses. */

const form = document.querySelector("[data-clashes]");
const rows = [...form.querySelectorAll("[data-event]")].map((row) => ({
  row,
  box: row.querySelector("input"),
  title: row.querySelector("[data-title]").textContent,
  clash: row.querySelector("[data-clash]"),
  ...row.dataset,
}));
const count = form.querySelector("[data-clash-count]");

form.addEventListener("change", () => mark(true));
mark(false);

function mark(speak) {
  const chosen = rows.filter((one) => one.box.checked);
  let any = false;
  for (const one of rows) {
    const others = one.box.checked ? chosen.filter((other) => overlap(one, other)) : [];
    any ||= others.length > 0;
    one.clash.hidden = others.length === 0;
    one.clash.querySelector("[data-clash-titles]").textContent = others.map((other) => other.title).join("; ");
  }
  if (speak && count) count.textContent = any ? form.dataset.count : "";
}

/* Events inside one another do not exclude each other. */
function overlap(one, other) {
  return one !== other && one.starts < other.ends && other.starts < one.ends
    && one.parent !== other.event && other.parent !== one.event;
}
