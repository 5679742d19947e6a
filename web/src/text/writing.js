// 書き込み: an edit in CodeMirror becomes an edit of the document, with whole characters and with ids for new lines.
import { difference, newId, saidOf } from "./lines.js";
import { marksAt, runs } from "./marks.js";

/**
 * In one transaction of the caller's. `before`: CodeMirror's text until then; `marked`: its marks from then on.
 * @returns {Set<string>} ids of the lines that were written in.
 */
export function write(text, lines, before, changes, marked) {
  const all = [];
  changes.iterChanges((from, to, at, _, inserted) => {
    const change = whole(before, from, to, inserted.toString());
    all.push({ ...change, at: at - (from - change.from) });
  });
  const touched = new Set();
  for (const change of all.reverse()) replace(text, lines, before, change, marked, touched);
  return touched;
}

/** 𠮷 is two units, and 𠮷 → 𠮟 changes only the second: neither half is ever written or deleted alone. */
export function whole(before, from, to, insert) {
  if (splits(before, from)) {
    from -= 1;
    insert = before.sliceString(from, from + 1) + insert;
  }
  if (splits(before, to)) {
    insert += before.sliceString(to, to + 1);
    to += 1;
  }
  return { from, to, insert };
}

function splits(before, place) {
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(before.sliceString(Math.max(0, place - 1), place + 1));
}

/** `at`: where it stands among all changes, by which the marks know it. */
function replace(text, lines, before, { from, to, insert, at }, marked, touched) {
  const first = before.lineAt(from);
  const last = before.lineAt(to);
  const [begun, kept] = [lines.at(first.number), lines.at(last.number)];
  if (to > from) text.delete(from, to - from);
  const beside = { left: marksAt(marked, at - 1), right: marksAt(marked, at + insert.length) };
  let place = from;
  insert.split("\n").forEach((part, number) => {
    if (number) {
      place = breakLine(text, place, begun, touched);
      beside.left = {};
    }
    if (part) place = put(text, place, part, runs(marked, at + place - from, at + place - from + part.length), beside);
  });
  touched.add(kept.id);
  const joins = first.number < last.number && from > first.from && !insert.includes("\n");
  const changed = joins ? difference(kept, begun) : {};
  if (Object.keys(changed).length) text.format(text.toString().indexOf("\n", place), 1, changed);
}

/** Yjs looks from the beginning for what is in effect where attributes are named: only where marks begin or end. */
function put(text, place, part, all, beside) {
  const [{ from: begin }] = all;
  for (const { from, to, attributes } of all) {
    const isPlain = alike(attributes, beside.left) && alike(attributes, beside.right);
    text.insert(place + from - begin, part.slice(from - begin, to - begin), isPlain ? undefined : attributes);
    beside.left = attributes;
  }
  return place + part.length;
}

function alike(one, other) {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => name in other);
}

/** The part before the cut is the new line; the part after it stays who it was. */
function breakLine(text, at, begun, touched) {
  const id = newId();
  text.insert(at, "\n", { ...saidOf(begun), id });
  touched.add(id);
  return at + 1;
}
