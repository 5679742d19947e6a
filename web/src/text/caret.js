// カーソル: it blinks while nobody writes. By a clock and not by an animation, as CodeMirror's own does: while one of those
// runs, the browser makes sixty pictures a second, and every key waits for the next (benchmarks/desk.py).
import { ViewPlugin } from "@codemirror/view";

const BLINK_MS = 600;

class Caret {
  #blinking = 0;
  #layers;

  constructor(view) {
    this.#layers = view.scrollDOM.getElementsByClassName("cm-cursorLayer");
    this.#begin(view);
  }

  update({ selectionSet, focusChanged, view }) {
    if (selectionSet || focusChanged) this.#begin(view);
  }

  destroy() {
    clearInterval(this.#blinking);
  }

  /** Seen from now on, and for a while at least. */
  #begin({ hasFocus }) {
    clearInterval(this.#blinking);
    for (const layer of this.#layers) layer.classList.remove("away");
    if (hasFocus) this.#blinking = setInterval(() => this.#blink(), BLINK_MS);
  }

  #blink() {
    for (const layer of this.#layers) layer.classList.toggle("away");
  }
}

export const caret = ViewPlugin.fromClass(Caret);
