/* What every page does: bring the chosen day or branch into view, and care for its forms. */

for (const chosen of document.querySelectorAll(":is(.days, .tabs, .branches) [aria-current]")) {
  const nav = chosen.closest(".office-nav");
  const rail = nav?.firstElementChild ?? chosen.closest("ul");
  const gap = chosen.getBoundingClientRect().left - rail.getBoundingClientRect().left;
  rail.scrollLeft += gap - (rail.clientWidth - chosen.clientWidth) / 2;
  if (nav) nav.scrollTop = chosen.offsetTop - nav.clientHeight / 2;
}

for (const fold of document.querySelectorAll("details[data-fold]")) { // as the reader left it, on all pages
  fold.addEventListener("toggle", () => {
    document.cookie = `fold-${fold.dataset.fold}=${fold.open ? 0 : 1}; path=/; max-age=31536000; samesite=lax`;
  });
}

if (document.querySelector('form[method="post"], #problem') || hasKeptAnswers()) import("./forms.js");

function hasKeptAnswers() {
  try {
    return Object.keys(sessionStorage).some((key) => key.startsWith("answers "));
  } catch {
    return false;
  }
}
