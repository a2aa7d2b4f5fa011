/* The copy field: a Copy button, and the phone's own Share where there is one. */

for (const part of document.querySelectorAll("[data-copy]")) {
  const field = part.querySelector("input");
  const status = part.querySelector("[data-copy-status]");
  const copy = part.querySelector("[data-copy-button]");
  const share = part.querySelector("[data-share-button]");

  field.addEventListener("focus", () => field.select());
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    status.textContent = await copied(field) ? part.dataset.copied : part.dataset.select;
  });
  if (share && navigator.share) {
    share.hidden = false;
    share.addEventListener("click", () => {
      navigator.share({ title: document.title, url: field.value }).catch(() => {});
    });
  }
}

/* Outside a secure page there is no clipboard; the older command still works there. */
async function copied(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.focus();
    field.select();
    return document.execCommand?.("copy") ?? false;
  }
}
