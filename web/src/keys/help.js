// キーの一覧: made of the table that the keys themselves are made of; a key may be another's in this browser.
import { pressed } from "./keyboard.js";
import { WRITING, isFirst, nameOf } from "./keys.js";

/** `changed` is told when a key does something else. */
export function help(dialog, keys, changed) {
  const body = dialog.querySelector("tbody");
  const said = dialog.querySelector("[role=status]");
  const reset = dialog.querySelector("[data-part=reset]");
  const draw = () => {
    const rows = keys.all.filter(([, , words]) => words);
    body.replaceChildren(...WRITING.map(([own, words]) => row(own, words)), ...rows.map((one) => changeable(...one)));
    reset.hidden = !keys.areOwn;
  };
  const settle = (words) => {
    draw();
    changed();
    said.textContent = words;
  };
  const changeable = (own, act, words) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: "変える" });
    button.ariaLabel = `「${words}」のキーを変える`;
    button.dataset.changes = act;
    button.onclick = () => ask(button);
    return row(own, words, button);
  };

  /** The next key that is pressed; what cannot be is told, and asked again. Tab goes on, Esc asks no further. */
  function ask(button) {
    const act = button.dataset.changes;
    const way = isFirst(act, "Escape") ? "Tab" : "Esc か Tab";
    said.textContent = `新しいキーを押してください。やめるときは ${way} を押します。`;
    button.textContent = "どのキー？";
    button.dataset.keys = "*";
    button.onkeydown = (event) => {
      if (["Control", "Shift", "Alt", "Meta", "Tab"].includes(event.key)) return;
      event.preventDefault();
      hear(act, pressed(event), () => end(button));
    };
    button.onblur = () => end(button);
  }

  function hear(act, names, end) {
    if (names === "Escape" && !isFirst(act, names)) return end();
    const problem = keys.change(act, names);
    if (problem) return (said.textContent = problem);
    settle("変えました。このブラウザで使います。");
    return dialog.querySelector(`[data-changes=${act}]`).focus();
  }

  function end(button) {
    Object.assign(button, { textContent: "変える", onkeydown: null, onblur: null });
    delete button.dataset.keys;
    said.textContent = "";
  }

  reset.onclick = () => {
    keys.reset();
    settle("初めのキーに戻しました。");
  };
  return () => {
    said.textContent = "";
    draw();
    dialog.showModal();
  };
}

function row(keys, words, button) {
  const line = document.createElement("tr");
  const names = document.createElement("td");
  nameOf(keys).forEach((name, place) => {
    if (place) names.append("＋");
    names.append(Object.assign(document.createElement("kbd"), { textContent: name }));
  });
  const change = document.createElement("td");
  if (button) change.append(button);
  line.append(names, Object.assign(document.createElement("td"), { textContent: words }), change);
  return line;
}
