// 新しい会議: recordings are sent while the form is being filled in; the order of the list is their order in time.
import { forget, send, signIn } from "./send.js";

const form = document.querySelector("#new-meeting");
const list = document.querySelector("#recordings");
const files = document.querySelector("#files");
const drop = document.querySelector("#drop");
const button = document.querySelector("#make");
const why = document.querySelector("#why");
const paper = document.querySelector("#paper");
const refusal = document.querySelector("#refused");
const title = document.querySelector("#title");
const day = document.querySelector("#held_on");
const uploads = new Map();
const PAPER = /\.(csv|tsv|txt|xlsx?|docx?|pdf)$/i;
// Where the page asks for them, too.
const HINT = document.querySelector("#roster") ? "名簿と用語集は「名簿・用語・話す人の数も入れる」で選んでください。" : "";
let there = "";
let leaving = false;

const unsent = () => list.querySelector(".recording:not(.done)");

function addAll(chosen) {
  const inOrder = [...chosen].sort((a, b) => a.name.localeCompare(b.name, "ja", { numeric: true }));
  const papers = inOrder.filter((file) => PAPER.test(file.name));
  paper.hidden = !papers.length;
  if (papers.length) paper.textContent = `「${papers.map((file) => file.name).join("」と「")}」は録音ではないようです。${HINT}`;
  inOrder.filter((file) => !PAPER.test(file.name)).forEach(add);
}

function add(file) {
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
  refusal.hidden = true;
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
  if (answer?.status === 401) refusal.replaceChildren("サインインが切れました。サインインしてから、もう一度押してください。", signIn());
  else refusal.textContent = said.join(" ") || "送れませんでした。回線を確かめて、もう一度押してください。";
  refusal.hidden = false;
  button.disabled = false;
}

function leave() {
  if (!there || unsent()) return;
  leaving = true;
  location.assign(there);
}

files.addEventListener("change", () => {
  addAll(files.files);
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
  if (!there) addAll(event.dataTransfer.files);
});
day.addEventListener("input", () => (day.dataset.typed = ""));
form.addEventListener("submit", (event) => {
  event.preventDefault(); // on a page of its own a refusal would cost what was sent
  make();
});
addEventListener("beforeunload", (event) => {
  if (!leaving && list.querySelector(".sending")) event.preventDefault();
});
