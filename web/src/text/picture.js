// 画面: what somebody has typed is drawn first; what follows from it is done right behind that.

const LATEST_MS = 50; // nothing is drawn of a page in the background

/** Once the screen's next picture has been drawn, or when the page goes. */
export function afterPicture(step) {
  const ending = new AbortController();
  const once = () => {
    if (ending.signal.aborted) return;
    ending.abort();
    step();
  };
  requestAnimationFrame(() => setTimeout(once));
  setTimeout(once, LATEST_MS);
  addEventListener("pagehide", once, { signal: ending.signal });
}
