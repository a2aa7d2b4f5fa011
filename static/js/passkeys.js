/* Passkeys: the browser asks the device, and its answer goes with the form. */

let waiting = null;

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => ask(event, form));
    if (form.dataset.offered !== undefined) offer(form);
  }
}

/* A press asks the device first; the form goes off with the answer. */
async function ask(event, form) {
  const field = form.elements[form.dataset.passkey === "create" ? "credential" : "passkey-credential"];
  if (field.value) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!form.reportValidity()) return;
  say(form, form.querySelector("[type=submit]").dataset.busy);
  try {
    field.value = JSON.stringify(await answer(form));
  } catch {
    say(form, form.dataset.failed);
    return;
  }
  form.requestSubmit();
}

/* Where the browser can, it offers the passkey among what fills the address field. */
async function offer(form) {
  if (!await PublicKeyCredential.isConditionalMediationAvailable?.()) return;
  try {
    const found = await answer(form, "conditional");
    form.elements["passkey-credential"].value = JSON.stringify(found);
    form.requestSubmit();
  } catch { /* nobody chose it, or the button was pressed */ }
}

async function answer(form, mediation) {
  waiting?.abort();
  waiting = new AbortController();
  const asked = JSON.parse(form.dataset.asked);
  const { signal } = waiting;
  asked.challenge = octets(asked.challenge);
  if (form.dataset.passkey === "create") {
    asked.user.id = octets(asked.user.id);
    asked.excludeCredentials = (asked.excludeCredentials ?? []).map(known);
    const made = await navigator.credentials.create({ publicKey: asked, signal });
    return told(made, {
      attestationObject: letters(made.response.attestationObject),
      transports: made.response.getTransports?.() ?? [],
    });
  }
  asked.allowCredentials = (asked.allowCredentials ?? []).map(known);
  const found = await navigator.credentials.get({ publicKey: asked, signal, ...(mediation && { mediation }) });
  return told(found, {
    authenticatorData: letters(found.response.authenticatorData),
    signature: letters(found.response.signature),
    userHandle: found.response.userHandle && letters(found.response.userHandle),
  });
}

function told(credential, response) {
  const clientDataJSON = letters(credential.response.clientDataJSON);
  return {
    id: credential.id,
    rawId: letters(credential.rawId),
    type: credential.type,
    response: { clientDataJSON, ...response },
  };
}

function known(one) {
  return { ...one, id: octets(one.id) };
}

function octets(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function letters(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function say(form, sentence) {
  let line = form.querySelector("[role=status]");
  if (!line) {
    line = document.createElement("p");
    line.setAttribute("role", "status");
    form.append(line);
  }
  line.textContent = sentence;
}
