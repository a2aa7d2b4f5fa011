/* Choosing a desk: the page is kept on the device, and says which desks open without network. */
import { install } from "./install.js";

const { page, shell } = document.querySelector("[data-page]").dataset;
const cards = [...document.querySelectorAll("[data-desk-page]")];
const pages = cards.map(({ dataset }) => ({ page: dataset.deskPage, shell: dataset.deskShell }));

install({ pages: [{ page, shell }, ...pages], isAtRest: () => true, kept: tell });
tell();

async function tell() {
  for (const card of cards) {
    const kept = await globalThis.caches?.match(card.dataset.deskPage);
    card.querySelector("[data-kept]").hidden = !kept;
  }
}
