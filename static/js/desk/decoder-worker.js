/* Reads QR codes out of pictures, beside the page. This answer alone may run
   WebAssembly; the page's own policy stays strict. */
const WAYS = {
  formats: ["QRCode"],
  tryRotate: false, // a QR code is found whichever way it is turned
  maxNumberOfSymbols: 4,
  returnErrors: true, // a code that is seen and not read wants a closer look
};
const EFFORTS = [ // for codes that are dim; small or blurred; far from the middle as well
  ({ grey, width, height }) => sharper(spread(grey, width, height), width, height, 1),
  (picture) => sharper(...enlarged(picture, 0.5), 4),
  (picture) => sharper(...enlarged(picture, picture.width > 800 ? 0.5 : 1), 4),
];
const SLOW = 40; // milliseconds; a weak device makes its efforts more rarely
const RARELY = 4;
const STEP = 61, STIR = 25, FEW = 0.003; // of which points, by how much, how many: it moves
const BLOCK = 16, FAINT = 6; // points a side; shades that are no noise yet
const TIRED = 9; // still pictures: who holds nothing before the camera costs no battery
let reader, turn = 0, effort = 0, pace = 1, still = 0, before = null;

onmessage = async ({ data }) => {
  if (data.library) {
    reader = prepare(data);
    reader.catch((problem) => postMessage({ failed: String(problem) }));
    return;
  }
  let found = { codes: [], unread: false, moves: false };
  try {
    found = await read(data);
  } catch (problem) {
    console.warn(problem); // one bad picture does not end the duty
  }
  postMessage(found);
};

async function prepare({ library, wasm }) {
  const { prepareZXingModule, readBarcodes } = await import(library);
  await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
  return readBarcodes;
}

/* As it is first; where nothing is read, with one more effort, another one each time. */
async function read({ pixels, width, height }) {
  const readCodes = await reader;
  const colours = new Uint8ClampedArray(pixels);
  const plain = told(await readCodes(new ImageData(colours, width, height), WAYS), width, height);
  if (plain.codes.length) {
    still = 0; // somebody is there
    return plain;
  }
  plain.moves = hasMoved(colours);
  still = plain.moves || plain.unread ? 0 : still + 1;
  turn += 1;
  if (turn % pace || (still > TIRED && turn % RARELY)) return plain;
  const began = performance.now();
  const picture = { grey: greyOf(colours), width, height };
  const better = EFFORTS[effort % EFFORTS.length](picture);
  effort += 1; // counted by itself: none is left out when the pace changes
  const second = told(await readCodes(better, WAYS), better.width, better.height);
  pace = performance.now() - began > SLOW ? RARELY - 1 : 1;
  return { ...plain, codes: second.codes, unread: plain.unread || second.unread };
}

/* Whether anything but the noise of the camera differs from the picture before. */
function hasMoved(colours) {
  const points = new Uint8Array(colours.length / 4 / STEP);
  let stirred = 0;
  for (let point = 0; point < points.length; point += 1) {
    points[point] = colours[4 * STEP * point + 1];
    if (Math.abs(points[point] - (before?.[point] ?? 0)) > STIR) stirred += 1;
  }
  before = points;
  return stirred > points.length * FEW;
}

function told(results, width, height) {
  const codes = results.filter((one) => one.isValid && one.text).map(({ text, position }) => {
    const corners = [position.topLeft, position.topRight, position.bottomRight, position.bottomLeft];
    const x = mean(corners.map((corner) => corner.x)), y = mean(corners.map((corner) => corner.y));
    return {
      text,
      off: Math.hypot(x / width - 0.5, y / height - 0.5), // from the middle
      side: Math.hypot(corners[0].x - corners[1].x, corners[0].y - corners[1].y) / height,
    };
  });
  codes.sort((one, other) => one.off - other.off);
  return { codes, unread: results.some((one) => !one.isValid), moves: true };
}

// Pictures

