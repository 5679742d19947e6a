// 保存の灯り: is what one has typed safe, and where?

const STATES = {
  reaching: "つないでいます",
  unreached: "サーバーにつながりません。自動でつなぎ直します",
  saved: "保存済み",
  saving: "保存中",
  offline: "オフライン（この端末に保存中）",
  nowhere: "オフライン（まだ保存されていません。このページを閉じないでください）",
  reading: "読むだけ",
};

const CALM_MS = 500; // whoever types sees one word, and hears one, until they rest
const FLASH_MS = 1_500;
const BY_ITSELF = "文字は自動で保存しています。";

/** -> what answers whoever wants to save, in words that `told` shows. It never says so of what is not saved yet. */
export function lamp(element, connection, told) {
  let resting = 0;
  const show = () => {
    clearTimeout(resting);
    resting = 0;
    const state = stateOf(connection);
    if (element.dataset.state === state) return;
    element.dataset.state = state;
    element.textContent = STATES[state];
  };
  const look = () => {
    if (stateOf(connection) !== "saved" || element.dataset.state !== "saving") show();
    else resting ||= setTimeout(show, CALM_MS);
  };
  connection.addEventListener("state", look);
  connection.ended.addEventListener("abort", () => clearTimeout(resting));
  const ask = (event) => {
    if (connection.unsaved || connection.composing.is) event.preventDefault();
  };
  addEventListener("beforeunload", ask, { signal: connection.ended });
  look();
  return () => {
    show();
    told(element.dataset.state === "reading" ? "この画面では、読むだけです。" : `${element.textContent}。${BY_ITSELF}`);
    element.classList.add("asked");
    setTimeout(() => element.classList.remove("asked"), FLASH_MS);
  };
}

function stateOf(connection) {
  if (connection.ended.aborted) return "reading";
  if (!connection.isReady) return connection.hasFailed ? "unreached" : "reaching";
  if (!connection.isOpen) return connection.pending.keeps || !connection.unsaved ? "offline" : "nowhere";
  if (connection.onlyReads) return "reading";
  return connection.unsaved ? "saving" : "saved";
}
