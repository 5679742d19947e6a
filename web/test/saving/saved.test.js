// 保存済みの本文: what is unsaved is told against what the server was last known to have.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as Y from "yjs";
import { Saved } from "../../src/saving/saved.js";
import { Copy, document } from "../edits.js";

const START = document("開会します。", "はい。");

/** As a connection tells it: what is sent, and that it is saved. */
function desk(state = START) {
  const line = Object.assign(new EventTarget(), { unsaved: 0 });
  let saved = null;
  const copy = new Copy(state, ({ doc, binding }) => {
    saved = new Saved(doc, line);
    saved.attach(binding);
    doc.on("update", (_, origin) => origin === line || (line.unsaved += 1));
  });
  const tell = (kind) => line.dispatchEvent(new Event(kind));
  return { copy, line, saved, tell, unsaved: () => saved.unsaved().found.map(({ text, before }) => [before.text, text]) };
}

test("somebody who types on while something is being saved has written only what follows", () => {
  const { copy, tell, unsaved } = desk();
  copy.edit(0, 0, "一");
  tell("sent");
  copy.edit(1, 1, "二");
  assert.deepEqual(unsaved(), [["開会します。", "一二開会します。"]]);
  tell("saved");
  assert.deepEqual(unsaved(), [["一開会します。", "一二開会します。"]]);
});

test("while everything is saved, whatever comes was there before the next letter", () => {
  const { copy, line, unsaved } = desk();
  copy.doc.transact(() => copy.text.insert(0, "これより"), line);
  copy.edit(4, 4, "、");
  assert.deepEqual(unsaved(), [["これより開会します。", "これより、開会します。"]]);
});

test("a copy that mends itself as it opens has written nothing that could be lost", () => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, document("開会します。", "はい。"));
  doc.getText("text").format(6, 1, { id: null });
  const { copy, line, unsaved } = desk(Y.encodeStateAsUpdate(doc));
  assert.deepEqual([line.unsaved > 0, copy.binding.lines.nameless()], [true, []]);
  copy.edit(7, 7, "一");
  assert.deepEqual(unsaved(), [["はい。", "一はい。"]]);
});

test("what an earlier page left is there to be read, even where something that was typed before it is missing", () => {
  const { copy, line, tell, saved } = desk();
  const earlier = new Copy(START);
  earlier.edit(0, 0, "これより");
  earlier.edit(4, 4, "大事な追記");
  tell("takesUp");
  Y.applyUpdate(copy.doc, earlier.sent[1], line);
  copy.edit(0, 0, "一");
  assert.deepEqual(saved.unsaved().found.map(({ text }) => text), ["一開会します。", "大事な追記"]);
});

test("what was written in a line is still one's own when it came twice and a colleague's copy gave it another id", () => {
  const { copy, line } = desk();
  const [{ id }] = copy.binding.lines.all;
  copy.edit(0, 0, "これより");
  const end = copy.text.toString().indexOf("\n");
  copy.doc.transact(() => {
    copy.text.format(end, 1, { id: "another" });
    copy.text.insert(end + 1, "開会します。");
    copy.text.insert(end + 7, "\n", { id });
  }, line);
  assert.equal(copy.binding.touched.has("another"), true);
});
