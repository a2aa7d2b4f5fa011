/* Sound and vibration of a verdict. Both need one touch first: "Start duty".
   Each tone has a melody of its own, for stewards who look at the guest and not here. */
const LOW = 196, MIDDLE = 523, UPPER = 659, HIGH = 784, TOP = 1047;
const LOUDNESS = "desk-loudness";
const MELODIES = { // pitch, after how many seconds, how long
  admit: [[MIDDLE, 0, 0.1], [HIGH, 0.12, 0.18]], // rises
  leave: [[HIGH, 0, 0.1], [MIDDLE, 0.12, 0.18]], // falls
  look: [[MIDDLE, 0, 0.13], [MIDDLE, 0.2, 0.13]], // twice the same
  stop: [[LOW, 0, 0.7]], // one long and low
  offline: [[MIDDLE, 0, 0.15]], // one soft
  group: [[MIDDLE, 0, 0.08], [UPPER, 0.1, 0.08], [HIGH, 0.2, 0.08]], // a short run
  told: [[MIDDLE, 0, 0.1], [HIGH, 0.12, 0.18], [TOP, 0.4, 0.35]], // rises, and a bell
  ready: [[HIGH, 0, 0.12]],
};
const ROUGH = new Set(["stop"]), SOFT = new Set(["offline", "ready"]);
const PULSES = {
  admit: [60], leave: [60], look: [60, 90, 60], stop: [500], offline: [60], group: [40, 60, 40, 60, 40],
  told: [60, 200, 160],
};
let sound, loud = kept();

/** Allow sound; to be called while somebody touches the screen. */
export function unlock() {
  sound ??= window.AudioContext && new AudioContext();
  sound?.resume();
}

/** How loud the sounds are, from 0 to 1; kept on this device. */
export function loudness() {
  return loud;
}

/** Choose it. */
export function setLoudness(wanted) {
  loud = wanted;
  try {
    localStorage.setItem(LOUDNESS, String(wanted));
  } catch { /* it holds as long as the page */ }
}

/** Sound and vibrate for a verdict of this tone; `told` rings for hosts who were told. */
export function signal(tone, { told = false } = {}) {
  const melody = told && tone === "admit" ? "told" : tone;
  const touched = navigator.userActivation?.hasBeenActive ?? true;
  if (touched && PULSES[melody]) navigator.vibrate?.(PULSES[melody]);
  if (sound?.state !== "running" || !loud) return;
  for (const [pitch, after, length] of MELODIES[melody] ?? []) play(melody, pitch, after, length);
}

function play(melody, pitch, after, length) {
  const note = new OscillatorNode(sound, {
    frequency: pitch, type: ROUGH.has(melody) ? "sawtooth" : "triangle",
  });
  const volume = new GainNode(sound, { gain: 0 });
  const begins = sound.currentTime + after;
  const peak = loud * (SOFT.has(melody) ? 0.25 : 0.7);
  volume.gain.setValueAtTime(0, begins);
  volume.gain.linearRampToValueAtTime(peak, begins + 0.01);
  volume.gain.setValueAtTime(peak, begins + length - 0.03);
  volume.gain.linearRampToValueAtTime(0, begins + length);
  note.connect(volume).connect(sound.destination);
  note.start(begins);
  note.stop(begins + length);
}

function kept() {
  try {
    return Number(localStorage.getItem(LOUDNESS) ?? 1);
  } catch {
    return 1;
  }
}
