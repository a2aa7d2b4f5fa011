/* What a desk keeps on its device: one record per scan in the box `scans`, everything
   else in `kept`. Where nothing can be kept, it lives in memory, and says so. */
const VERSION = 1;
const BOXES = ["scans", "kept"];
const OPENS_WITHIN = 3000; // some browsers never answer; the desk does not wait for them

/** The store called `name`; it opens by itself, and every deed waits for that. */
export function openStore(name) {
  const memory = new Map(BOXES.map((box) => [box, new Map()]));
  let base = null;
  const opened = within(open(name), OPENS_WITHIN).then((found) => {
    base = found;
    // Another page deletes the base, or a later version wants it: let go at once.
    base.onversionchange = () => base.close();
    base.onclose = () => { base = null; };
  }, () => {});

  async function act(box, mode, onBase, onMemory) {
    await opened;
    if (!base) return onMemory(memory.get(box));
    try {
      return await finished(base.transaction(box, mode), (found) => onBase(found.objectStore(box)));
    } catch (problem) {
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
    asked.onupgradeneeded = () => {
      for (const box of BOXES) {
        if (!asked.result.objectStoreNames.contains(box)) asked.result.createObjectStore(box);
      }
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => reject(new Error("blocked"));
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
