// 語: a double click selects a word, and Ctrl with an arrow passes one: Japanese has no spaces between them.
import {
  cursorSubwordBackward,
  cursorSubwordForward,
  selectSubwordBackward,
  selectSubwordForward,
} from "@codemirror/commands";
import { EditorSelection } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";

const segmenter = new Intl.Segmenter("ja", { granularity: "word" });

/** The word that a line's character belongs to: [from, to]. */
export function wordAt(text, place) {
  const found = segmenter.segment(text).containing(place);
  return found ? [found.index, found.index + found.segment.length] : [text.length, text.length];
}

export const words = [
  EditorView.mouseSelectionStyle.of((view, event) => (event.button === 0 && event.detail === 2 ? byWord(view, event) : null)),
  keymap.of([
    { key: "Mod-ArrowLeft", mac: "Alt-ArrowLeft", run: cursorSubwordBackward, shift: selectSubwordBackward },
    { key: "Mod-ArrowRight", mac: "Alt-ArrowRight", run: cursorSubwordForward, shift: selectSubwordForward },
  ]),
];

/** Whoever goes on to drag selects whole words. */
function byWord(view, event) {
  let first = under(view, event);
  return {
    get: (mouse) => {
      const here = under(view, mouse);
      if (here.from < first.from) return EditorSelection.single(first.to, here.from);
      return EditorSelection.single(first.from, Math.max(first.to, here.to));
    },
    update: ({ changes }) => void (first = { from: changes.mapPos(first.from), to: changes.mapPos(first.to) }),
  };
}

function under(view, { clientX: x, clientY: y }) {
  const { pos, assoc } = view.posAndSideAtCoords({ x, y }, false);
  const line = view.state.doc.lineAt(pos);
  const [from, to] = wordAt(line.text, Math.max(0, pos - line.from - (assoc < 0 ? 1 : 0)));
  return { from: line.from + from, to: line.from + to };
}
