/* The device's camera: shows its picture and hears the codes in it. */
const FRAME = 100; // at most ten readings a second, to spare the battery
const GONE = 1500; // a badge left in view counts once; gone this long, it counts again
const SILENT = 5000; // a decoder that answers nothing for so long is dead
const SIZES = [{ width: 640, height: 480 }, { width: 1280, height: 720 }];
const TOO_SMALL = 6; // pictures in which a code was seen and not read: look closer,
const IN_VAIN = 2000; // or where something came so long ago, and nothing was read
const LARGE = 0.3; // of the height: such a code is read in the small picture as well
const CLOSER = 6000; // so long we look closer for nothing, then we rest as long
const PARDON = 60000; // a decoder that died so long ago may die again
const CHOSEN = "desk-camera";

/** Show the camera in `video` and call `heard` with each code that comes into view. */
export function makeCamera({ video, decoder, library, wasm, heard, failed }) {
  const canvas = document.createElement("canvas");
  const paper = canvas.getContext("2d", { willReadFrequently: true });
  const seen = new Map();
  let stream, worker, timer, watch, reading, began = 0, diedAt = -Infinity;
  let turn = 0, opening = 0, lit = false;
  let size = 0, unread = 0, usedAt = 0, restUntil = 0, came = Infinity;

  async function start() {
    if (stream || (opening && opening === turn)) return;
    const mine = opening = turn += 1;
    try {
      if (!navigator.mediaDevices) throw new DOMException("", "SecurityError");
      warm();
      const opened = await open();
      if (mine !== turn) return opened.getTracks().forEach((one) => one.stop());
      stream = opened;
      size = unread = restUntil = 0;
      came = Infinity;
      lit = false;
      track().addEventListener("ended", lose);
      video.srcObject = stream;
      video.classList.toggle("mirrored", settings().facingMode === "user");
      await video.play();
      look();
    } catch (problem) {
      if (mine !== turn) return;
      stop();
      failed(problem.name);
    } finally {
      if (opening === mine) opening = 0;
    }
  }

  function open() {
    const wanted = ideal(SIZES[0]);
    const chosen = localStorage.getItem(CHOSEN);
    const take = (wish) => navigator.mediaDevices.getUserMedia({ video: { ...wanted, ...wish } });
    const any = () => take({ facingMode: { ideal: "environment" } });
    return chosen ? take({ deviceId: { exact: chosen } }).catch(any) : any();
  }

  /* Another program took the camera, or its cable came loose: ask for it once more. */
  function lose() {
    if (!stream) return;
    stop();
    start();
  }

  // The decoder

  /** Get the decoder ready before the camera: the first code is read at once. */
  function warm() {
    worker ??= hire();
  }

  function hire() {
    const clerk = new Worker(decoder, { type: "module" });
    clerk.onerror = (event) => { event.preventDefault(); lost(clerk); };
    clerk.onmessage = ({ data }) => {
      if (clerk !== worker) return;
      if (data.failed) return lost(clerk);
      clearTimeout(watch);
      reading = false;
      take(data);
      timer = setTimeout(look, Math.max(0, began + FRAME - performance.now()));
    };
    clerk.postMessage({ library: absolute(library), wasm: absolute(wasm) });
    return clerk;
  }

  /* A decoder that dies is hired anew, once; then somebody has to know. */
  function lost(clerk) {
    if (clerk !== worker) return;
    clerk.terminate();
    clearTimeout(watch);
    worker = null;
    reading = false;
    const isAgain = performance.now() - diedAt < PARDON;
    diedAt = performance.now();
    if (isAgain) {
      stop();
      failed("DecoderError");
    } else {
      warm();
      look();
    }
  }

  function look() {
    clearTimeout(timer);
    if (!stream || !worker || reading) return;
    if (video.readyState < video.HAVE_CURRENT_DATA) {
      timer = setTimeout(look, FRAME);
      return;
    }
    const { videoWidth: width, videoHeight: height } = video;
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    paper.drawImage(video, 0, 0);
    const pixels = paper.getImageData(0, 0, width, height).data.buffer;
    reading = true;
    began = performance.now();
    watch = setTimeout(lost, SILENT, worker);
    worker.postMessage({ pixels, width, height }, [pixels]);
  }

  /* What one picture showed; the code nearest to the middle comes first. */
  function take({ codes, unread: isUnread, moves }) {
    if (!stream) return;
    const now = performance.now();
    if (codes.length) came = Infinity;
    else if (moves) came = Math.min(came, now);
    if (isUnread) stay(now);
    for (const { text } of codes) notice(text, now);
    fit(codes, isUnread, now);
  }

  function notice(text, now) {
    const fresh = !(now - seen.get(text) < GONE);
    seen.set(text, now);
    if (fresh) heard(text);
  }

  /* A code that is still there, and only read now and then, did not go away. */
  function stay(now) {
    for (const [text, at] of seen) {
      if (now - at < GONE) seen.set(text, now);
      else seen.delete(text);
    }
  }

  // The size of the picture

  function fit(codes, isUnread, now) {
    unread = codes.length ? 0 : Math.max(0, unread + (isUnread ? 1 : -0.25));
    if (size === 0) {
      const inVain = now - came > IN_VAIN;
      if ((unread >= TOO_SMALL || inVain) && now > restUntil) resize(1, now);
    } else if (codes.some((code) => code.side > LARGE)) {
      resize(0, now);
    } else if (codes.length) {
      usedAt = now;
      restUntil = 0; // it helped: look closer at once when there is need again
    } else if (now - usedAt > CLOSER) resize(0, now);
  }

  function resize(wanted, now) {
    if (wanted === 1) restUntil = now + 2 * CLOSER;
    size = wanted;
    unread = 0;
    came = Infinity;
    usedAt = now;
    shape().catch(() => {}); // a camera that cannot stays as it is
  }

  const shape = async () => track()?.applyConstraints({
    ...ideal(SIZES[size]), advanced: lit ? [{ torch: true }] : [],
  });

  function stop() {
    clearTimeout(timer);
    turn += 1;
    stream?.getTracks().forEach((one) => {
      one.removeEventListener("ended", lose);
      one.stop();
    });
    stream = video.srcObject = null;
  }

  async function other() {
    const all = await navigator.mediaDevices.enumerateDevices();
    const ids = all.filter((one) => one.kind === "videoinput").map((one) => one.deviceId);
    const next = ids[(ids.indexOf(settings().deviceId) + 1) % ids.length];
    localStorage.setItem(CHOSEN, next);
    stop();
    await start();
  }

  const track = () => stream?.getVideoTracks()[0];
  const settings = () => track()?.getSettings() ?? {};
  const light = {
    get exists() { return Boolean(track()?.getCapabilities?.().torch); },
    turn: (on) => { lit = on; return shape(); },
  };
  return {
    start, stop, warm, other, light,
    get runs() { return Boolean(stream); },
    get size() { return SIZES[size]; },
  };
}

function ideal({ width, height }) {
  return { width: { ideal: width }, height: { ideal: height } };
}

function absolute(address) {
  return new URL(address, location.href).href;
}
