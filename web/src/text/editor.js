// 本文: CodeMirror with what the desk adds to it.
import { insertNewline, standardKeymap } from "@codemirror/commands";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, drawSelection, keymap } from "@codemirror/view";
import { heard } from "./binding.js";
import { caret } from "./caret.js";
import { cleaned } from "./cleaning.js";
import { clipboard } from "./clipboard.js";
import { ends } from "./ends.js";
import { words } from "./words.js";

EditorView.EDIT_CONTEXT = false; // on Android, where composing.js would not hear of a composition

/** A reader's copy changes by what comes from the document alone; not every key of CodeMirror's asks who may write. */
export const unwritten = EditorState.transactionFilter.of((one) => (one.docChanged && !one.annotation(heard) ? [] : one));

export function editor({ parent, binding, composing, mayEdit, nonce, extensions }) {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: binding.doc,
      extensions: [
        EditorView.cspNonce.of(nonce),
        EditorState.lineSeparator.of("\n"),
        EditorState.readOnly.of(!mayEdit),
        EditorView.contentAttributes.of({ "aria-label": "会議録の本文", lang: "ja", spellcheck: "false" }),
        EditorView.lineWrapping,
        drawSelection(),
        caret,
        Prec.highest(EditorView.domEventHandlers(composing.handlers)),
        words,
        ends,
        clipboard(),
        keymap.of([{ key: "Enter", run: insertNewline, shift: insertNewline }, ...standardKeymap]),
        cleaned((transaction) => transaction.annotation(heard)),
        mayEdit ? [] : unwritten,
        extensions,
      ],
    }),
    dispatchTransactions: (transactions, own) => binding.dispatch(transactions, own),
  });
  binding.attach(view);
  return view;
}
