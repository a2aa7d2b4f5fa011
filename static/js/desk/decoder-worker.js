/* Reads QR codes out of pictures, beside the page. This answer alone may run
   WebAssembly; the page's own policy stays strict. */
let detector;

onmessage = async ({ data }) => {
  try {
    if (data.library) await prepare(data);
    else postMessage({ texts: await read(data) });
  } catch (problem) {
    postMessage({ failed: !detector, reason: String(problem), texts: [] });
  }
};

async function prepare({ library, wasm }) {
  const { BarcodeDetector, prepareZXingModule } = await import(library);
  await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
  detector = new BarcodeDetector({ formats: ["qr_code"] });
  postMessage({ ready: true });
}

async function read({ pixels, width, height }) {
  const picture = new ImageData(new Uint8ClampedArray(pixels), width, height);
  return (await detector.detect(picture)).map((code) => code.rawValue);
}
