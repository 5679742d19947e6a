// 決まり文句: a paragraph of its own wherever the cursor is; all others stay who they were.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Undo } from "../../src/text/undo.js";
import { direct, found } from "../../src/choosing/phrases.js";
import { Copy, document } from "../edits.js";

const [FIRST, SECOND, PHRASE] = ["御異議ありませんか。異議なしと認めます。", "散会します。", "（「異議なし」と呼ぶ者あり）"];

function inserted(at, ...texts) {
  const copy = new Copy(document(...(texts.length ? texts : [FIRST, SECOND])));
  const undo = new Undo(copy.binding, { voices: copy.doc.getMap("voices") });
  copy.dispatch({ selection: { anchor: at } });
  direct(copy.binding, undo, PHRASE);
  assert.deepEqual(copy.said, copy.truth);
  const said = copy.said.map(({ id, kind, voice = "" }) => [/^p\d{4}$/.test(id) ? id : "new", kind, voice]);
  const { lines } = copy;
  undo.undo();
  assert.equal(copy.lines.length, Math.max(1, texts.length || 2));
  return { lines, said };
}

test("within a paragraph it parts it", () => {
  const { lines, said } = inserted(10);
  assert.deepEqual(lines, ["御異議ありませんか。", PHRASE, "異議なしと認めます。", SECOND]);
  assert.deepEqual(said.slice(0, 3), [["new", "speech", "S1"], ["new", "direction", ""], ["p0001", "speech", "S1"]]);
});

test("at a paragraph's end it follows, at its beginning it comes before", () => {
  for (const at of [FIRST.length, FIRST.length + 1]) {
    const { lines, said } = inserted(at);
    assert.deepEqual(lines, [FIRST, PHRASE, SECOND]);
    assert.deepEqual(said, [["p0001", "speech", "S1"], ["new", "direction", ""], ["p0002", "speech", "S2"]]);
  }
});

test("behind the last paragraph it is the last; in an empty one it is that one", () => {
  const { lines, said } = inserted(FIRST.length + 1 + SECOND.length);
  assert.deepEqual(lines, [FIRST, SECOND, PHRASE]);
  assert.deepEqual(said.at(-1), ["p0002", "direction", ""]);
  assert.deepEqual(inserted(0, "", SECOND).said[0], ["p0001", "direction", ""]);
});

test("somebody's own come after those of every council, which keep their numbers, and are found like them", () => {
  const [first, ...others] = found("", []);
  assert.deepEqual(found("", ["町長退席"]), [first, ...others, "町長退席"]);
  assert.deepEqual(found("退席", ["町長退席", "議員入場"]), ["町長退席", "退席"]);
  assert.deepEqual(found("町長退席", ["町長退席"]), ["町長退席"]);
  assert.deepEqual(found("拍手", []), ["拍手"]);
});
