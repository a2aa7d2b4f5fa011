/* What follows from an answer is shown at once; the server asks the same without this. */

for (const form of document.querySelectorAll("form[data-asked]")) {
  const later = [...form.querySelectorAll("[data-asked-when]")].map((part) => ({
    part,
    when: JSON.parse(part.dataset.askedWhen),
  }));
  if (!later.length) continue;
  const look = () => {
    for (const { part, when } of later) {
      const isAsked = holds(form, when);
      part.hidden = part.disabled = !isAsked;
    }
  };
  form.addEventListener("input", look);
  form.addEventListener("change", look);
  addEventListener("pageshow", look);
  look();
}

function holds(form, { joined, rules }) {
  const held = rules.map((rule) => (typeof rule === "boolean" ? rule : ruleHolds(form, rule)));
  return joined === "any" ? held.some(Boolean) : held.every(Boolean);
}

function ruleHolds(form, { question, comparison, values }) {
  const given = answers(form, `q_${question}`);
  if (comparison === "answered") return given.length > 0;
  const wanted = values.map(fold);
  const meets = given.some((one) => wanted.includes(fold(one)));
  return meets === (comparison === "any_of");
}

/* A disabled field is not asked, and so not answered. */
function answers(form, name) {
  const given = [];
  for (const one of form.elements) {
    if (one.name !== name && one.name !== `${name}-keep`) continue;
    if (one.matches(":disabled")) continue;
    if (one.type === "checkbox" || one.type === "radio") {
      if (one.checked) given.push(one.value === "y" ? "yes" : one.value);
    } else if (one.multiple && one.selectedOptions) {
      given.push(...[...one.selectedOptions].map((option) => option.value));
    } else if (one.value.trim()) given.push(one.value.trim());
  }
  return given;
}

function fold(text) {
  return text.toLowerCase();
}
