// 打つあいだ止める: the sound waits while somebody types, and goes on when they stop; for those who want it so.
import { ViewPlugin } from "@codemirror/view";
import { isTyped } from "./following.js";

const CALM_MS = 1_200;
const WANTED = "minutes-desk-pausing";

/** `choice`: the box that says whether. -> an extension. */
export function pausing(player, choice, store) {
  choice.checked = store.getItem(WANTED) !== null;
  choice.onchange = () => (choice.checked ? store.setItem(WANTED, "") : store.removeItem(WANTED));
  return ViewPlugin.define(() => new Pausing(player, choice));
}

/** By a key; -> does it wait from now on? */
export function toggle(choice) {
  choice.click();
  return choice.checked;
}

class Pausing {
  #waiting = 0;
  #gone = new AbortController();

  constructor(player, choice) {
    Object.assign(this, { player, choice });
    const { signal } = this.#gone;
    // told late: somebody may have typed since
    player.sound.addEventListener("play", () => player.isPlaying && this.#waitNoMore(), { signal });
    player.addEventListener("letGo", () => this.#waitNoMore(), { signal });
  }

  update({ transactions, view }) {
    if (!isTyped(transactions)) return;
    if (!this.#waiting && !(this.choice.checked && this.player.isPlaying)) return;
    this.player.sound.pause();
    this.#wait(view);
  }

  destroy() {
    this.#gone.abort();
    this.#waitNoMore();
  }

  #wait(view) {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => this.#goOn(view), CALM_MS);
  }

  /** Not in the middle of a conversion, however long somebody looks for the right one. */
  #goOn(view) {
    if (view.composing) this.#wait(view);
    else this.player.hold();
  }

  #waitNoMore() {
    clearTimeout(this.#waiting);
    this.#waiting = 0;
  }
}
