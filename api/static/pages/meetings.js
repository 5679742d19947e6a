// 会議の一覧: how far the work is, as it goes on, and the way through the list by keyboard.
const EVERY_MS = 3000;
const list = document.querySelector("#meetings");
const making = () => [...document.querySelectorAll("[data-making]")];
let again = 0;

if (list) {
  follow();
  document.addEventListener("visibilitychange", follow);
  document.addEventListener("keydown", walk);
}

async function follow() {
  clearTimeout(again);
  if (document.hidden || !making().length) return;
  const of = making().map((row) => ["of", row.dataset.making]);
  const answer = await fetch(`/meetings/progress?${new URLSearchParams(of)}`).catch(() => null);
  if (answer?.redirected) return location.reload(); // the sign-in ran out: what is listed is not left lying about
  if (answer?.ok) await show(await answer.json());
  again = setTimeout(follow, EVERY_MS);
}

async function show({ meetings, waiting }) {
  const row = (id) => document.getElementById(`m-${id}`);
  for (const [id, news] of Object.entries(meetings)) if (!news.ended) tell(row(id), news);
  const count = document.querySelector("#waiting");
  count.hidden = !waiting;
  count.querySelector(".number").textContent = waiting;
  const ended = Object.keys(meetings).filter((id) => meetings[id].ended);
  if (ended.length) await renew(ended.map(row));
}

function tell(row, news) {
  const part = (name) => row.querySelector(`[data-of=${name}]`);
  part("state").textContent = news.state;
  part("stage").textContent = news.stage || news.before;
  part("left").textContent = news.left;
  part("share").value = news.share;
}

// What has ended looks as the page would show it now: only these rows are put in anew.
async function renew(rows) {
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok) return;
  const now = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const row of rows) {
    const fresh = now.getElementById(row.id);
    if (fresh) row.querySelector(".progress").replaceWith(fresh.querySelector(".progress"));
    delete row.dataset.making;
  }
}

function walk(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const typing = event.target.closest("input, select, textarea");
  if (event.key === "/" && !typing) {
    event.preventDefault();
    document.querySelector("#q").select();
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || (typing && typing.id !== "q")) return;
  const links = [...list.querySelectorAll("a.open")];
  const next = links[links.indexOf(document.activeElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
