// 変換中: while an input method composes, nothing comes in, and what is not yet converted does not go out.
//
// Anything that touches the line meanwhile makes Chromium commit the reading that is being converted.

const SETTLED_MS = 30; // CodeMirror reads the last change from the page only after the composition's end

export class Composing {
  #waiting = [];
  #ending = 0;
  is = false;
  /** Takes what has been converted; called whenever a conversion has ended. */
  onConverted = () => {};

  /** Now, or once nobody composes any more; in the order in which they came. */
  afterwards(step) {
    if (this.is) this.#waiting.push(step);
    else step();
  }

  /** The copy is given up: what is being converted is taken as it stands, and nothing comes in any more. */
  stop() {
    clearTimeout(this.#ending);
    this.#ending = 0;
    this.#waiting = [];
    this.is = false;
    this.onConverted();
  }

  /** Listeners for CodeMirror's text. */
  get handlers() {
    return { compositionstart: () => this.#begin(), compositionend: () => this.#end() };
  }

  /** Who goes on typing converts phrase after phrase without a pause: each goes out when the next begins. */
  #begin() {
    if (this.#ending) this.onConverted();
    clearTimeout(this.#ending);
    this.#ending = 0;
    this.is = true;
    return false;
  }

  #end() {
    this.#ending = setTimeout(() => this.#settled(), SETTLED_MS);
    return false;
  }

  #settled() {
    this.#ending = 0;
    this.is = false;
    try {
      this.onConverted();
    } finally {
      this.#comeIn();
    }
  }

  /** One that fails keeps the others from nothing; of several that fail, the first is told. */
  #comeIn() {
    const errors = [];
    while (this.#waiting.length && !this.is) {
      try {
        this.#waiting.shift()();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length) throw errors[0];
  }
}
