// 初めての人へ: what there is to do here, until somebody has read it in this browser.
const READ = "minutes-desk-first";

export function first(hint, store) {
  hint.hidden = store.getItem(READ) !== null;
  hint.querySelector("button").onclick = () => {
    store.setItem(READ, "");
    hint.hidden = true;
    document.querySelector("#text .cm-content")?.focus();
  };
}
