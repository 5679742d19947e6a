// 清書: what a line cannot hold is taken out before it is written: pasted breaks of other programs, halves of characters.
import { EditorState } from "@codemirror/state";
import { whole } from "./writing.js";

const BREAK = /\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]/g;
const NO_CHARACTER = /[\ufffc\ufffd]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

export function clean(text) {
  return text.replace(BREAK, "\n").replace(NO_CHARACTER, "〓");
}

/** For CodeMirror: every edit is cleaned, wherever it comes from; `isHeard` says which are others'. */
export function cleaned(isHeard) {
  return EditorState.transactionFilter.of((transaction) => {
    if (!transaction.docChanged || isHeard(transaction)) return transaction;
    const changes = [];
    let dirty = false;
    transaction.changes.iterChanges((from, to, _1, _2, inserted) => {
      const change = whole(transaction.startState.doc, from, to, inserted.toString());
      const insert = clean(change.insert);
      dirty ||= insert !== change.insert;
      changes.push({ ...change, insert });
    });
    if (!dirty) return transaction;
    return { changes, selection: endOf(changes), userEvent: "input.paste", scrollIntoView: true };
  });
}

/** Behind what was written last. */
function endOf(changes) {
  const grown = changes.slice(0, -1).reduce((sum, { from, to, insert }) => sum + insert.length - (to - from), 0);
  const last = changes.at(-1);
  return { anchor: last.from + grown + last.insert.length };
}
