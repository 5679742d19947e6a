// 印: what somebody marks stays marked whatever is written beside and within it, here and at every colleague's.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Undo } from "../../src/text/undo.js";
import { Copy, document } from "../edits.js";

const START = document("開会します。", "失礼な発言です。", "散会します。");
const [FROM, TO] = [7, 9];

function copies() {
  return [0, 1].map(() => new Copy(START));
}

function undoOf(copy) {
  return new Undo(copy.binding, { voices: copy.doc.getMap("voices") });
}

test("the key marks what is selected, and takes the mark off where all of it is marked", () => {
  const [copy, other] = copies();
  copy.mark("cancelled", FROM, TO);
  assert.deepEqual(copy.marked, [["失礼", "cancelled"]]);
  copy.mark("closed", FROM + 1, TO + 1);
  assert.deepEqual(copy.marked, [["失", "cancelled"], ["礼", "cancelled closed"], ["な", "closed"]]);
  copy.sent.forEach((update) => other.hear(update));
  assert.deepEqual(other.marked, copy.marked);
  copy.mark("cancelled", FROM, TO + 1);
  copy.mark("cancelled", FROM, TO + 1);
  assert.deepEqual(copy.marked, [["礼な", "closed"]]);
});

test("without a selection the key takes off the mark at the cursor", () => {
  const [copy] = copies();
  copy.mark("check", FROM, TO);
  copy.mark("check", FROM + 1, FROM + 1);
  assert.deepEqual(copy.marked, []);
});

test("over several paragraphs every character is marked, and no paragraph's end", () => {
  const [copy] = copies();
  copy.mark("closed", 0, copy.state.doc.length);
  assert.deepEqual(copy.marked, [["開会します。", "closed"], ["失礼な発言です。", "closed"], ["散会します。", "closed"]]);
  assert.deepEqual(copy.said, copy.truth);
  assert.equal(copy.said[0].closed, undefined);
});

test("written within or behind it is marked, before it is not; what replaces its beginning is", () => {
  const [copy] = copies();
  copy.mark("closed", FROM, TO);
  copy.edit(FROM + 1, FROM + 1, "敬");
  copy.edit(TO + 1, TO + 1, "々");
  copy.edit(FROM, FROM, "大変");
  assert.deepEqual(copy.marked, [["失敬礼々", "closed"]]);
  copy.edit(FROM + 2, FROM + 3, "御");
  copy.edit(FROM + 6, FROM + 6, "\nな");
  assert.deepEqual(copy.marked, [["御敬礼々", "closed"]]);
  assert.deepEqual(copy.marked, copy.trulyMarked);
});

test("parted and joined again, both parts stay marked", () => {
  const [copy] = copies();
  copy.mark("cancelled", FROM, TO);
  copy.edit(FROM + 1, FROM + 1, "\n");
  assert.deepEqual(copy.marked, [["失", "cancelled"], ["礼", "cancelled"]]);
  copy.edit(FROM + 1, FROM + 2, "");
  assert.deepEqual(copy.marked, [["失礼", "cancelled"]]);
});

test("what a colleague writes within it meanwhile is marked too", () => {
  const [one, other] = copies();
  one.mark("closed", FROM, TO);
  other.edit(FROM + 1, FROM + 1, "\n");
  other.edit(FROM + 2, FROM + 2, "敬");
  one.sent.splice(0).forEach((update) => other.hear(update));
  other.sent.forEach((update) => one.hear(update));
  assert.deepEqual(one.marked.map(([text]) => text).join(""), "失\n敬礼");
  assert.deepEqual(other.marked, one.marked);
  assert.deepEqual(one.marked, one.trulyMarked);
});

test("what an input method converts within it is marked once it is converted", async () => {
  const [copy] = copies();
  copy.mark("closed", FROM, TO);
  copy.composing.handlers.compositionstart();
  copy.edit(FROM + 1, FROM + 1, "けい");
  copy.edit(FROM + 1, FROM + 3, "敬");
  assert.deepEqual(copy.trulyMarked, [["失礼", "closed"]]);
  copy.composing.handlers.compositionend();
  await new Promise((done) => setTimeout(done, 60));
  assert.deepEqual(copy.trulyMarked, [["失敬礼", "closed"]]);
  assert.deepEqual(copy.marked, copy.trulyMarked);
});

test("undo takes a mark off again; deleted and taken back, it is marked as it was", () => {
  const [copy, other] = copies();
  const undo = undoOf(copy);
  copy.mark("cancelled", FROM, TO);
  undo.undo();
  assert.deepEqual(copy.marked, []);
  undo.redo();
  undo.pause();
  copy.edit(FROM - 1, TO + 1, "");
  copy.sent.splice(0).forEach((update) => other.hear(update));
  other.edit(0, 0, "では");
  other.sent.splice(0).forEach((update) => copy.hear(update));
  undo.undo();
  copy.sent.forEach((update) => other.hear(update));
  assert.deepEqual(copy.marked, [["失礼", "cancelled"]]);
  for (const each of [copy, other]) assert.deepEqual(each.marked, each.trulyMarked);
  assert.deepEqual(other.marked, copy.marked);
});