function greyOf(colours) {
  const grey = new Float32Array(colours.length / 4);
  for (let here = 0; here < grey.length; here += 1) {
    grey[here] = (colours[4 * here] * 2 + colours[4 * here + 1] * 5 + colours[4 * here + 2]) / 8;
  }
  return grey;
}

/* A dim picture: each place spread over all shades that there are about it. */
function spread(grey, width, height) {
  const across = Math.ceil(width / BLOCK), down = Math.ceil(height / BLOCK);
  const low = new Float32Array(across * down).fill(255), high = new Float32Array(across * down);
  for (let y = 0, here = 0; y < height; y += 1) {
    const row = (y / BLOCK | 0) * across;
    for (let x = 0; x < width; x += 1, here += 1) {
      const block = row + (x / BLOCK | 0), shade = grey[here];
      if (shade < low[block]) low[block] = shade;
      if (shade > high[block]) high[block] = shade;
    }
  }
  const least = about(low, across, down, Math.min), most = about(high, across, down, Math.max);
  return grey.map((shade, here) => {
    const y = here / width | 0, block = (y / BLOCK | 0) * across + ((here - y * width) / BLOCK | 0);
    return (shade - least[block]) * 255 / Math.max(FAINT, most[block] - least[block]);
  });
}

/* The least or the most of each block and its neighbours. */
function about(blocks, across, down, choose) {
  return blocks.map((_, block) => {
    const row = block / across | 0, column = block - row * across;
    let chosen = blocks[block];
    for (let y = Math.max(0, row - 1); y <= Math.min(down - 1, row + 1); y += 1) {
      for (let x = Math.max(0, column - 1); x <= Math.min(across - 1, column + 1); x += 1) {
        chosen = choose(chosen, blocks[y * across + x]);
      }
    }
    return chosen;
  });
}

/* The middle of the picture, or all of it, twice as large. */
function enlarged({ grey, width, height }, share) {
  const left = Math.round(width * (1 - share) / 2), top = Math.round(height * (1 - share) / 2);
  const wide = Math.round(width * share), high = Math.round(height * share);
  const large = new Float32Array(wide * high * 4);
  for (let y = 0, there = 0; y < high * 2; y += 1) {
    const row = top + (y >> 1), other = Math.min(row + (y & 1), height - 1);
    for (let x = 0; x < wide * 2; x += 1, there += 1) {
      const column = left + (x >> 1), next = Math.min(column + (x & 1), width - 1);
      large[there] = (grey[row * width + column] + grey[row * width + next]
        + grey[other * width + column] + grey[other * width + next]) / 4;
    }
  }
  return [large, wide * 2, high * 2];
}

/* Edges stand out `strength` times from what lies about them. */
function sharper(grey, width, height, strength) {
  const around = blurred(blurred(grey, width, height, 1, width), height, width, width, 1);
  const picture = new ImageData(width, height);
  for (let here = 0; here < grey.length; here += 1) {
    const shade = grey[here] + strength * (grey[here] - around[here]);
    picture.data.fill(shade < 0 ? 0 : shade > 255 ? 255 : shade, 4 * here, 4 * here + 3);
    picture.data[4 * here + 3] = 255;
  }
  return picture;
}

/* The mean of the neighbours along one axis: `lines` of `length`, so far apart. */
function blurred(grey, length, lines, step, stride, reach = 6) {
  const result = new Float32Array(grey.length), share = 1 / (2 * reach + 1);
  for (let line = 0; line < lines; line += 1) {
    const start = line * stride, last = length - 1;
    let sum = 0;
    for (let near = -reach; near <= reach; near += 1) sum += grey[start + Math.min(last, Math.max(0, near)) * step];
    for (let here = 0; here < length; here += 1) {
      result[start + here * step] = sum * share;
      sum += grey[start + Math.min(last, here + reach + 1) * step] - grey[start + Math.max(0, here - reach) * step];
    }
  }
  return result;
}

function mean(numbers) {
  return numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
}
