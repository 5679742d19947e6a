// 居た所: where somebody was, found again after a reload: the line, and the moment in the sound.
import { EditorView } from "@codemirror/view";

const USERS = ["select", "input", "delete"];

export class Place {
  #view = null;
  /** Has somebody put the cursor anywhere since the page was opened? */
  isChosen = false;

  constructor(key, player) {
    Object.assign(this, { key, player });
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
    const found = JSON.parse(sessionStorage.getItem(this.key));
    const number = found && lines.numbers().get(found.id);
    if (!number) return;
    const line = view.state.doc.line(number);
    const anchor = Math.min(line.to, line.from + found.offset);
    view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
    if (this.player.at === 0) this.player.stand(found.at);
  }

  keep() {
    if (!this.#view) return;
    const { head } = this.#view.state.selection.main;
    const line = this.#view.state.doc.lineAt(head);
    const place = { id: this.lines.at(line.number).id, offset: head - line.from, at: this.player.at };
    try {
      sessionStorage.setItem(this.key, JSON.stringify(place));
    } catch {
      // no room: the next page begins at the top
    }
  }
}
