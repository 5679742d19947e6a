// 救い出し: what was written in a copy that is given up goes back into another, and only where nobody else has written.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as Y from "yjs";
import { lost, putBack, splitUp } from "../../src/saving/putback.js";
import { Undo } from "../../src/text/undo.js";
import { placeless, read, unsent, written } from "../../src/saving/written.js";
import { Copy, document } from "../edits.js";

const START = document("開会します。", "𠮷野の失礼な発言です。", "散会します。");
const [FROM, TO] = [11, 13]; // 失礼
const BEFORE = read(new Copy(START).doc);

/** A new copy, what is lost in it, and who is named there; `meanwhile`: what colleagues have done. */
function again(copy, meanwhile = () => {}) {
  const kept = JSON.parse(JSON.stringify(written(BEFORE, copy.doc, copy.binding.touched)));
  const other = new Copy(START);
  meanwhile(other);
  return [other, lost(kept.found, other.doc), kept.people];
}

/** It goes back whole, and is there then. */
function restored(copy, meanwhile) {
  const [other, found, people] = again(copy, meanwhile);
  assert.deepEqual(putBack(found, people, other.binding), []);
  assert.deepEqual(other.said, other.truth);
  assert.deepEqual(other.marked, other.trulyMarked);
  return other;
}

test("a mark alone is missed, and set again", () => {
  const copy = new Copy(START);
  copy.mark("cancelled", FROM, TO);
  copy.mark("closed", FROM - 1, FROM + 1);
  const [other, found, people] = again(copy);
  assert.deepEqual(found.map(({ id, text }) => [id, text]), [["p0002", "𠮷野の失礼な発言です。"]]);
  putBack(found, people, other.binding);
  assert.deepEqual(other.marked, copy.marked);
  assert.deepEqual(lost(found, other.doc), []);
});

test("typed and marked at once, in a line of its own too", () => {
  const copy = new Copy(START);
  copy.edit(FROM, FROM, "大変");
  copy.mark("check", FROM, TO);
  copy.edit(0, 0, "休憩\n");
  copy.mark("closed", 0, 2);
  const other = restored(copy);
  assert.deepEqual(other.lines, copy.lines);
  assert.deepEqual(other.marked, [["休憩", "closed"], ["大変", "check"]]);
});

test("what a colleague has marked meanwhile stays, and what is there already is not missed", () => {
  const copy = new Copy(START);
  copy.mark("cancelled", FROM, TO);
  const [other, found] = again(copy, (colleague) => colleague.mark("cancelled", FROM - 1, TO));
  assert.deepEqual(found, []);
  assert.deepEqual(other.marked, [["の失礼", "cancelled"]]);
});

test("several new paragraphs go back to where they were, also those that were parted", () => {
  const copy = new Copy(START);
  copy.edit(20, 20, "一\n二\n三\n"); // before the last line
  copy.edit(2, 2, "\n"); // 開会｜します。
  const other = restored(copy);
  assert.deepEqual(other.lines, ["開会", "します。", "𠮷野の失礼な発言です。", "一", "二", "三", "散会します。"]);
});

test("paragraphs that were joined, and one that was deleted, do not come twice", () => {
  const joined = new Copy(START);
  joined.edit(6, 7, "");
  assert.deepEqual(restored(joined).lines, ["開会します。𠮷野の失礼な発言です。", "散会します。"]);
  const deleted = new Copy(START);
  deleted.edit(7, 20, "");
  assert.deepEqual(restored(deleted).lines, ["開会します。", "散会します。"]);
});

test("who says a line, what it is and that it is right goes back, with whoever was new", () => {
  const copy = new Copy(START);
  copy.doc.transact(() => copy.doc.getMap("people").set("m009", new Y.Map([["name", "高橋健"]])));
  copy.binding.change(() => copy.binding.sayAll([1, 3], { speaker: "m009", kind: "heading", checked: true }));
  copy.binding.change(() => copy.doc.getMap("voices").set("S2", "m009"));
  const [, found] = again(copy);
  assert.deepEqual(found.map(({ told }) => told.join(" ")), [
    "話者：高橋健 種類：見出し 確認済み",
    "話者：高橋健 種類：見出し 確認済み",
    "声「話者２」の名前：高橋健",
  ]);
  const other = restored(copy);
  assert.deepEqual(other.said, copy.said);
  assert.deepEqual(read(other.doc).voices, { S2: "m009" });
});

