// 作成中: what the service tells of the work, as it happens; the page turns into the draft when there is one.
import { clock } from "./clock.js";

const page = document.querySelector("#making");
const at = (id) => document.getElementById(id);

if (at("share")) {
  const address = () => `/meetings/${page.dataset.meeting}/news?after=${page.dataset.after}`;
  let source = listen();

  function listen() {
    const opened = new EventSource(address());
    opened.onmessage = (event) => tell(JSON.parse(event.data), opened);
    opened.onerror = () => {
      opened.close();
      setTimeout(() => (source = listen()), 3000);
    };
    return opened;
  }
}

function tell(news, source) {
  at("state").textContent = news.state;
  at("stage").textContent = news.stage;
  at("left").textContent = news.left;
  at("before").textContent = news.before;
  at("share").value = news.share;
  at("problem").textContent = news.problem;
  at("problem").hidden = !news.problem;
  for (const one of news.heard) {
    const time = Object.assign(document.createElement("time"), { className: "soft small", textContent: clock(one.start_s) });
    const line = document.createElement("p");
    line.append(time, ` ${one.text}`);
    at("heard").append(line);
    at("none").hidden = true;
    page.dataset.after = Number(page.dataset.after) + 1;
  }
  if (news.ended) {
    source.close();
    if (!news.problem) location.reload();
  }
}
