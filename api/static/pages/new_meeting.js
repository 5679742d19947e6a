// 新しい会議: recordings are sent while the form is being filled in; the order of the list is their order in time.
import { send } from "./send.js";

const form = document.querySelector("#new-meeting");
const list = document.querySelector("#recordings");
const files = document.querySelector("#files");
const drop = document.querySelector("#drop");
const button = document.querySelector("#make");
const why = document.querySelector("#why");
const title = document.querySelector("#title");
let leaving = false;

function add(file) {
  const item = document.querySelector("#recording").content.firstElementChild.cloneNode(true);
  item.querySelector(".name").textContent = file.name;
  item.querySelector(".size").textContent = size(file.size);
  list.append(item);
  if (!title.value) title.value = file.name.replace(/\.[^.]+$/, "");
  const upload = send(file, {
    begun: (id) => {
      item.querySelector("[name=recording]").value = id;
      show();
    },
    told: (share, words) => {
      item.querySelector("progress").value = share;
      item.querySelector(".told").textContent = words;
    },
    failed: (words) => {
      item.classList.add("failed");
      item.querySelector(".told").textContent = words;
    },
    done: () => item.classList.add("done"),
  });
  item.querySelector(".remove").addEventListener("click", () => {
    upload.abort(true).catch(() => {});
    item.remove();
    show();
  });
  item.querySelector(".up").addEventListener("click", () => {
    item.previousElementSibling?.before(item);
    item.querySelector(".up").focus();
  });
  show();
}

function size(bytes) {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)}GB` : `${Math.max(1, Math.round(bytes / 1e6))}MB`;
}

function show() {
  const items = [...list.children];
  const ready = items.length > 0 && items.every((item) => item.querySelector("[name=recording]").value);
  button.disabled = !ready;
  why.textContent = items.length ? "" : "録音を選ぶと作れます。";
  list.classList.toggle("several", items.length > 1);
}

files.addEventListener("change", () => {
  [...files.files].sort((a, b) => a.name.localeCompare(b.name, "ja", { numeric: true })).forEach(add);
  files.value = "";
});
for (const name of ["dragover", "dragenter"]) {
  drop.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
}
for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  [...event.dataTransfer.files].forEach(add);
});
// The page may be left as soon as all is sent; before that, what is sent goes on only while it is open.
form.addEventListener("submit", (event) => {
  if (list.querySelector(".recording:not(.done)") && !leaving) {
    event.preventDefault();
    why.textContent = "録音を送り終えたら、自動で始めます。このままお待ちください。";
    button.disabled = true;
    new MutationObserver((_, observer) => {
      if (list.querySelector(".recording:not(.done)")) return;
      observer.disconnect();
      leaving = true;
      form.requestSubmit();
    }).observe(list, { attributes: true, subtree: true, attributeFilter: ["class"] });
    return;
  }
  leaving = true;
});
addEventListener("beforeunload", (event) => {
  if (!leaving && list.querySelector(".recording:not(.done)")) event.preventDefault();
});
