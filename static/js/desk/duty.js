/* On duty at a desk: one touch turns on camera and sound and keeps the screen awake. */
import { makeCamera } from "./camera.js";
import { loudness, setLoudness, signal, unlock } from "./signals.js";
import { part } from "./words.js";

const ON_DUTY = "desk-duty"; // in this tab: a page that is loaded anew may not start by itself
const REASONS = {
  NotAllowedError: "denied",
  NotFoundError: "none",
  OverconstrainedError: "none",
  NotReadableError: "taken",
  AbortError: "taken",
  SecurityError: "insecure",
  DecoderError: "decoder",
};

/** The panel that begins and ends duty on `page`; `heard` gets each code the camera sees. */
export function makeDuty({ page, heard }) {
  let onDuty = false, lock, volume = loudness() || 1;
  const camera = makeCamera({
    video: part("video"),
    ...page.dataset,
    heard,
    failed: (reason) => show(REASONS[reason] ?? "failed"),
  });

  async function begin() {
    const isFirst = !onDuty;
    onDuty = true;
    note(true);
    unlock();
    if (isFirst) signal("ready");
    stayAwake();
    await look();
    if (camera.runs && isFirst) part("stop").focus();
  }

  async function look() {
    show("opens");
    await camera.start();
    if (camera.runs) show(null);
  }

  function rest() {
    onDuty = false;
    note(false);
    camera.stop();
    lock?.release();
    show(null);
    part("start").focus();
  }

  function show(word) {
    page.classList.toggle("on-camera", camera.runs);
    const said = part("camera-said");
    said.hidden = word === null;
    for (const one of said.children) one.hidden = one.dataset.said !== word;
    part("light").hidden = !camera.light.exists;
    part("light").setAttribute("aria-pressed", "false");
    if (camera.runs) offerOthers();
  }

  async function offerOthers() {
    const all = await navigator.mediaDevices.enumerateDevices().catch(() => []);
    part("other").hidden = all.filter((one) => one.kind === "videoinput").length < 2;
  }

  async function stayAwake() {
    lock = await navigator.wakeLock?.request("screen").catch(() => null);
  }

  function hush() {
    setLoudness(loudness() ? 0 : volume);
    showLoudness();
  }

  function showLoudness() {
    const now = loudness();
    if (now) volume = now;
    part("mute").setAttribute("aria-pressed", String(!now));
    if (part("loudness")) part("loudness").value = String(now);
  }

  part("start").addEventListener("click", begin);
  part("stop").addEventListener("click", rest);
  part("other").addEventListener("click", async () => { await camera.other(); show(null); });
  part("light").addEventListener("click", ({ currentTarget: button }) => {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(on));
    camera.light.turn(on).catch(() => button.setAttribute("aria-pressed", "false"));
  });
  part("mute").addEventListener("click", hush);
  part("loudness")?.addEventListener("change", ({ target }) => {
    setLoudness(Number(target.value));
    showLoudness();
    signal("admit");
  });
  for (const button of document.querySelectorAll("button[data-tone]")) {
    button.addEventListener("click", () => { unlock(); signal(button.dataset.tone); });
  }
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return camera.stop();
    if (!onDuty) return;
    unlock(); // a phone that slept lets sound and wakefulness go
    stayAwake();
    look();
  });
  addEventListener("pointerdown", unlock, { once: true });
  showLoudness();
  if (wasOnDuty()) show("anew");
  if ("requestIdleCallback" in window) requestIdleCallback(camera.warm, { timeout: 2000 });
  else setTimeout(camera.warm, 500);
  return { begin, rest, get onDuty() { return onDuty; }, camera };
}

function note(isOn) {
  try {
    if (isOn) sessionStorage.setItem(ON_DUTY, "1");
    else sessionStorage.removeItem(ON_DUTY);
  } catch { /* then nobody is reminded */ }
}

function wasOnDuty() {
  try {
    return sessionStorage.getItem(ON_DUTY) !== null;
  } catch {
    return false;
  }
}
