// 救い出しの一覧: what was not saved, to be read, copied and put back; nothing goes but by its own button.
import { MARKS } from "../text/marks.js";

/**
 * `parted()`: {goes, stays}, each [{one, there}], `there` what the text says in that place now; `back` and `gone`: what the
 * buttons do. -> when the dialog is closed, by whatever.
 */
export function shown(dialog, { why, how, signal, parted, back, gone }) {
  const part = (name) => dialog.querySelector(`[data-part=${name}]`);
  const draw = () => {
    const { goes, stays } = parted();
    const all = [...goes, ...stays];
    part("how").textContent = goes.length ? "本文は、保存されている状態に戻しました。入力した段落は次のとおりです。" : how;
    part("list").replaceChildren(...all.map((item) => row(item, (text) => copied(text, dialog))));
    part("back").hidden = !goes.length;
    part("said").textContent = "";
    part("all").onclick = () => copied(all.map(({ one }) => textOf(one)).join("\n"), dialog);
    if (!all.length) dialog.close();
  };
  dialog.querySelector(".why").textContent = why;
  part("back").onclick = () => (back(), draw());
  part("gone").onclick = () => (gone(), dialog.close());
  for (const other of document.querySelectorAll("dialog[open]")) other.close();
  dialog.showModal();
  draw();
  return closed(dialog, signal);
}

let over = new AbortController(); // of what was shown last

/** Esc is the key that plays, and pressed again and again while writing; Chromium lets only the first be prevented. */
function closed(dialog, signal) {
  over.abort();
  const own = (over = new AbortController());
  const { signal: until } = own;
  const still = (event) => event.key === "Escape" && event.preventDefault();
  addEventListener("keydown", still, { capture: true, signal: until });
  dialog.oncancel = (event) => event.preventDefault();
  dialog.addEventListener("close", () => dialog.open || own.abort(), { signal: until }); // or it is shown anew already
  signal?.addEventListener("abort", () => (dialog.close(), own.abort()), { signal: until });
  return new Promise((done) => until.addEventListener("abort", done, { once: true }));
}

function row({ one, there }, copy) {
  const found = document.createElement("li");
  if (there !== undefined) found.append(note("あなたの文字"));
  for (const part of one.parts ?? []) found.append(...piece(part));
  if (isOwn(one)) found.append(...piece(one));
  for (const { text } of one.took ?? []) found.append(note(`消した段落：${text}`));
  if (there === null) found.append(note("この段落は、本文にもうありません。"));
  else if (there !== undefined) found.append(note("本文のいまの文字"), line(there));
  const button = Object.assign(document.createElement("button"), { type: "button", className: "plain", textContent: "コピーする" });
  button.ariaLabel = `コピーする：${textOf(one)}`;
  button.onclick = () => copy(textOf(one));
  if (textOf(one)) found.append(button);
  return found;
}

function piece({ text, marked = [], told = [] }) {
  const words = text === undefined ? [] : [text || "（空の段落）"];
  const marks = marked.map(([name, from, to]) => `${MARKS[name]}：${text.slice(from, to)}`);
  return [...words.map((one) => line(one)), ...[...marks, ...told].map(note)];
}

/** Was anything done to the line itself? */
function isOwn({ text, before, marked = [], told = [] }) {
  return text !== before?.text || marked.length > 0 || told.length > 0;
}

function textOf(one) {
  const own = one.text !== undefined && isOwn(one) ? [one.text] : [];
  return [...(one.parts ?? []).map(({ text }) => text), ...own].join("\n");
}

function line(textContent) {
  return Object.assign(document.createElement("p"), { textContent });
}

function note(textContent) {
  return Object.assign(line(textContent), { className: "soft small" });
}

/** A page that is not served with https has no clipboard of its own. */
async function copied(text, dialog) {
  const isDone = await (navigator.clipboard?.writeText(text) ?? Promise.reject()).then(() => true).catch(() => selected(text, dialog));
  dialog.querySelector("[data-part=said]").textContent = isDone ? "コピーしました。" : "コピーできません。文字を選んで、コピーしてください。";
}

function selected(text, dialog) {
  const field = Object.assign(document.createElement("textarea"), { value: text });
  const { activeElement } = document;
  dialog.append(field);
  field.select();
  const isDone = document.execCommand("copy");
  field.remove();
  activeElement?.focus();
  return isDone;
}
