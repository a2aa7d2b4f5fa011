// What the readers in JavaScript share: files in, JSON out.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

// node <reader> <folder of modules> <files>: where the lock file put them, or others.
const [modules, ...files] = process.argv.slice(2);
const require = createRequire(join(modules, "none.js"));

export function load(name) {
  return require(name);
}

function versionOf(name) {
  for (let place = dirname(require.resolve(name)); ; place = dirname(place)) {
    try {
      const known = JSON.parse(readFileSync(join(place, "package.json"), "utf8"));
      if (known.version && known.name === name) return known.version;
    } catch (error) {
      if (error.code !== "ENOENT") throw error;
    }
  }
}

export function tell(name, read) {
  const feeds = files.map((file) => {
    try {
      return read(readFileSync(file, "utf8"));
    } catch (error) {
      return { refused: String(error) };
    }
  });
  process.stdout.write(JSON.stringify({ version: versionOf(name), feeds }));
}

export function instant(date) {
  return date.toISOString().replace(".000Z", "Z");
}

export function day(date) {
  return date.toISOString().slice(0, 10);
}
