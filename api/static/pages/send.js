// 送る: one recording, in pieces, which goes on by itself after a broken line, and after a sign-in that ran out.

const PIECE = 8 * 1024 * 1024;
const AGAIN_MS = [0, 1000, 3000, 5000, 10000, 20000, 30000, ...Array(600).fill(60000)]; // a working day
const SIGN_IN = "サインインが切れました。別のタブでサインインして、このタブに戻ると、続きから送ります。";
const BROKEN = "送れませんでした。回線を確かめて、もう一度選んでください。続きから送ります。";

// `item` shows how far it is; `begun` is told the upload's id; with `url` an upload that broke off goes on.
export function send(file, item, { begun = () => {}, done = () => {}, url = null } = {}) {
  let began = performance.now();
  let from = null;
  let waiting = false;
  const told = (words, problem = null) => tell(item, words, problem);
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
      told(sent === total ? "確かめています…" : words(sent / total, (total - sent) / speed));
    },
    onShouldRetry: (error) => {
      const status = error.originalResponse?.getStatus() ?? 0;
      waiting = true;
      if (status === 401) told(SIGN_IN, "expired");
      else if (status === 0) told("回線が切れています。つながると、続きから送ります。", "broken");
      return status === 0 || status === 401 || status === 409 || status === 423 || status >= 500;
    },
    onError: (error) => told(reason(error), "failed"),
    onSuccess: () => {
      item.classList.remove("sending");
      item.classList.add("done");
      told("送り終えました。");
      done();
    },
  });
  const goOn = () => {
    if (!document.hidden && waiting) upload.abort().then(() => upload.start());
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

function tell(item, words, problem) {
  item.classList.toggle("failed", problem !== null);
  const told = item.querySelector(".told");
  if (told.textContent !== words) told.textContent = words;
  const there = item.querySelector("a.sign-in");
  if (problem !== "expired") there?.remove();
  else if (!there) told.after(link());
}

function link() {
  const made = document.createElement("a");
  return Object.assign(made, { className: "button sign-in", href: "/sign-in", target: "_blank", textContent: "サインイン（別のタブ）" });
}

function words(share, left_ms) {
  const percent = `${Math.floor(share * 100)}%`;
  if (!Number.isFinite(left_ms) || left_ms <= 0) return `送っています… ${percent}`;
  const seconds = left_ms / 1000;
  const left = seconds < 60 ? `${Math.max(5, Math.round(seconds / 5) * 5)}秒` : `${Math.round(seconds / 60)}分`;
  return `送っています… ${percent}（残り 約${left}）`;
}

function reason(error) {
  try {
    return JSON.parse(error.originalResponse.getBody()).detail ?? BROKEN;
  } catch {
    return BROKEN;
  }
}
