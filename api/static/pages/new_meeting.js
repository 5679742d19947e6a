// 新しい会議: recordings are sent while the form is being filled in; the order of the list is their order in time.
import { forget, send, signIn } from "./send.js";

const form = document.querySelector("#new-meeting");
const list = document.querySelector("#recordings");
const files = document.querySelector("#files");
const drop = document.querySelector("#drop");
const button = document.querySelector("#make");
const why = document.querySelector("#why");
const title = document.querySelector("#title");
const day = document.querySelector("#held_on");
const uploads = new Map();
const PAPER = /\.(csv|tsv|txt|xlsx?|docx?|pdf)$/i;
let there = "";
let leaving = false;

const unsent = () => list.querySelector(".recording:not(.done)");

function add(file) {
  if (PAPER.test(file.name)) {
    why.textContent = `「${file.name}」は録音ではないようです。名簿と用語集は「名簿・用語・話す人の数も入れる」で選んでください。`;
    return;
  }
  const item = document.querySelector("#recording").content.firstElementChild.cloneNode(true);
  item.querySelector(".name").textContent = file.name;
  item.querySelector(".size").textContent = size(file.size);
  item.querySelector("progress").ariaLabel = `${file.name}の送信`;
  list.append(item);
  if (!title.value) title.value = file.name.replace(/\.[^.]+$/, "");
  if (uploads.size === 0 && !("typed" in day.dataset)) day.value = dayOf(file);
  const begun = (id) => {
    item.querySelector("[name=recording]").value = id;
    show();
  };
  uploads.set(item, send(file, item, { begun, done: leave }));
  item.querySelector(".remove").addEventListener("click", () => remove(item, file.name));
  item.querySelector(".up").addEventListener("click", () => {
    item.previousElementSibling?.before(item);
    item.querySelector(".up").focus();
  });
  show();
}

function remove(item, name) {
  if (!confirm(`「${name}」をやめますか。送った分は消えます。`)) return;
  uploads.get(item).abort(true).catch(() => {});
  uploads.delete(item);
  item.remove();
  show();
}

// A recorder dates its file: most meetings are entered on another day.
function dayOf(file) {
  const at = new Date(file.lastModified);
  const two = (number) => String(number).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

function size(bytes) {
  if (bytes < 1e6) return "1MB未満";
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)}GB` : `${Math.round(bytes / 1e6)}MB`;
}

function show() {
  const items = [...list.children];
  button.disabled = !items.length || !items.every((item) => item.querySelector("[name=recording]").value);
  why.textContent = items.length ? "" : "録音を選ぶと作れます。";
  list.classList.toggle("several", items.length > 1);
}

// What is still being sent goes on here; the meeting is there already, and whatever happens it can be gone on with.
async function make() {
  button.disabled = true;
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
  if (!answer?.ok) return refused(answer);
  there = answer.url;
  for (const upload of uploads.values()) await forget(upload);
  leave();
  if (leaving) return;
  for (const part of document.querySelectorAll("[data-given]")) part.hidden = true;
  document.querySelector("#waiting").hidden = false;
  document.querySelector("#there").href = there;
}

async function refused(answer) {
  const page = new DOMParser().parseFromString((await answer?.text()) ?? "", "text/html");
  const said = [...page.querySelectorAll("main h1 + p, .faults li")].map((one) => one.textContent);
  if (answer?.status === 401) why.replaceChildren("サインインが切れました。サインインしてから、もう一度押してください。", signIn());
  else why.textContent = said.join(" ") || "会議を作れませんでした。回線を確かめて、もう一度押してください。";
  button.disabled = false;
}

function leave() {
  if (!there || unsent()) return;
  leaving = true;
  location.assign(there);
}

const inOrder = (chosen) => [...chosen].sort((a, b) => a.name.localeCompare(b.name, "ja", { numeric: true }));

files.addEventListener("change", () => {
  inOrder(files.files).forEach(add);
  files.value = "";
});
// Wherever on the page it is let go: a browser would otherwise open the file and the form would be gone.
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  drop.classList.add("over");
});
document.addEventListener("dragleave", (event) => event.relatedTarget ?? drop.classList.remove("over"));
document.addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  if (!there) inOrder(event.dataTransfer.files).forEach(add);
});
day.addEventListener("input", () => (day.dataset.typed = ""));
form.addEventListener("submit", (event) => {
  event.preventDefault(); // on a page of its own a refusal would cost what was sent
  make();
});
addEventListener("beforeunload", (event) => {
  if (!leaving && list.querySelector(".sending")) event.preventDefault();
});
