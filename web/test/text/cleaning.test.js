// 清書: pasted text as a line can hold it; what is typed with 𠮷 in it stays as it is.
import assert from "node:assert/strict";
import { test } from "node:test";
import { EditorState } from "@codemirror/state";
import { clean, cleaned } from "../../src/text/cleaning.js";
import { shortest } from "../../src/saving/putback.js";

test("every break becomes a paragraph's end, what is no character becomes 〓", () => {
  assert.equal(clean("一\r\n二\r三\v四\f五\u2028六\u2029七\x85八\x1c九\nあ"), "一\n二\n三\n四\n五\n六\n七\n八\n九\nあ");
  assert.equal(clean("\ufffd\ufffc\ud842𠮷\udf9f"), "〓〓〓𠮷〓");
  assert.equal(clean("𠮷🎉\u200f\0"), "𠮷🎉\u200f\0");
});

function after(doc, changes) {
  const extensions = [EditorState.lineSeparator.of("\n"), cleaned(() => false)];
  return EditorState.create({ doc, extensions }).update({ changes }).state.doc.toString();
}

test("an editor's edit is cleaned", () => {
  assert.equal(after("はい。", { from: 0, insert: "a\rb" }), "a\nbはい。");
});

test("𠮷野 → 𠮟原 changes the second half of a character, and is no harm", () => {
  assert.equal(after("𠮷野", { from: 1, to: 3, insert: "\udf9f原" }), "𠮟原");
});

test("put back, only what differs is written, in whole characters", () => {
  const line = { from: 10, to: 15, text: "𠮷野です" };
  assert.deepEqual(shortest(line, "𠮟野です"), { from: 10, to: 12, insert: "𠮟" });
  assert.deepEqual(shortest(line, "𠮷野です"), { from: 15, to: 15, insert: "" });
  assert.deepEqual(shortest(line, "𠮷野さんです"), { from: 13, to: 13, insert: "さん" });
});
