/* The device's camera: shows its picture and hears the codes in it. */
const FRAME = 100; // at most ten readings a second, to spare the battery
const GONE = 1500; // a badge left in view counts once; gone this long, it counts again
const CHOSEN = "desk-camera";

/** Show the camera in `video` and call `heard` with each code that comes into view. */
export function makeCamera({ video, decoder, library, wasm, heard, failed }) {
  const canvas = document.createElement("canvas");
  const paper = canvas.getContext("2d", { willReadFrequently: true });
  const seen = new Map();
  let stream, worker, timer, opening, reading;

  async function start() {
    if (stream || opening) return;
    opening = true;
    try {
      if (!navigator.mediaDevices) throw new DOMException("", "SecurityError");
      stream = await open();
      video.srcObject = stream;
      video.classList.toggle("mirrored", settings().facingMode === "user");
      await video.play();
      worker ??= hire();
      look();
    } catch (problem) {
      stop();
      failed(problem.name);
    } finally {
      opening = false;
    }
  }

  function open() {
    const size = { width: { ideal: 640 }, height: { ideal: 480 } };
    const chosen = localStorage.getItem(CHOSEN);
    const take = (wish) => navigator.mediaDevices.getUserMedia({ video: { ...size, ...wish } });
    const any = () => take({ facingMode: { ideal: "environment" } });
    return chosen ? take({ deviceId: { exact: chosen } }).catch(any) : any();
  }

  function hire() {
    const clerk = new Worker(decoder, { type: "module" });
    const lost = () => {
      worker = null;
      reading = false;
      stop();
      failed("DecoderError");
    };
    clerk.onerror = lost;
    clerk.onmessage = ({ data }) => {
      if (data.failed) return lost();
      reading = false;
      data.texts.forEach(notice);
      timer = setTimeout(look, FRAME);
    };
    clerk.postMessage({ library: absolute(library), wasm: absolute(wasm) });
    return clerk;
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
    worker.postMessage({ pixels, width, height }, [pixels]);
  }

  function notice(text) {
    const now = performance.now();
    const fresh = !(now - seen.get(text) < GONE);
    seen.set(text, now);
    if (fresh) heard(text);
  }

  function stop() {
    clearTimeout(timer);
    stream?.getTracks().forEach((track) => track.stop());
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
    turn: (on) => track()?.applyConstraints({ advanced: [{ torch: on }] }),
  };
  return { start, stop, other, light, get runs() { return Boolean(stream); } };
}

function absolute(address) {
  return new URL(address, location.href).href;
}
