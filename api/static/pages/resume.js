// 続きを送る: a recording of which a part is here already, from the meeting's own page.
import { send } from "./send.js";

for (const chosen of document.querySelectorAll("[data-upload]")) {
  chosen.addEventListener("change", () => {
    const [file] = chosen.files;
    if (file) goOn(file, chosen.dataset.upload);
    chosen.value = "";
  });
}

function goOn(file, id) {
  const item = document.getElementById(`r-${id}`);
  if (file.size !== Number(item.dataset.size)) {
    item.classList.add("failed");
    item.querySelector(".told").textContent = `「${file.name}」は大きさが違います。送り始めたときと同じファイルを選んでください。`;
    return;
  }
  item.querySelector("[data-upload]").closest("p").hidden = true;
  send(file, item, { url: `/api/uploads/${id}` });
}

addEventListener("beforeunload", (event) => {
  if (document.querySelector(".recording.sending:not(.failed)")) event.preventDefault();
});
