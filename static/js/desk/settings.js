/* What whoever stands at the desk may choose: direction, rhythm, installing. */
import { install } from "./install.js";
import { part, phrase } from "./words.js";

const PATIENCE = "desk-patience", DIRECTION = "desk-direction";

/** The settings of the page, and the application on this device. */
export function openSettings({ page, isAtRest }) {
  const { desk } = page.dataset;
  const drawer = `${DIRECTION}:${desk}`;
  let direction = page.dataset.direction || recall(drawer) || "in";

  const app = install({
    pages: [
      { page: page.dataset.page, shell: page.dataset.shell },
      { page: page.dataset.desks, shell: page.dataset.desksShell },
    ],
    isAtRest,
    kept(address) { if (address === page.dataset.page) part("app-kept").hidden = false; },
    told(news) { part("app-said").replaceChildren(news ? phrase(news) : ""); },
    button: part("install"),
    hint: part("install-hint"),
  });

  function choose(chosen) {
    direction = chosen;
    keep(drawer, chosen);
    for (const button of document.querySelectorAll("[data-direction-to]")) {
      button.setAttribute("aria-pressed", button.dataset.directionTo === chosen);
    }
    page.dataset.direction = chosen;
  }

  for (const button of document.querySelectorAll("[data-direction-to]")) {
    button.addEventListener("click", () => choose(button.dataset.directionTo));
  }
  choose(direction);

  part("patience").value = recall(PATIENCE) ?? "2500";
  part("patience").addEventListener("change", ({ target }) => keep(PATIENCE, target.value));
  part("repair").addEventListener("click", app.repair);

  return {
    get direction() { return direction; },
    heard: app.heard,
  };
}

function recall(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function keep(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // no storage here: it holds for this page
  }
}
