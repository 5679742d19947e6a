// 元に戻す: one's own edits only; a colleague's stay.
import { EditorView } from "@codemirror/view";
import { UndoManager } from "yjs";

/** People are not taken off the list again: somebody may be naming a line after them at the moment. */
export class Undo {
  constructor(binding, people) {
    this.binding = binding;
    this.manager = new UndoManager([binding.text, people.voices], {
      trackedOrigins: new Set([binding]),
      captureTimeout: 500,
    });
    binding.onLine = () => this.pause(); // a paragraph that is parted or joined is a step of its own, however fast one types
  }

  undo() {
    return this.#go(() => this.manager.undo());
  }

  redo() {
    return this.#go(() => this.manager.redo());
  }

  /** What is done now is undone by itself. */
  pause() {
    this.manager.stopCapturing();
  }

  #go(step) {
    this.binding.changedAt = null;
    if (!step()) return true;
    this.binding.mend();
    const { view, changedAt } = this.binding;
    if (changedAt === null) return true;
    const place = Math.min(changedAt, view.state.doc.length);
    const effects = EditorView.scrollIntoView(place, { y: "nearest", yMargin: 60 });
    view.dispatch({ selection: { anchor: place }, effects });
    return true;
  }
}
