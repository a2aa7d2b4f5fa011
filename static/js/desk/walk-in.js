/* Institutions of the directory, while somebody types; free text is as good. */
const REST = 150; // milliseconds without a key before we ask
const SHORTEST = 2;
const field = document.querySelector("[data-suggest]");
const list = document.getElementById(field.getAttribute("list"));
let timer, latest = 0;

field.addEventListener("input", ({ isComposing }) => { if (!isComposing) soon(); });
field.addEventListener("compositionend", soon);

function soon() {
  clearTimeout(timer);
  timer = setTimeout(suggest, REST);
}

async function suggest() {
  const words = field.value.trim();
  const turn = ++latest;
  if (words.length < SHORTEST) return list.replaceChildren();
  try {
    const query = new URLSearchParams({ q: words });
    const answer = await fetch(`${field.dataset.suggest}?${query}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) return undefined;
    const { institutions } = await answer.json();
    if (turn !== latest) return undefined; // a later question was asked meanwhile
    return list.replaceChildren(...institutions.flatMap(options));
  } catch {
    return undefined; // without network, what was typed is taken as it is
  }
}

/* A name in its own script is found as it is typed, too. */
function options({ name, native, where }) {
  const names = native && native !== name ? [[name, `${native} · ${where}`], [native, `${name} · ${where}`]] : [[name, where]];
  return names.map(([value, label]) => {
    const option = document.createElement("option");
    option.value = value;
    option.label = label;
    return option;
  });
}
