// 印: cancelled speech, closed session, to be checked: attributes of the document's characters, and what they look like.
//
// While somebody writes, CodeMirror's ranges say what new characters carry, as in a word processor: what stands behind
// or within marked ones is marked like them, and what replaces some like the first of those. The document is told so
// (writing.js). What comes from the document says itself what it carries.
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";

export const MARKS = { cancelled: "発言取消し", closed: "秘密会", check: "要確認" };
export const NAMES = Object.keys(MARKS);
const LOOKS = Object.fromEntries(NAMES.map((name) => [name, look(name)]));

function look(name) {
  const attributes = { title: MARKS[name], "aria-description": MARKS[name] };
  return Decoration.mark({ class: `mark-${name}`, attributes, inclusiveEnd: true, mark: name });
}

/** What the document says of its characters (`said`), in the text as it then is. */
export const told = StateEffect.define();

export const marks = StateField.define({
  create: () => Decoration.none,
  update(value, transaction) {
    let found = transaction.docChanged ? moved(value, transaction.changes) : value;
    for (const effect of transaction.effects)
      if (effect.is(told)) for (const one of effect.value) found = heard(found, one);
    return found;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** With the marks that are in the document already. */
export function marking(delta) {
  const length = delta.reduce((sum, { insert }) => sum + insert.length, 0);
  return marks.init(() => said(delta, length - 1).filter(isMarked).reduce(heard, Decoration.none));
}

function isMarked({ names, attributes }) {
  return names.some((name) => attributes[name]);
}

/** A delta of the document's -> [{from, to, names, attributes}]; `end`: of the text, its last "\n" left out. */
export function said(delta, end) {
  let at = 0;
  return delta.flatMap(({ insert, retain, attributes = {} }) => {
    const from = at;
    at += insert?.length ?? retain ?? 0;
    const names = insert === undefined ? NAMES.filter((name) => name in attributes) : NAMES;
    return names.length && from < end ? [{ from, to: Math.min(at, end), names, attributes }] : [];
  });
}

function heard(value, { from, to, names, attributes }) {
  return names.reduce((found, name) => set(found, name, from, to, Boolean(attributes[name])), value);
}

/** A new line's "\n" carries no marks, nor does what follows it behind a marked stretch. */
function moved(value, changes) {
  let found = value.map(changes);
  if (!found.size) return found;
  changes.iterChanges((_1, _2, from, to, inserted) => {
    const text = inserted.lines > 1 ? inserted.toString() : "";
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) {
      const after = marksAt(found, to);
      const end = (name) => (name in after ? from + at + 1 : to);
      found = NAMES.reduce((own, name) => set(own, name, from + at, end(name), false), found);
    }
  });
  return found;
}

function set(value, name, from, to, on) {
  const touched = touching(value, name, from, to);
  if (!on && !touched.length) return value;
  const first = Math.min(from, ...touched.map(([begin]) => begin));
  const last = Math.max(to, ...touched.map(([, end]) => end));
  const left = on ? [[first, last]] : [[first, from], [to, last]];
  return value.update({
    filterFrom: first,
    filterTo: last,
    filter: (own, until, { spec }) => spec.mark !== name || !touched.some(([begin, end]) => begin === own && end === until),
    add: left.filter(([begin, end]) => begin < end).map(([begin, end]) => LOOKS[name].range(begin, end)),
    sort: true,
  });
}

/** Where this mark stands: [[from, to]]. */
export function spans(state, name) {
  return touching(state.field(marks), name, 0, state.doc.length);
}

/** Where this mark touches a stretch. */
function touching(value, name, from, to) {
  const found = [];
  value.between(from, to, (begin, end, { spec }) => void (spec.mark === name && found.push([begin, end])));
  return found;
}

/** A stretch in runs of like marks: [{from, to, attributes}]. */
export function runs(value, from, to) {
  const found = [];
  value.between(from, to, (begin, end, { spec }) => {
    const run = { from: Math.max(begin, from), to: Math.min(end, to), name: spec.mark };
    if (run.from < run.to) found.push(run);
  });
  const edges = [...new Set([from, ...found.flatMap((run) => [run.from, run.to]), to])].sort((one, two) => one - two);
  return edges.slice(1).map((end, place) => {
    const here = found.filter((run) => run.from <= edges[place] && run.to >= end);
    return { from: edges[place], to: end, attributes: Object.fromEntries(here.map(({ name }) => [name, true])) };
  });
}

/** The marks of the character that begins here. */
export function marksAt(value, place) {
  return place < 0 ? {} : runs(value, place, place + 1)[0].attributes;
}

/**
 * What a key does with a mark: sets it on what is selected, or takes it off where all of that has it; without a
 * selection it takes off the one at the cursor. -> {spans, on}, each span within a line; or null.
 */
export function toggled(state, name) {
  const { from, to, empty } = state.selection.main;
  const own = (begin, end) => touching(state.field(marks), name, begin, end);
  const meant = empty ? own(from, to).slice(0, 1) : [[from, to]];
  const inside = meant.flatMap(([begin, end]) => inLines(state.doc, begin, end));
  if (!inside.length) return null;
  const has = ([begin, end]) => own(begin, end).some(([first, last]) => first <= begin && end <= last);
  return { spans: inside, on: !inside.every(has) };
}

function inLines(doc, from, to) {
  const found = [];
  for (let at = from; at < to; ) {
    const line = doc.lineAt(at);
    if (at < line.to) found.push([at, Math.min(to, line.to)]);
    at = line.to + 1;
  }
  return found;
}