test("what a colleague has written there meanwhile stays, and both are shown", () => {
  const copy = new Copy(START);
  copy.edit(0, 0, "ただ今から");
  copy.edit(copy.state.doc.length, copy.state.doc.length, "以上");
  copy.binding.change(() => copy.binding.say(2, { kind: "heading" }));
  const meanwhile = (colleague) => {
    colleague.edit(0, 0, "これより");
    colleague.binding.change(() => colleague.binding.say(2, { kind: "direction" }));
  };
  const [other, found, people] = again(copy, meanwhile);
  const { goes, stays } = splitUp(found, people, other.binding);
  assert.deepEqual(goes.map(({ one }) => one.text), ["散会します。以上"]);
  assert.deepEqual(stays.map(({ one, there }) => [one.text, there])[0], ["ただ今から開会します。", "これより開会します。"]);
  assert.equal(putBack(found, people, other.binding).length, 2);
  assert.deepEqual(other.lines, ["これより開会します。", "𠮷野の失礼な発言です。", "散会します。以上"]);
  assert.equal(other.said[1].kind, "direction");
});

test("a joined paragraph stays away as a whole where a colleague has written in one of the two", () => {
  const copy = new Copy(START);
  copy.edit(6, 7, "");
  const [other, found, people] = again(copy, (colleague) => colleague.edit(0, 0, "これより"));
  assert.equal(putBack(found, people, other.binding).length, 1);
  assert.deepEqual(other.lines, ["これより開会します。", "𠮷野の失礼な発言です。", "散会します。"]);
});

test("a paragraph that has just gone back is not swallowed by another that was refused later", () => {
  const [typed, joined, other] = [new Copy(START), new Copy(START), new Copy(START)];
  typed.edit(7, 7, "大事な追記");
  joined.edit(19, 20, "");
  const found = [typed, joined].flatMap((copy) => written(BEFORE, copy.doc, copy.binding.touched).found);
  const stays = putBack(found, {}, other.binding);
  assert.deepEqual(other.lines, ["開会します。", "大事な追記𠮷野の失礼な発言です。", "散会します。"]);
  assert.deepEqual(stays.map(({ text }) => text), ["𠮷野の失礼な発言です。散会します。"]);
});

test("what goes back is undone at once, and what is typed before and after by itself", () => {
  const copy = new Copy(START);
  copy.edit(2, 2, "\n"); // 開会｜します。
  copy.edit(0, 0, "これより");
  copy.mark("closed", 0, 2);
  const [other, found, people] = again(copy);
  const undo = new Undo(other.binding, { voices: other.doc.getMap("voices") });
  other.edit(other.state.doc.length, other.state.doc.length, "前");
  putBack(found, people, other.binding);
  other.edit(other.state.doc.length, other.state.doc.length, "後");
  const undone = [1, 2].map(() => {
    undo.undo();
    return other.lines;
  });
  assert.deepEqual(undone, [
    ["これより開会", "します。", "𠮷野の失礼な発言です。", "散会します。前"],
    ["開会します。", "𠮷野の失礼な発言です。", "散会します。前"],
  ]);
});

test("of what is kept without what stood there before nothing is written over", () => {
  const other = new Copy(START);
  const kept = [placeless({ id: "p0001", text: "ただ今から開会します。" })];
  assert.deepEqual(putBack(lost(kept, other.doc), {}, other.binding), kept);
});

test("what was never sent is read in the draft that it was typed in, or, where that is gone, by itself", () => {
  const copy = new Copy(START);
  for (const [place, letter] of [..."圏外で"].entries()) copy.edit(place, place, letter);
  copy.edit(9, 10, "");
  const { found } = unsent(START, copy.sent);
  assert.deepEqual(found.map(({ text, took }) => [text, took.map((line) => line.text)]), [
    ["圏外で開会します。𠮷野の失礼な発言です。", ["開会します。"]],
  ]);
  assert.deepEqual(unsent(null, copy.sent).found.map(({ text }) => text), ["圏外で"]);
  const whatFollows = unsent(START, copy.sent.slice(1)).found;
  assert.deepEqual(whatFollows.map(({ text }) => text), ["開会します。𠮷野の失礼な発言です。", "外で"]);
});
