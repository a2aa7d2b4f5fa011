"""The queue of a device, run without a browser: what holds up no other scan."""

from tests.checkin.scripts import run

SCRIPT = """
  globalThis.addEventListener ??= () => {};
  const sent = [], answers = [], refusals = [];
  const ask = async (_address, { body }) => {
    const scans = body.scans ?? [body];
    sent.push(scans.map((scan) => scan.scan_id));
    const bad = scans.find((scan) => given[scan.scan_id]);
    if (bad) throw Object.assign(new Error("no"), given[bad.scan_id]);
    const told = scans.map(({ scan_id }) => ({ scan_id, verdict: "admitted" }));
    return body.scans ? { answers: told } : told[0];
  };
  const { makeQueue } = queue;
  const made = makeQueue({
    store: { ...store, all: async () => [...boxes.scans.values()] }, ask,
    addressOf: () => "/desk/1/scans", changed() {}, late: async () => null,
    answered: ({ scan_id }) => answers.push(scan_id),
    refused: ({ scan_id }) => refusals.push(scan_id),
  });
  const ids = ["a", "bad", "b", "c"];
  await made.addAll(ids.map((scan_id) => ({ scan_id, code: scan_id })));
  for (let time = 0; time < 400 && answers.length < 3; time += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    await made.again();
  }
  const { open } = await made.counted();
  return { answers: answers.sort(), refusals, waits: open.length };
"""


def test_a_scan_at_which_the_server_breaks_holds_up_no_other() -> None:
    told = run(SCRIPT, {"bad": {"status": 500, "isFinal": False}}, "queue")

    assert told == {"answers": ["a", "b", "c"], "refusals": [], "waits": 1}


def test_a_scan_that_the_server_refuses_holds_up_no_other() -> None:
    told = run(SCRIPT, {"bad": {"status": 400, "isFinal": True}}, "queue")

    assert told == {"answers": ["a", "b", "c"], "refusals": ["bad"], "waits": 0}
