// 文字のない所: left until somebody writes there, also again; among all that one goes through by key.
import assert from "node:assert/strict";
import { test } from "node:test";
import { EditorState } from "@codemirror/state";
import { left, nextOf } from "../../src/finding/checks.js";
import { doubtful, doubts, heardIn, parts } from "../../src/sound/heard.js";
import { marking } from "../../src/text/marks.js";
import { silences, silencesIn, silent } from "../../src/sound/silences.js";
import { Lines } from "../../src/text/lines.js";
import { Copy, document } from "../edits.js";

const SPANS = [[6, 8.5]];
const BETWEEN = { spans: SPANS, lost: 0, begin: ["p0001", 6], end: ["p0002", 0] };
const THIRD = { id: "p0003", parts: [[6, 9, 10]], doubts: [[0, 2, "?"]] };

function opened(unheard, prepare = () => {}) {
  const copy = new Copy(document("開会します。", "はい。", "散会します。"));
  prepare(copy.binding);
  const delta = copy.text.toDelta();
  const lines = new Lines(delta);
  const told = { lines: [THIRD], unheard };
  const extensions = [parts, doubtful, doubts, silences, marking(delta)];
  const state = EditorState.create({ doc: copy.binding.doc, extensions });
  const known = [state.doc, told, lines.numbers()];
  return { lines, state: state.update({ effects: [heardIn(...known), silencesIn(...known)] }).state };
}

test("it is left until somebody writes there, and again when they take it back", () => {
  const { lines, state } = opened([BETWEEN]);
  const count = (...edits) => silent(edits.reduce((own, changes) => own.update({ changes }).state, state), lines).length;
  assert.equal(count(), 1);
  assert.equal(count({ from: 6, insert: "賛成" }), 0);
  assert.equal(count({ from: 7, insert: "賛成" }), 0); // at the beginning of the next paragraph
  assert.equal(count({ from: 6, insert: "\n　" }), 1);
  assert.equal(count({ from: 6, insert: "\n" }, { from: 7, insert: "賛成" }), 0);
  assert.equal(count({ from: 6, insert: "賛" }, { from: 6, to: 7 }), 1);
  assert.equal(count({ from: 2, to: 6, insert: "いたします。" }, { from: 0, insert: "ただ今から" }), 1);
  assert.equal(count({ from: 0, to: 7 }), 1);
  assert.equal(count({ from: 6, to: 7 }), 1);
});

test("characters in the place of lost ones are no text of what was said", () => {
  const { lines, state } = opened([{ ...BETWEEN, lost: 2 }]);
  assert.equal(silent(state.update({ changes: { from: 6, insert: "です" } }).state, lines).length, 1);
  assert.equal(silent(state.update({ changes: { from: 6, insert: "です。" } }).state, lines).length, 0);
});

test("it is left no more where the paragraph before it is checked", () => {
  for (const [number, count] of [[1, 0], [2, 1]]) {
    const { lines, state } = opened([BETWEEN], (binding) => binding.change(() => binding.say(number, { checked: true })));
    assert.equal(silent(state, lines).length, count);
  }
});

test("of a text that has changed meanwhile it is told on the next visit; in none it is the whole", () => {
  const { lines, state } = opened([{ ...BETWEEN, begin: ["p0009", 1] }, { spans: SPANS, lost: 0, begin: null, end: null }]);
  assert.deepEqual(state.field(silences).map(({ from, to }) => [from, to]), [[0, 17]]);
  assert.deepEqual(silent(state, lines), []);
});

test("by key through what is doubtful, marked and without text, as it stands in the text", () => {
  const mark = (binding) => binding.change(() => [[8, 9], [12, 14]].forEach(([from, to]) => binding.mark(from, to, "check", true)));
  const behind = { spans: [[11, 12]], lost: 0, begin: ["p0002", 3], end: ["p0003", 0] };
  const { lines, state } = opened([BETWEEN, behind], mark);
  const all = left(state, lines);
  assert.deepEqual(all, [
    { from: 6, to: 6, spans: SPANS },
    { from: 8, to: 9, isMarked: true },
    { from: 10, to: 10, spans: [[11, 12]] },
    { from: 11, to: 14, isMarked: true }, // a doubtful word and a mark that overlap
  ]);
  let at = { from: 0, to: 0 };
  const visited = all.map(() => (at = nextOf(all, at, 1)));
  assert.deepEqual(visited, all);
  assert.deepEqual(all.map(() => (at = nextOf(all, at, -1))), [2, 1, 0, 3].map((place) => all[place]));
});
