// 道具: the buttons above the text do what the keys do; those that one seldom needs are in a menu.
import { nameOf } from "./keys.js";

export function buttons(does, menu, view) {
  for (const button of document.querySelectorAll("[data-act]")) {
    button.onmousedown = (event) => event.preventDefault(); // the cursor stays where somebody writes
    button.onclick = () => {
      leave(menu, view);
      does[button.dataset.act]?.();
    };
  }
  menu.onkeydown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !menu.open) return;
    event.preventDefault();
    const all = [...menu.querySelectorAll("summary, button, input")];
    all.at((all.indexOf(document.activeElement) + step) % all.length).focus();
  };
}

/** Whoever has chosen writes on; where fingers are used, without a keyboard coming up over the text. */
function leave(menu, view) {
  if (!menu.open) return;
  const hasFocus = menu.contains(document.activeElement);
  menu.open = false;
  if (hasFocus) (matchMedia("(pointer: coarse)").matches ? menu.querySelector("summary") : view).focus();
}

/** Every button says, when one points at it, what it does and which key does the same. */
export function titles(keys) {
  for (const one of document.querySelectorAll("[data-key]")) {
    const [own, , words] = keys.all.find(([, act]) => act === one.dataset.key);
    const key = nameOf(own).join("＋");
    if (one.tagName === "KBD") one.textContent = key;
    else one.title = `${words}　${key}`;
  }
}
