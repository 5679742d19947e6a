// 送る: one recording, in pieces, which goes on by itself after a broken line, and after a sign-in that ran out.

const PIECE = 8 * 1024 * 1024;
const AGAIN_MS = [0, 1000, 3000, 5000, 10000, 20000, 30000, 60000, 60000, 60000];

export function send(file, { begun, told, failed, done }) {
  let began = performance.now();
  let from = null;
  const upload = new tus.Upload(file, {
    endpoint: "/api/uploads",
    chunkSize: PIECE,
    retryDelays: AGAIN_MS,
    removeFingerprintOnSuccess: true,
    metadata: { filename: file.name, filetype: file.type || "application/octet-stream" },
    onUploadUrlAvailable: () => begun(upload.url.split("/").pop()),
    onProgress: (sent, total) => {
      if (from === null) [from, began] = [sent, performance.now()];
      const speed = (sent - from) / (performance.now() - began);
      told(sent / total, sent === total ? "確かめています…" : words(sent / total, (total - sent) / speed));
    },
    onShouldRetry: (error) => {
      const status = error.originalResponse?.getStatus() ?? 0;
      if (status === 401) told(null, "サインインが切れました。別のタブでサインインすると、続きから送ります。");
      return status === 0 || status === 401 || status === 409 || status === 423 || status >= 500;
    },
    onError: (error) => failed(reason(error)),
    onSuccess: () => {
      told(1, "送り終えました。");
      done();
    },
  });
  upload.findPreviousUploads().then((earlier) => {
    if (earlier.length) upload.resumeFromPreviousUpload(earlier[0]);
    upload.start();
  });
  return upload;
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
    return JSON.parse(error.originalResponse.getBody()).problem;
  } catch {
    return "送れませんでした。回線を確かめて、もう一度選んでください。続きから送ります。";
  }
}
