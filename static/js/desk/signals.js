/* Sound and vibration of a verdict. Both need one touch first: "Start duty". */
const LOW = 196, MIDDLE = 523, HIGH = 784;
const NOTES = {
  admit: [[MIDDLE, 0, 0.1], [HIGH, 0.12, 0.18]],
  look: [[MIDDLE, 0, 0.13], [MIDDLE, 0.2, 0.13]],
  stop: [[LOW, 0, 0.7]],
  offline: [[MIDDLE, 0, 0.15]],
};
const PULSES = { admit: [60], look: [60, 90, 60], stop: [500], offline: [60] };
let sound;

/** Allow sound; to be called while somebody touches the screen. */
export function unlock() {
  sound ??= window.AudioContext && new AudioContext();
  sound?.resume();
}

/** Sound and vibrate for a verdict of this tone. */
export function signal(tone) {
  if (navigator.userActivation?.hasBeenActive ?? true) navigator.vibrate?.(PULSES[tone]);
  if (sound?.state !== "running") return;
  for (const [pitch, after, length] of NOTES[tone]) {
    const note = new OscillatorNode(sound, {
      frequency: pitch, type: tone === "stop" ? "sawtooth" : "triangle",
    });
    const volume = new GainNode(sound, { gain: 0 });
    const begins = sound.currentTime + after;
    const loud = tone === "offline" ? 0.25 : 0.7;
    volume.gain.linearRampToValueAtTime(loud, begins + 0.01);
    volume.gain.setValueAtTime(loud, begins + length - 0.03);
    volume.gain.linearRampToValueAtTime(0, begins + length);
    note.connect(volume).connect(sound.destination);
    note.start(begins);
    note.stop(begins + length);
  }
}
