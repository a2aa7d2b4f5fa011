/* Forms: one press is enough, and nothing that was typed is lost. */

const SECRET = new Set(["password", "hidden", "file", "submit", "button", "reset"]);
const words = document.body.dataset;

settleSent();
for (const form of document.forms) {
  if (form.method !== "post" || form.dataset.unkept !== undefined) continue;
  const kept = keptAnswers(form);
  if (kept) {
    restore(form, kept);
    form.addEventListener("input", () => kept.write(answersOf(form)));
  }
  form.addEventListener("submit", (event) => sendOnce(event, form, kept));
}

document.querySelector("#problem")?.focus();
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("[data-sending]").forEach(release);
});

/* A second press does nothing; without network the form stays as it is. */
function sendOnce(event, form, kept) {
  if (form.dataset.sending !== undefined) {
    event.preventDefault();
    return;
  }
  if (navigator.onLine === false) {
    event.preventDefault();
    kept?.write(answersOf(form));
    say(form, words.notSent);
    return;
  }
  const button = event.submitter ?? form.querySelector("[type=submit]");
  form.dataset.sending = "";
  button?.setAttribute("aria-disabled", "true");
  if (button?.dataset.busy) say(form, button.dataset.busy);
  kept?.write(answersOf(form), true);
  window.setTimeout(() => release(form), 15000);
}

function release(form) {
  delete form.dataset.sending;
  form.querySelectorAll("[aria-disabled]").forEach((one) => one.removeAttribute("aria-disabled"));
  const line = form.querySelector(".actions-status");
  if (line) line.textContent = "";
}

function say(form, sentence) {
  let line = form.querySelector(".actions-status");
  if (!line) {
    line = document.createElement("p");
    line.className = "actions-status";
    line.setAttribute("role", "status");
    form.append(line);
  }
  window.setTimeout(() => { line.textContent = sentence; });
}

/* What was sent and led on to a page of ours has arrived: forget it. An error page keeps it. */
function settleSent() {
  const failed = document.querySelector("[data-failed]");
  const from = document.referrer && new URL(document.referrer).pathname;
  const how = performance.getEntriesByType("navigation")[0]?.type;
  try {
    for (const key of Object.keys(sessionStorage).filter((one) => one.startsWith("answers "))) {
      const { answers, sent, page } = JSON.parse(sessionStorage.getItem(key));
      if (!sent || how !== "navigate") continue;
      if (failed) sessionStorage.setItem(key, JSON.stringify({ answers, sent: false, page }));
      else if (page === from) sessionStorage.removeItem(key);
    }
  } catch { /* forbidden or not ours: the page works without it */ }
}

/* The place in the session's storage for one form of one address. */
function keptAnswers(form) {
  const fields = keepable(form);
  if (!fields.length) return null;
  const key = `answers ${new URL(form.action, location).pathname} ${form.id}`;
  try {
    sessionStorage.getItem(key);
  } catch {
    return null;
  }
  return {
    read: () => JSON.parse(sessionStorage.getItem(key) ?? "null"),
    write: (answers, sent = false) => {
      try {
        sessionStorage.setItem(key, JSON.stringify({ answers, sent, page: location.pathname }));
      } catch { /* full or forbidden: the page works without it */ }
    },
    drop: () => sessionStorage.removeItem(key),
  };
}

/* Answers come back when the form was left unsent, or when sending never arrived. */
function restore(form, kept) {
  const found = kept.read();
  if (!found) return;
  if (document.querySelector("#problem")) {
    kept.drop();
    return;
  }
  let changed = false;
  for (const field of keepable(form)) {
    const before = found.answers[`${field.name} ${choosable(field) ? field.value : ""}`];
    if (before === undefined) continue;
    if (choosable(field)) {
      changed ||= field.checked !== before;
      field.checked = before;
    } else {
      changed ||= field.value !== before;
      field.value = before;
    }
  }
  if (changed) offerToDiscard(form, kept);
}

/* Say that these are earlier answers, and give a way back to the page as it is served. */
function offerToDiscard(form, kept) {
  const note = document.querySelector("#restored").content.cloneNode(true);
  note.querySelector("button").addEventListener("click", () => {
    kept.drop();
    form.reset();
    location.replace(location.pathname + location.search);
  });
  form.prepend(note);
}

function answersOf(form) {
  return Object.fromEntries(keepable(form).map((field) => (
    [`${field.name} ${choosable(field) ? field.value : ""}`, choosable(field) ? field.checked : field.value]
  )));
}

function keepable(form) {
  return [...form.elements].filter((field) => (
    field.name && "value" in field && field.tagName !== "BUTTON" && field.tagName !== "FIELDSET"
    && !SECRET.has(field.type) && !field.multiple && !field.readOnly
    && !/one-time-code|password/.test(field.autocomplete) && field.dataset.unkept === undefined
  ));
}

function choosable(field) {
  return field.type === "checkbox" || field.type === "radio";
}
