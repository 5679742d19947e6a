// 追いかけ: what is being heard is highlighted, and kept in view unless somebody is writing.
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin } from "@codemirror/view";
import { placeOf } from "./heard.js";

const HANDS_OFF_MS = 4_000;
const now = StateEffect.define();
const mark = Decoration.mark({ class: "now" });

const field = StateField.define({
  create: () => Decoration.none,
  update(value, transaction) {
    const found = transaction.effects.find((effect) => effect.is(now));
    if (!found) return value.map(transaction.changes);
    return found.value ? Decoration.set([mark.range(found.value.from, found.value.to)]) : Decoration.none;
  },
  provide: (own) => EditorView.decorations.from(own),
});

/** -> an extension. */
export function following(player) {
  return [field, ViewPlugin.define((view) => new Following(view, player))];
}

class Following {
  #typed = -HANDS_OFF_MS;
  #last = "";
  #gone = new AbortController();

  constructor(view, player) {
    player.addEventListener("moved", () => this.#show(view, player), { signal: this.#gone.signal });
  }

  update({ transactions }) {
    if (isTyped(transactions)) this.#typed = performance.now();
  }

  destroy() {
    this.#gone.abort();
  }

  #show(view, player) {
    const place = placeOf(view.state, player.at);
    if (`${place?.from}-${place?.to}` === this.#last || view.composing) return;
    this.#last = `${place?.from}-${place?.to}`;
    const follows = place && player.isPlaying && performance.now() - this.#typed > HANDS_OFF_MS;
    const scroll = follows ? [EditorView.scrollIntoView(place.from, { y: "nearest", yMargin: 90 })] : [];
    view.dispatch({ effects: [now.of(place), ...scroll] });
  }
}

/** Has somebody written here? */
export function isTyped(transactions) {
  return transactions.some((one) => one.isUserEvent("input") || one.isUserEvent("delete"));
}
