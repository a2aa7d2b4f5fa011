/* What a desk keeps on its device: one record per scan in the box `scans`, everything
   else in `kept`. Where nothing can be kept, it lives in memory, and says so. */
const VERSION = 1; // one more when what is in `kept` changes its shape: it is then fetched anew
const BOXES = ["scans", "kept"];
const OPENS_WITHIN = 3000; // some browsers never answer; the desk does not wait for them
const LOST = ["InvalidStateError", "UnknownError", "AbortError"]; // it may be opened again
const TRIES = 5, REST = 200; // while the browser still puts it away

/** The store called `name`; it opens by itself, and every deed waits for that. */
export function openStore(name) {
  const memory = new Map(BOXES.map((box) => [box, new Map()]));
  let base = null, opened = connect(1);

  async function connect(tries) {
    try {
      await within(open(name).then(take), OPENS_WITHIN); // opened late, it is as good
    } catch (problem) {
      console.warn(problem);
      if (tries === 1) return;
      await new Promise((wake) => { setTimeout(wake, REST); });
      await connect(tries - 1);
    }
  }

  function reopen() {
    base = null;
    opened = connect(TRIES);
  }

  function take(found) {
    base = found;
    base.onversionchange = () => { // a later version wants it: let go at once
      base?.close();
      base = null;
    };
    base.onclose = reopen; // phones that slept lose it; what it keeps is still there
  }

  async function act(box, mode, onBase, onMemory, isAgain = false) {
    await opened;
    if (!base) return onMemory(memory.get(box));
    try {
      return await finished(base.transaction(box, mode), (found) => onBase(found.objectStore(box)));
    } catch (problem) {
      if (!isAgain && LOST.includes(problem?.name)) {
        reopen();
        return act(box, mode, onBase, onMemory, true);
      }
      if (mode === "readonly") throw problem;
      console.warn(problem); // full, or taken away: better in memory than nowhere
      return onMemory(memory.get(box));
    }
  }

  return {
    /** Whether what is kept survives this page. */
    lasts: () => opened.then(() => Boolean(base)),
    put: (box, key, value) => act(box, "readwrite",
      (shelf) => shelf.put(value, key), (shelf) => { shelf.set(key, value); }),
    get: async (box, key) => await act(box, "readonly", (shelf) => shelf.get(key), () => undefined)
      ?? memory.get(box).get(key),
    all: async (box) => [
      ...await act(box, "readonly", (shelf) => shelf.getAll(), () => []), ...memory.get(box).values(),
    ],
    remove: (box, key) => {
      memory.get(box).delete(key);
      return act(box, "readwrite", (shelf) => shelf.delete(key), () => {});
    },
    /** Forget everything in these boxes. */
    clear: async (...boxes) => {
      for (const box of boxes.length ? boxes : BOXES) {
        memory.get(box).clear();
        await act(box, "readwrite", (shelf) => shelf.clear(), () => {});
      }
    },
  };
}

function open(name) {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(name, VERSION);
    asked.onupgradeneeded = ({ oldVersion }) => {
      for (const box of BOXES) {
        if (!asked.result.objectStoreNames.contains(box)) asked.result.createObjectStore(box);
      }
      if (oldVersion) asked.transaction.objectStore("kept").clear();
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

/* The deed counts when its transaction has ended, not when its request has. */
function finished(transaction, deed) {
  return new Promise((resolve, reject) => {
    const asked = deed(transaction);
    transaction.oncomplete = () => resolve(asked.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error ?? asked.error);
  });
}

function within(promise, limit) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("too slow")), limit);
    promise.then(resolve, reject);
  });
}
