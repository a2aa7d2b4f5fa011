/* Shows how a badge would look with what stands in the form, half a second after a change. */
const form = document.getElementById("design");
const pictures = document.querySelectorAll("[data-preview]");
const QUIET = 500;
let timer;

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(show, QUIET);
});

function show() {
  const wishes = new URLSearchParams(new FormData(form));
  for (const name of ["csrf_token", "form_key"]) wishes.delete(name);
  for (const picture of pictures) picture.src = `${picture.dataset.preview}?${wishes}`;
}
