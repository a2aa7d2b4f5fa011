/* Parts that renew themselves: ask again every 30 seconds, rest in hidden tabs, can be paused. */

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: document.documentElement.dataset.zone || undefined });
const began = Date.parse(document.documentElement.dataset.now);

for (const part of document.querySelectorAll("[data-live]")) keepLive(part);

function keepLive(part) {
  const every = Number(part.dataset.liveEvery || 30) * 1000;
  const place = part.querySelector("[data-live-part]");
  const line = part.querySelector("[data-live-status]");
  const pause = part.querySelector("[data-live-pause]");
  let tag = "";
  let isPaused = false;
  let timer = 0;

  async function renew() {
    window.clearTimeout(timer);
    if (!document.hidden && !isPaused) await ask();
    if (isOver()) return end();
    timer = window.setTimeout(renew, every);
  }

  const isOver = () => place.querySelector("[data-live-end]") !== null;

  function end() { // nothing will change any more
    isPaused = true;
    pause?.remove();
    for (const one of document.querySelectorAll("[data-live-until-end]")) one.remove();
  }

  async function ask() {
    try {
      const answer = await fetch(part.dataset.live, {
        headers: { Accept: "text/html", ...(tag && { "If-None-Match": tag }) },
        cache: "no-store", credentials: "same-origin",
      });
      if (answer.status === 200) {
        tag = answer.headers.get("ETag") ?? "";
        place.innerHTML = await answer.text();
      } else if (answer.status !== 304) {
        return;
      }
      line.textContent = part.dataset.updated.replace("{at}", clock.format(new Date(began + performance.now())));
    } catch { /* no network: the old content stays, with its old time */ }
  }

  if (pause) {
    pause.hidden = false;
    pause.addEventListener("click", () => {
      isPaused = !isPaused;
      pause.setAttribute("aria-pressed", String(isPaused));
      if (!isPaused) renew();
    });
  }
  document.addEventListener("visibilitychange", () => { if (!document.hidden) renew(); });
  timer = window.setTimeout(renew, every);
}
