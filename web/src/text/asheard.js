// 素起こし: the machine's own words of the paragraph in which somebody writes; nobody ever changes them.
import { EditorView } from "@codemirror/view";

/**
 * The machine's paragraphs out of which a line was made. `ids`: of all lines; `heard`: [[id, text]] in order. Who parts
 * a paragraph leaves its end its id, and who joins two leaves the later one's.
 */
export function sourcesOf(ids, number, heard) {
  const places = new Map(heard.map(([id], place) => [id, place]));
  const before = ids.slice(0, number - 1).findLast((id) => places.has(id));
  const own = ids.slice(number - 1).find((id) => places.has(id));
  const begin = before === undefined ? 0 : places.get(before) + 1;
  return heard.slice(begin, own === undefined ? heard.length : places.get(own) + 1).map(([, text]) => text);
}

export class AsHeard {
  #heard = null;

  constructor(panel, address, lines) {
    Object.assign(this, { panel, address, lines });
    this.words = panel.querySelector("p");
  }

  get extension() {
    return EditorView.updateListener.of((update) => {
      if (!this.panel.hidden && (update.selectionSet || update.docChanged)) this.#show(update.state);
    });
  }

  async toggle(state) {
    this.panel.hidden = !this.panel.hidden;
    if (this.panel.hidden) return;
    this.#heard ??= await fetch(this.address)
      .then((answer) => answer.json())
      .catch(() => null);
    this.#show(state());
  }

  #show(state) {
    const { number } = state.doc.lineAt(state.selection.main.head);
    const ids = this.lines.all.map(({ id }) => id);
    const sources = this.#heard ? sourcesOf(ids, number, this.#heard) : null;
    this.words.textContent = sources ? sources.join("／") || "（人が書いた段落です）" : "素起こしを読み込めません。";
  }
}
