// 居た所: where somebody was, found again after a reload and on another day: the line, and the moment in the sound.
import { EditorView } from "@codemirror/view";
import { placeOf } from "../sound/heard.js";

const USERS = ["select", "input", "delete"];
const MOST = 50; // drafts of which this browser knows where somebody was

/** Of each account in each draft, in one entry: the one that was left last is the last. */
export class Places {
  constructor(store, where = "minutes-desk-places") {
    Object.assign(this, { store, where });
  }

  of(key) {
    return this.#all[key] ?? null;
  }

  keep(key, place) {
    const { [key]: _, ...others } = this.#all;
    const kept = [...Object.entries(others), [key, place]].slice(-MOST);
    try {
      this.store.setItem(this.where, JSON.stringify(Object.fromEntries(kept)));
    } catch {
      // no room: the next page begins at the top
    }
  }

  /** What is not understood counts as nothing. */
  get #all() {
    try {
      return Object(JSON.parse(this.store.getItem(this.where)));
    } catch {
      return {};
    }
  }
}

export class Place {
  #view = null;
  /** Has somebody put the cursor anywhere since the page was opened? */
  isChosen = false;

  /** `asked`: the moment at which the page's address says that it is opened, in seconds; null: where somebody was. */
  constructor(places, key, player, asked = null) {
    Object.assign(this, { places, key, player, asked });
    addEventListener("pagehide", () => this.keep());
  }

  /** For the editor's updates. */
  follow({ transactions }) {
    this.isChosen ||= transactions.some((one) => one.selection && USERS.some((event) => one.isUserEvent(event)));
  }

  /** A copy is open; go where somebody was. */
  attach(view, lines) {
    this.#view = view;
    this.lines = lines;
    if (this.asked !== null) return this.player.stand(this.asked - this.player.at);
    const found = this.places.of(this.key);
    const number = found && lines.numbers().get(found.id);
    if (!number) return;
    const line = view.state.doc.line(number);
    this.#go(Math.min(line.to, line.from + found.offset));
    if (this.player.at === 0) this.player.stand(found.at);
  }

  /** It is known when what was said. Whoever reloads the page later wants to be where they were. */
  know() {
    if (this.asked === null) return;
    if (!this.isChosen) this.#go(placeOf(this.#view.state, this.asked)?.from ?? 0);
    this.asked = null;
    history.replaceState(null, "", location.pathname);
  }

  #go(anchor) {
    this.#view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
  }

  keep() {
    if (!this.#view) return;
    const { head } = this.#view.state.selection.main;
    const line = this.#view.state.doc.lineAt(head);
    this.places.keep(this.key, { id: this.lines.at(line.number).id, offset: head - line.from, at: this.player.at });
  }
}
