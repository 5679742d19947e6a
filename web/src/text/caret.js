// カーソル: it blinks while nobody writes. By a clock and not by an animation, as CodeMirror's own does: while one of those
// runs, the browser makes sixty pictures a second, and every key waits for the next (benchmarks/desk.py).
import { ViewPlugin } from "@codemirror/view";

const BLINK_MS = 600;

class Caret {
  #blinking = 0;

  constructor({ scrollDOM }) {
    this.parts = scrollDOM.getElementsByClassName("cm-cursorLayer");
    this.#begin();
  }

  update({ docChanged, selectionSet, focusChanged }) {
    if (docChanged || selectionSet || focusChanged) this.#begin();
  }

  destroy() {
    clearInterval(this.#blinking);
  }

  #begin() {
    for (const part of this.parts) part.classList.remove("away");
    clearInterval(this.#blinking);
    this.#blinking = setInterval(() => this.#blink(), BLINK_MS);
  }

  #blink() {
    for (const part of this.parts) part.classList.toggle("away");
  }
}

export const caret = ViewPlugin.fromClass(Caret);
