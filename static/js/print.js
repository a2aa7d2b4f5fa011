/* What is folded on the screen is printed all the same. */

const opened = new Set();

window.addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("details.earlier:not([open])")) {
    fold.open = true;
    opened.add(fold);
  }
});
window.addEventListener("afterprint", () => {
  for (const fold of opened) fold.open = false;
  opened.clear();
});
