// 切り貼り: marks go with what is cut and pasted, and nothing that another program has written is believed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { marked, piecesOf, read } from "../../src/text/clipboard.js";
import { Copy, document } from "../edits.js";

const START = document("開会します。", "失礼な発言です。", "散会します。");

function taken(copy, from, to) {
  const { state } = copy.state.update({ selection: { anchor: from, head: to } });
  return read(JSON.stringify(piecesOf(state)), state.sliceDoc(from, to));
}

function paste(copy, pieces, from, to = from) {
  const changes = { from, to, insert: pieces.map(([text]) => text).join("") };
  copy.dispatch({ changes, effects: marked(copy.state.update({ changes }), pieces) });
  assert.deepEqual(copy.marked, copy.trulyMarked);
  return copy.marked;
}

test("over several lines every mark stays on its characters", () => {
  const copy = new Copy(START);
  copy.mark("closed", 4, 9);
  copy.mark("check", 8, 10);
  const pieces = taken(copy, 3, 11);
  copy.edit(3, 11, "");
  assert.deepEqual(copy.marked, []);
  const there = [["す。", "closed"], ["失", "closed"], ["礼", "closed check"], ["な", "check"]];
  assert.deepEqual(paste(copy, pieces, copy.state.doc.length), there);
});

test("words without marks have none behind marked ones, and those of what they are written into or over", () => {
  const copy = new Copy(START);
  copy.mark("closed", 7, 9);
  const pieces = taken(copy, 0, 2);
  assert.deepEqual(paste(copy, pieces, 9), [["失礼", "closed"]]);
  assert.deepEqual(paste(copy, pieces, 8), [["失開会礼", "closed"]]);
  assert.deepEqual(paste(copy, pieces, 7, 11), [["開会", "closed"]]);
});

test("what is not the text itself in well-formed pieces is not believed", () => {
  const believed = [["失\n", ["closed"]], ["礼", []]];
  assert.deepEqual(read('[["失\\r\\n",["closed","id"]],["礼",[]]]', "失\r\n礼"), believed);
  for (const written of ["", "[[", "{}", '[["失礼",{}]]', '[[1,["closed"]]]', '[["失敬",["closed"]]]'])
    assert.equal(read(written, "失礼"), null);
});
