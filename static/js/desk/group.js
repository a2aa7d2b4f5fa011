/* A delegation at a desk: who is here, who is missing, all admitted with one press. */
import { signal } from "./signals.js";
import { clock, make, person, phrase } from "./words.js";

const MOST_NAMED = 12; // more are counted

/** The list of a delegation in `dialog`.

    `admit(scans)` takes them all into the queue at once; `undo(scan)` takes one back and
    resolves; `renew(scan_id)` reads the delegation again, or rejects without network;
    `judge(member)` says what this device would say, or null where it cannot know;
    `pageOf(member)` is the address of their page, or null. */
export function makeGroup({ dialog, zone, admit, undo, renew, judge, newId, now, pageOf = () => null }) {
  const store = document.getElementById("group-words").content;
  const slot = (name) => dialog.querySelector(`[data-group="${name}"]`);
  const sent = new Map(); // rows by the scan that was sent for them
  const shown = new Set(); // scans whose list was shown before the server had answered
  let group = null, rows = [];

  /** Show a delegation as the server told it; late answers to what was shown are no news. */
  function open({ scan_id: scan, group: found }) {
    if (!shown.has(scan)) fill(scan, found);
  }

  function fill(scan, found) {
    group = { ...found, scan_id: found.scan_id ?? scan };
    rows = found.members.map((one) => ({ ...one, ticked: one.state === "may" }));
    show();
  }

  /** Show a delegation from the list on this device. */
  async function openOffline({ scan_id: scan, group: found }) {
    const members = await Promise.all(found.members.map(async (one) => {
      const verdict = await judge(one);
      return { ...one, verdict, is_confirmed: true, state: stateOf(verdict), inside: verdict === "already_here" };
    }));
    shown.add(scan);
    fill(scan, { direction: "in", ...found, members });
  }

  function show() {
    slot("title").textContent = group.delegation.title;
    draw();
    if (!dialog.open) dialog.showModal();
    slot("list").scrollTop = 0;
    slot("admit").focus();
  }

  function draw() {
    const ticked = rows.filter((row) => row.ticked).length;
    slot("list").replaceChildren(...rows.map(line));
    slot("sum").replaceChildren(word("sum", { here: here().length, of: rows.filter(counts).length }));
    slot("missing").replaceChildren(...missing());
    const label = group.direction === "out" ? "out" : "admit";
    slot("admit").replaceChildren(word(ticked === 1 ? `${label}-one` : label, { n: ticked }));
    slot("admit").hidden = !ticked;
    slot("close").className = ticked ? "button" : "button button-main";
  }

  const here = () => rows.filter((row) => row.inside);
  const counts = (row) => row.is_confirmed || row.inside;

  /* Who is ticked stands here; who is neither here nor ticked is missing. */
  function missing() {
    const names = rows.filter((row) => counts(row) && !row.inside && !row.ticked).map((row) => row.name);
    if (!names.length) return rows.some((row) => row.ticked) ? [] : [word("complete")];
    if (names.length > MOST_NAMED) return [word("missing-many", { n: names.length })];
    const parts = new Intl.ListFormat(document.documentElement.lang, { type: "unit", style: "short" })
      .formatToParts(names.map((_, place) => String(place)));
    return [word("missing"), " ", ...parts.map(({ type, value }) =>
      type === "element" ? shortName(names[Number(value)]) : value)];
  }

  function line(row) {
    const box = row.state === "may" && make("input", { type: "checkbox", "data-row": row.registration });
    if (box) box.checked = row.ticked;
    const meta = make("span", { class: "meta" },
      [row.number, row.role].filter(Boolean).join(" · "), row.is_head && " · ", row.is_head && word("head"));
    const who = make(box ? "label" : "span", { class: "group-who" }, box, make("span", {}, person(row.name), " ", meta));
    return make("li", { class: "group-line", "data-standing": row.state }, who, tag(row), undoButton(row), link(row));
  }

  function link(row) {
    const address = pageOf(row);
    return address && make("a", { class: "group-page", href: address }, phrase("open-person"),
      make("span", { class: "unseen" }, ` ${row.name.latin || row.name.native}`));
  }

  function tag(row) {
    if (row.state === "may") return null;
    const shown = word(row.state === "no" ? `no-${row.verdict}` : row.state) ?? word("no-other");
    return make("span", {}, shown, row.state === "here" && row.moved_at && " ",
      row.state === "here" && row.moved_at && clock(row.moved_at, zone));
  }

  function undoButton(row) {
    const may = row.scan_id && row.undo_until && Date.parse(row.undo_until) > now();
    if (!may || row.state !== "here") return null;
    const button = make("button", { type: "button", class: "button button-quiet button-small" }, word("undo"));
    button.append(make("span", { class: "unseen" }, ` ${row.name.latin || row.name.native}`));
    button.addEventListener("click", () => takeBack(row, button));
    return button;
  }

  async function takeBack(row, button) {
    button.disabled = true;
    await undo({ scan_id: row.scan_id, name: row.name });
    const found = await renew(group.scan_id).catch(() => null);
    if (found && dialog.open) fill(group.scan_id, found);
    else button.disabled = false;
  }

  function admitTicked() {
    const scans = rows.filter((row) => row.ticked).map((row) => {
      const scan = {
        scan_id: newId(), registration: row.registration, group: group.scan_id,
        ...(group.event && { event: group.event }), // else the page's own
        scanned_at: new Date(now()).toISOString(), offline: false, direction: group.direction ?? "in",
      };
      Object.assign(row, { ticked: false, state: "sending" });
      sent.set(scan.scan_id, row);
      return scan;
    });
    if (!scans.length) return;
    draw();
    slot("close").focus();
    admit(scans);
  }

  /** Take the answer to one of ours; false: it belongs to no list of this page. */
  function answered(scan, answer) {
    const row = sent.get(scan.scan_id);
    if (!row) return false;
    sent.delete(scan.scan_id);
    const moved = ["admitted", "goodbye", "already_here"].includes(answer.verdict);
    Object.assign(row, {
      verdict: answer.verdict,
      inside: answer.verdict === "goodbye" ? false : moved || answer.is_in === true,
      state: answer.verdict === "goodbye" ? "left" : moved ? "here" : "no",
      scan_id: scan.scan_id, undo_until: answer.undo_until, moved_at: answer.admitted_at,
    });
    settle(row);
    return true;
  }

  /** The server is silent: who was ticked is let in, and told so later. */
  function late(scan) {
    const row = sent.get(scan.scan_id);
    if (!row) return false;
    Object.assign(row, { state: "saved", inside: scan.direction !== "out" });
    settle(row);
    return scan.direction === "out" ? "goodbye" : "admitted";
  }

  function refused(scan) {
    const row = sent.get(scan.scan_id);
    if (!row) return false;
    sent.delete(scan.scan_id);
    Object.assign(row, { state: "no", verdict: "refused", inside: false });
    settle(row);
    return true;
  }

  function settle(row) {
    if (!rows.includes(row)) return; // of a list that was closed
    draw();
    if (rows.some((one) => one.state === "sending")) return;
    const said = rows.some((one) => one.state === "saved") ? "offline" : "admit";
    signal(rows.some((one) => one.state === "no" && one.verdict === "refused") ? "look" : said);
  }

  function word(name, values = {}) {
    const found = store.querySelector(`[data-word="${name}"]`)?.cloneNode(true);
    if (!found) return null;
    const text = [...found.childNodes].find((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (text) text.data = text.data.replace(/\{(\w+)\}/g, (_, place) => values[place] ?? "");
    found.removeAttribute("data-word");
    return found;
  }

  dialog.addEventListener("change", ({ target }) => {
    const row = rows.find((one) => one.registration === target.dataset.row);
    if (!row) return;
    row.ticked = target.checked;
    draw();
    dialog.querySelector(`[data-row="${row.registration}"]`)?.focus();
  });
  slot("admit").addEventListener("click", admitTicked);
  slot("close").addEventListener("click", () => dialog.close());
  return { open, openOffline, answered, late, refused, get isOpen() { return dialog.open; } };
}

function stateOf(verdict) {
  if (verdict === null || verdict === undefined || verdict === "admitted") return "may";
  return verdict === "already_here" ? "here" : "no";
}

function shortName({ native, native_language: language, latin }) {
  return make("span", { class: "group-name", lang: native ? language ?? "und" : "und", translate: "no" }, native || latin);
}
