// 切り貼り: what is cut, copied or dragged keeps its marks, also on the way to another tab. Other programs get its words.
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { clean } from "./cleaning.js";
import { NAMES, marks, marksAt, runs, told } from "./marks.js";

const TYPE = "application/x-minutes-marked";

/** What is selected: [[text, names of its marks] …]. */
export function piecesOf(state) {
  const { from, to } = state.selection.main;
  const all = from < to ? runs(state.field(marks), from, to) : [];
  return all.map((run) => [state.sliceDoc(run.from, run.to), Object.keys(run.attributes)]);
}

/** The same out of what any program may have written, where it is what `text` says; else null. */
export function read(written, text) {
  try {
    const pieces = JSON.parse(written).map(([words, names]) => [clean(words), NAMES.filter((name) => names.includes(name))]);
    return textOf(pieces) === clean(text) ? pieces : null;
  } catch {
    return null; // from elsewhere
  }
}

function textOf(pieces) {
  return pieces.map(([words]) => words).join("");
}

/** An extension. */
export function clipboard() {
  let taken = []; // for whoever pastes plain text (Ctrl+Shift+V): what may not be published stays so
  let coming = null; // what CodeMirror is about to write in
  const takes = (event, view) => {
    if (!view.state.selection.main.empty) taken = piecesOf(view.state);
    return take(event, view);
  };
  const comes = (data) => {
    const text = data?.getData("text/plain") ?? "";
    coming = read(data?.getData(TYPE), text) ?? (textOf(taken) === clean(text) ? taken : null);
    queueMicrotask(() => (coming = null));
  };
  return [
    EditorView.domEventHandlers({ copy: takes, cut: takes, dragstart: (event, { state }) => carry(event.dataTransfer, state) }),
    EditorView.domEventObservers({ paste: (event) => comes(event.clipboardData), drop: (event) => comes(event.dataTransfer) }),
    EditorState.transactionExtender.of((transaction) => coming && { effects: marked(transaction, coming) }),
  ];
}

/** Nothing where nothing is selected, as in a word processor; CodeMirror by itself takes the whole paragraph. */
function take(event, view) {
  const { from, to, empty } = view.state.selection.main;
  if (empty) return true;
  event.clipboardData.setData("text/plain", view.state.sliceDoc(from, to));
  carry(event.clipboardData, view.state);
  if (event.type === "cut" && !view.state.readOnly)
    view.dispatch({ changes: { from, to }, scrollIntoView: true, userEvent: "delete.cut" });
  return true;
}

function carry(data, state) {
  data.setData(TYPE, JSON.stringify(piecesOf(state)));
}

/** What is written in has its own marks, and those of what it is written into or over. */
export function marked({ changes, startState }, pieces) {
  const found = [];
  const text = textOf(pieces);
  changes.iterChanges((from, to, at, _, inserted) => {
    if (inserted.toString() === text) found.push(told.of(inLines(pieces, at, around(startState.field(marks), from, to))));
  });
  return found;
}

function around(value, from, to) {
  if (from < to) return marksAt(value, from);
  const right = marksAt(value, to);
  return Object.fromEntries(Object.entries(marksAt(value, from - 1)).filter(([name]) => name in right));
}

/** As the document would tell of it (marks.js); a line's end carries no marks. */
function inLines(pieces, begin, more) {
  let at = begin;
  return pieces.flatMap(([words, names]) => {
    const attributes = { ...more, ...Object.fromEntries(names.map((name) => [name, true])) };
    const parts = [...words.matchAll(/[^\n]+/g)].map(({ 0: part, index }) => [at + index, at + index + part.length]);
    at += words.length;
    return parts.map(([from, to]) => ({ from, to, names: NAMES, attributes }));
  });
}
