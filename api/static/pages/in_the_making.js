// 作成中: what the service tells of the work, as it happens; the page turns into the draft when there is one.
import { clock } from "./clock.js";

const AGAIN_MS = 3000;
const page = document.querySelector("#making");
const at = (id) => document.getElementById(id);

if (page) listen();

function listen() {
  const source = new EventSource(`/meetings/${page.dataset.meeting}/news?after=${page.dataset.after}`);
  source.onmessage = (event) => {
    const news = JSON.parse(event.data);
    if (news.received) arriving(news.received);
    else if (!at("share")) turn();
    else tell(news);
    if (news.ended) end(source);
  };
  source.onerror = () => {
    source.close();
    setTimeout(again, AGAIN_MS);
  };
}

// The line broke, or the sign-in ran out: then what is shown is not left lying about.
async function again() {
  const answer = await fetch(`/meetings/progress?of=${page.dataset.meeting}`).catch(() => null);
  if (answer?.redirected) location.reload();
  else listen();
}

function end(source) {
  source.close();
  if ("beside" in page.dataset) at("ended").hidden = false;
  else turn();
}

// Into what the page is now; not while it is still told that the last piece has arrived.
function turn() {
  if (document.querySelector(".recording.sending:not(.failed)")) setTimeout(turn, 500);
  else location.reload();
}

function arriving(received) {
  for (const [id, share] of Object.entries(received)) {
    const bar = document.querySelector(`#r-${id}:not(.sending) progress`);
    if (bar) bar.value = share;
  }
}

function tell(news) {
  at("state").textContent = news.state;
  at("left").textContent = news.left || news.before;
  at("share").value = news.share;
  document.querySelectorAll(".stages li").forEach((stage, index) => {
    const now = index + 1 === news.step;
    stage.classList.toggle("done", index + 1 < news.step);
    if (now) stage.setAttribute("aria-current", "step");
    else stage.removeAttribute("aria-current");
    stage.querySelector(".number").textContent = now ? `${Math.floor(news.share * 100)}%` : "";
  });
  news.heard.forEach(write);
}

function write(one) {
  page.dataset.after = Number(page.dataset.after) + 1;
  if (!at("heard")) return;
  const line = document.createElement("p");
  const time = Object.assign(document.createElement("time"), { textContent: clock(one.start_s) });
  line.append(time, Object.assign(document.createElement("span"), { textContent: one.text }));
  at("heard").append(line);
  at("none").hidden = true;
}
