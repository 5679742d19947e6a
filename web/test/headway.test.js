// 校正の進み, and one person alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { of, onward, walk } from "../src/speakers/alone.js";
import { left, nextOf } from "../src/finding/checks.js";
import { Listened, figures } from "../src/headway.js";
import { again, asBefore, doubtful, doubts, heardIn, parts } from "../src/sound/heard.js";
import { marks } from "../src/text/marks.js";
import { silences } from "../src/sound/silences.js";
import { EditorState } from "@codemirror/state";
import { Lines } from "../src/text/lines.js";
import { Copy, document } from "./edits.js";

test("what was listened to is counted once, and told once", () => {
  const listened = new Listened();
  listened.know([[0, 3]]);
  assert.ok(listened.hear(1.2, 4.1));
  assert.ok(!listened.hear(3.6, 4.4));
  assert.ok(listened.hear(4.4, 4.6));
  listened.hear(8, 8.3);
  listened.hear(8.3, 8.6);
  assert.equal(listened.share(10.7), 60);
  const news = listened.takeNews();
  assert.deepEqual(news, [[3, 5], [8, 9]]);
  assert.deepEqual(listened.takeNews(), []);
  listened.giveBack(news);
  assert.deepEqual(listened.takeNews(), news);
  listened.know([[0, 7], [9, 11]]);
  assert.equal(listened.share(10.7), 90);
  listened.know([[7, 11]]);
  assert.equal(listened.share(10.7), 100);
  assert.equal(new Listened().share(0), 0);
});

test("paragraphs, those that are checked or edited, and doubts in what is not checked", () => {
  const copy = new Copy(document("開会します。", "はい。", " ", "散会します。"));
  let state = EditorState.create({ doc: copy.binding.doc, extensions: [parts, doubtful, doubts, silences, marks] });
  const told = copy.said.map(({ id }, place) => ({ id, parts: [[state.doc.line(place + 1).length, place, place + 1]], doubts: [[0, 1, "?"]] }));
  state = state.update({ effects: heardIn(state.doc, { lines: told }, copy.binding.lines.numbers()) }).state;
  copy.binding.change(() => copy.binding.say(2, { checked: true }));
  const lines = new Lines(copy.text.toDelta());
  assert.deepEqual(figures(state, lines, new Map([["p0001", "開会する。"], ["p0002", "はい。"], ["p0004", null]])), { paragraphs: 3, checked: 1, edited: 2, doubts: 3 });
  const open = left(state, lines);
  assert.deepEqual(open.map(({ from }) => from), [0, 11, 13]);
  const next = (from, to, direction) => nextOf(open, { from, to }, direction).from;
  assert.deepEqual([next(0, 0, 1), next(0, 1, 1), next(0, 1, -1), next(13, 14, 1), next(12, 12, -1)], [0, 11, 13, 0, 11]);
  assert.equal(nextOf([], { from: 0, to: 0 }, 1), null);
});

test("a doubtful word is left until somebody writes in it, and there again when they take it back", () => {
  const copy = new Copy(document("これより会議を開きます。", "はい。"));
  const { lines } = copy.binding;
  let state = EditorState.create({ doc: copy.binding.doc, extensions: [parts, doubtful, doubts, silences, marks] });
  const told = [{ id: "p0001", parts: [[12, 0, 1]], doubts: [[0, 2, "?"], [2, 4, "?"], [6, 7, "?"], [11, 12, "?"]] }];
  state = state.update({ effects: heardIn(state.doc, { lines: told }, lines.numbers()) }).state;
  const places = () => left(state, lines).map(({ from, to }) => state.sliceDoc(from, to));
  const write = (changes) => {
    const change = state.update({ changes });
    state = change.state;
    const effects = again(state, lines, asBefore(state, change.changes, lines));
    state = state.update({ effects }).state;
  };
  assert.deepEqual(places(), ["これより会議を", "。"]);
  write({ from: 2, insert: "々" });
  assert.deepEqual(places(), ["これ々より会議を", "。"]);
  write({ from: 4, to: 5, insert: "り" });
  assert.deepEqual(places(), ["これ", "を", "。"]);
  write({ from: 0, to: 1, insert: "そ" });
  assert.deepEqual(places(), ["を", "。"]);
  write({ from: 0, to: 5, insert: "これより" });
  assert.deepEqual(places(), ["これより会議を", "。"]);
});

test("one person alone: on from span to span, and back", () => {
  const spans = of([{ who: "S1", begin: 1, end: 3 }, { who: "S2", begin: 3, end: 9 }, { who: "S1", begin: 10, end: 12 }], "S1");
  assert.deepEqual([0, 2, 2.98, 5, 11, 12].map((at) => onward(spans, at)), [1, 2, 10, 10, 11, null]);
  assert.deepEqual([walk(spans, 10.5, -1), walk(spans, 2, 1.5), walk(spans, 1.5, -5), walk(spans, 11, 5)], [2.5, 10.5, 1, 12]);
});
