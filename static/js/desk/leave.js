/* Nobody types the code: after a minute without a key, the kiosk is a kiosk again. */
const REST = 60000;
let timer;

function rest() {
  clearTimeout(timer);
  timer = setTimeout(() => document.querySelector("[data-back]").click(), REST);
}

addEventListener("keydown", rest);
addEventListener("pointerdown", rest);
rest();
