// 送る: one recording, in pieces, which goes on by itself after a broken line, and after a sign-in that ran out.

const PIECE = 8 * 1024 * 1024;
const AGAIN_MS = [0, 1000, 3000, 5000, 10000, 20000, 30000, ...Array(600).fill(60000)]; // a working day
const SIGN_IN = "サインインが切れました。別のタブでサインインして、このタブに戻ると、続きから送ります。";
const AWAY = "サービスとつながりません。つながると、続きから送ります。";
const FULL = 507;
const BROKEN = "送れませんでした。回線を確かめて、「もう一度送る」を押してください。続きから送ります。";
const GONE = "この録音の続きは受け取れません。会議の録音が入れ替えられたか、長いあいだ続きが届きませんでした。まだ要るときは、はじめから送ってください。";
const NOT_FOUND = 404;

// `item` shows how far it is; `begun` is told the upload's id; with `url` an upload that broke off goes on.
export function send(file, item, { begun = () => {}, done = () => {}, url = null } = {}) {
  let began = performance.now();
  let from = null;
  let waiting = false;
  item.classList.add("sending");
  const upload = new tus.Upload(file, {
    ...(url ? { uploadUrl: url } : { endpoint: "/api/uploads" }),
    chunkSize: PIECE,
    retryDelays: AGAIN_MS,
    removeFingerprintOnSuccess: true,
    metadata: { filename: file.name, filetype: file.type || "application/octet-stream" },
    onUploadUrlAvailable: () => {
      upload.options.endpoint = null; // or a HEAD that is refused (no longer signed in) would begin a second upload
      begun(upload.url.split("/").pop());
    },
    onProgress: (sent, total) => {
      if (from === null || waiting) [from, began, waiting] = [sent, performance.now(), false];
      const speed = (sent - from) / (performance.now() - began);
      item.querySelector("progress").value = sent / total;
      tell(item, sent === total ? "確かめています…" : words(sent / total, (total - sent) / speed));
    },
    onShouldRetry: (error) => {
      const said = status(error);
      waiting = true;
      const passing = said === 0 || (said >= 500 && said !== FULL);
      if (said === 401) tell(item, SIGN_IN, signIn());
      else if (passing) tell(item, AWAY, "");
      return passing || said === 401 || said === 409 || said === 423;
    },
    onError: (error) => tell(item, reason(error), status(error) === NOT_FOUND ? "" : onceMore(upload)),
    onSuccess: () => {
      item.classList.remove("sending");
      item.classList.add("done");
      tell(item, "送り終えました。");
      done();
    },
  });
  const goOn = () => {
    if (!document.hidden && waiting && item.isConnected) upload.abort().then(() => upload.start());
  };
  addEventListener("online", goOn);
  document.addEventListener("visibilitychange", goOn);
  if (url) upload.start();
  else upload.findPreviousUploads().then((earlier) => begin(upload, earlier));
  return upload;
}

function begin(upload, earlier) {
  if (earlier.length) upload.resumeFromPreviousUpload(earlier[0]);
  upload.start();
}

// From now on it is of a meeting: whoever chooses the same file for another one sends it anew.
export async function forget(upload) {
  const storage = tus.defaultOptions.urlStorage;
  for (const earlier of await upload.findPreviousUploads()) await storage.removeUpload(earlier.urlStorageKey);
}

// `act`: what can be done about it, where something is wrong; "" where one can only wait.
function tell(item, words, act = null) {
  item.classList.toggle("failed", act !== null);
  const told = item.querySelector(".told");
  if (told.textContent === words) return;
  told.textContent = words;
  item.querySelector(".act")?.remove();
  if (act) told.after(act);
}

export function signIn() {
  const made = { className: "button act", href: "/sign-in", target: "_blank", textContent: "サインイン（別のタブ）" };
  return Object.assign(document.createElement("a"), made);
}

function onceMore(upload) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "act", textContent: "もう一度送る" });
  made.addEventListener("click", () => upload.start());
  return made;
}

function words(share, left_ms) {
  const percent = `${Math.floor(share * 100)}%`;
  if (!Number.isFinite(left_ms) || left_ms <= 0) return `送っています… ${percent}`;
  const seconds = left_ms / 1000;
  const left = seconds < 60 ? `${Math.max(5, Math.round(seconds / 5) * 5)}秒` : `${Math.round(seconds / 60)}分`;
  return `送っています… ${percent}（残り 約${left}）`;
}

const status = (error) => error.originalResponse?.getStatus() ?? 0;

function reason(error) {
  try {
    return JSON.parse(error.originalResponse.getBody()).detail ?? BROKEN;
  } catch {
    return status(error) === NOT_FOUND ? GONE : BROKEN; // to a HEAD nobody answers in words
  }
}
