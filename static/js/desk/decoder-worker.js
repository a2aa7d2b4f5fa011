/* Reads QR codes out of pictures, beside the page. This answer alone may run
   WebAssembly; the page's own policy stays strict. */
let detector;

onmessage = async ({ data }) => {
  if (data.library) {
    detector = prepare(data);
    detector.catch((problem) => postMessage({ failed: String(problem) }));
    return;
  }
  let texts = [];
  try {
    texts = await read(data);
  } catch (problem) {
    console.warn(problem); // one bad picture does not end the duty
  }
  postMessage({ texts });
};

async function prepare({ library, wasm }) {
  const { BarcodeDetector, prepareZXingModule } = await import(library);
  await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
  return new BarcodeDetector({ formats: ["qr_code"] });
}

async function read({ pixels, width, height }) {
  const picture = new ImageData(new Uint8ClampedArray(pixels), width, height);
  return (await (await detector).detect(picture)).map((code) => code.rawValue);
}
