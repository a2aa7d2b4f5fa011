/* Asking the server, with a limit: only a clock tells a slow network from a dead one. */
export const LIMIT = 2500;
const TOKEN = "X-CSRFToken";
const CLOCK = "desk-clock"; // how far the server's clock is ahead, for starts without network
const SURE = 5000; // so long without an answer, it is the line and no slow server
const CLOCKS = 1000; // two clocks that differ by less are one
const LATER = [401, 408, 410, 425, 429]; // says nothing about what was sent

/** Ask in JSON; `tokenAddress` gives a token of the forms. `changed` hears of silence,
    `left` that nobody is signed in any more, `ended` that this device may not ask. */
export function makeServer({ tokenAddress, token = "", changed = () => {}, ended = () => {}, left = () => {} }) {
  let offset = recall(), silentSince = null, isCut = false, signedOut = false, wasAsked = false, ownToken = token;
  const now = () => Date.now() + offset;

  /** The answer; else an error with the server's sentence, its status, and whether it is final. */
  async function ask(address, { body, limit = LIMIT, headers } = {}) {
    if (body && !ownToken) await renewToken(limit);
    let answer = await reach(address, { body, limit, headers });
    if (answer.isStale) {
      await renewToken(limit);
      answer = await reach(address, { body, limit, headers });
    }
    note(answer);
    if (answer.status < 400) return answer.result;
    throw refusal(answer);
  }

  async function renewToken(limit) {
    const answer = await reach(tokenAddress, { limit });
    note(answer);
    if (answer.status >= 400) throw refusal(answer);
    ownToken = answer.result.csrf;
  }

  async function reach(address, { body, limit, headers: others }) {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), limit);
    const headers = { Accept: "application/json", ...others };
    if (body) Object.assign(headers, { "Content-Type": "application/json", [TOKEN]: ownToken });
    try {
      const answer = await fetch(address, {
        method: body ? "POST" : "GET", body: body && JSON.stringify(body), headers,
        signal: abort.signal, cache: "no-store", redirect: "error",
      });
      const result = await answer.json(); // anything else is not from our server
      return { status: answer.status, result, isStale: answer.headers.get(TOKEN) === "stale" };
    } catch (problem) {
      silentSince ??= now();
      isCut = !abort.signal.aborted; // refused at once: nobody is there
      wasAsked = true;
      changed();
      throw Object.assign(new Error("", { cause: problem }), { status: 0, isFinal: false });
    } finally {
      clearTimeout(timer);
    }
  }

  function note({ status, result }) {
    wasAsked = true;
    silentSince = status < 500 ? null : silentSince ?? now();
    isCut = false;
    if (status === 401 && !signedOut) left();
    signedOut = status === 401;
    if (result.server_time) learn(Date.parse(result.server_time) - Date.now());
    if (result.csrf) ownToken = result.csrf;
    changed();
    if (status === 410) ended();
  }

  function learn(found) {
    if (Math.abs(found - offset) > CLOCKS) keep(found);
    offset = found;
  }

  /** Press a button of a page that only answers with another page. */
  async function post(address) {
    await renewToken(LIMIT);
    const headers = { [TOKEN]: ownToken }, abort = new AbortController();
    setTimeout(() => abort.abort(), LIMIT);
    const answer = await fetch(address, { method: "POST", headers, redirect: "manual", signal: abort.signal });
    if (answer.type !== "opaqueredirect" && !answer.ok) throw new Error("");
  }

  return {
    ask, post, now,
    get silentSince() { return silentSince; },
    /** Whether the line is known to be silent; else the server may only be slow. */
    get isDeaf() { return silentSince !== null && (isCut || now() - silentSince > SURE); },
    get wasAsked() { return wasAsked; },
    get isSignedOut() { return signedOut; },
  };
}

function refusal({ status, result }) {
  const isFinal = status < 500 && !LATER.includes(status);
  return Object.assign(new Error(result.error?.sentence ?? ""), { status, isFinal });
}

function recall() {
  try {
    return Number(localStorage.getItem(CLOCK)) || 0;
  } catch {
    return 0;
  }
}

function keep(offset) {
  try {
    localStorage.setItem(CLOCK, Math.round(offset));
  } catch {
    // no storage here: the next answer tells again
  }
}
