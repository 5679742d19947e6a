// 声: joined and parted, undone, and what becomes of lines that are checked.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as Y from "yjs";
import { sourcesOf } from "../../src/text/asheard.js";
import { People } from "../../src/speakers/people.js";
import { Undo } from "../../src/text/undo.js";
import { join, nameLines, nameVoice, nameless, newVoice, part, shownIn, voicesIn } from "../../src/speakers/voices.js";
import { Copy, document } from "../edits.js";

function desk() {
  const copy = new Copy(document("開会します。", "はい。", "散会します。"));
  const people = new People(copy.doc);
  people.labels = ["S1", "S2", "S3"];
  copy.doc.transact(() => ["m001", "m002"].forEach((key) => people.all.set(key, new Y.Map([["name", key]]))));
  copy.doc.transact(() => people.voices.set("S3", "m001"));
  return { copy, people, undo: new Undo(copy.binding, people) };
}

const voices = ({ said }) => said.map(({ voice }) => voice);

test("two voices are one, named as the one that stays, until it is undone", () => {
  const { copy, people, undo } = desk();
  people.voices.set("S1", "m002");
  join(copy.binding, people, "S3", "S1");
  assert.deepEqual(voices(copy), ["S1", "S2", "S1"]);
  assert.deepEqual(people.voices.toJSON(), { S1: "m002" });
  assert.equal(people.nameOf(copy.said[2]), "m002");
  undo.undo();
  assert.deepEqual(voices(copy), ["S1", "S2", "S3"]);
  assert.deepEqual(people.voices.toJSON(), { S1: "m002", S3: "m001" });
  undo.redo();
  assert.deepEqual(copy.said, copy.truth);
  assert.deepEqual(voices(copy), ["S1", "S2", "S1"]);
});

test("paragraphs become a new voice, which nobody has named", () => {
  const { copy, people, undo } = desk();
  join(copy.binding, people, "S2", "S1");
  undo.pause();
  assert.equal(part(copy.binding, people, [2, 3]), "S4");
  assert.deepEqual(voices(copy), ["S1", "S4", "S4"]);
  assert.equal(people.nameOf(copy.said[2]), "話者４");
  assert.equal(people.colourOf(copy.said[2]), 3);
  assert.deepEqual([...voicesIn(copy.binding.lines)], [["S1", [1]], ["S4", [2, 3]]]);
  undo.undo();
  assert.deepEqual(voices(copy), ["S1", "S1", "S3"]);
});

test("whose a paragraph is, is open again, whether it was named itself or its voice, until that is undone", () => {
  const { copy, people, undo } = desk();
  nameLines(copy.binding, people, [2], "m002");
  undo.pause();
  const names = () => copy.said.map((said) => people.nameOf(said));
  assert.deepEqual(names(), ["話者１", "m002", "m001"]);
  nameLines(copy.binding, people, [1, 2, 3], null);
  assert.deepEqual(names(), ["話者１", "話者２", "話者不明"]);
  assert.deepEqual(copy.said, copy.truth);
  undo.undo();
  assert.deepEqual(names(), ["話者１", "m002", "m001"]);
});

test("joined paragraphs are wholly the first one's, whatever becomes of the other's voice; each is counted where one sees it", () => {
  const { copy, people } = desk();
  copy.binding.change(() => copy.binding.say(2, { speaker: "m001" })); // as it came from elsewhere
  assert.deepEqual([...shownIn(copy.binding.lines, people)], [["S1", [1]], ["S2", []], ["S3", [2, 3]]]);
  assert.deepEqual(nameless(copy.binding.lines, people), ["S1", "S2"]);
  copy.edit(10, 11, ""); // はい。散会します。
  assert.deepEqual([...shownIn(copy.binding.lines, people)], [["S1", [1]], ["S2", []], ["S3", [2]]]);
  people.voices.set("S3", "m002");
  assert.equal(people.nameOf(copy.said[1]), "m001");
  copy.edit(6, 7, "");
  people.voices.set("S2", "m002");
  assert.deepEqual(copy.said.map((said) => [people.nameOf(said), said.voice]), [["話者１", "S1"]]);
  assert.deepEqual(copy.said, copy.truth);
});

test("a paragraph that is given to somebody whom a voice is named as has that voice, until that is undone", () => {
  const { copy, people, undo } = desk();
  nameLines(copy.binding, people, [1, 2, 3], "m001");
  assert.deepEqual(voices(copy), ["S3", "S3", "S3"]);
  undo.undo();
  assert.deepEqual(voices(copy), ["S1", "S2", "S3"]);
  nameLines(copy.binding, people, [1, 3], "m002"); // no voice is
  assert.deepEqual(voices(copy), ["S1", "S2", "S3"]);
  people.voices.set("S2", "m001");
  nameLines(copy.binding, people, [2, 3], "m001");
  assert.deepEqual(voices(copy), ["S1", "S2", "S3"]); // both voices are
  assert.deepEqual(copy.said, copy.truth);
});

test("a paragraph that is given to somebody before a voice is named as them has that voice from then on", () => {
  const { copy, people, undo } = desk();
  nameLines(copy.binding, people, [1], "m002");
  undo.pause();
  nameVoice(copy.binding, people, "S2", "m002");
  assert.deepEqual(voices(copy), ["S2", "S2", "S3"]);
  copy.edit(6, 7, ""); // 開会します。はい。
  assert.deepEqual(voices(copy), ["S2", "S3"]);
  undo.undo();
  assert.deepEqual(voices(copy), ["S2", "S2", "S3"]);
  undo.undo();
  assert.deepEqual(voices(copy), ["S1", "S2", "S3"]);
  assert.deepEqual(copy.said, copy.truth);
});

test("a new voice has a number that no other has", () => {
  assert.equal(newVoice([]), "S1");
  assert.equal(newVoice(["S2", "S10", "MIC-1"]), "S11");
});

test("both parts of a checked line stay checked; joined lines are checked only where both were", () => {
  const { copy } = desk();
  copy.binding.change(() => [1, 2].forEach((number) => copy.binding.say(number, { checked: true })));
  copy.edit(2, 2, "\n");
  assert.deepEqual(copy.said.map(({ checked = false }) => checked), [true, true, true, false]);
  copy.edit(2, 3, "");
  assert.deepEqual(copy.said.map(({ checked = false }) => checked), [true, true, false]);
  copy.edit(10, 11, "");
  assert.deepEqual(copy.said.map(({ checked = false }) => checked), [true, false]);
  assert.deepEqual(copy.said, copy.truth);
});

test("the machine's words of a line, however it was parted and joined", () => {
  const heard = ["p1", "p2", "p3"].map((id) => [id, id]);
  const sources = (...ids) => ids.map((_, place) => sourcesOf(ids, place + 1, heard).join());
  assert.deepEqual(sources("p1", "p2", "p3"), ["p1", "p2", "p3"]);
  assert.deepEqual(sources("new", "p1", "p2", "p3"), ["p1", "p1", "p2", "p3"]);
  assert.deepEqual(sources("p1", "p3"), ["p1", "p2,p3"]);
  assert.deepEqual(sources("p1", "p2", "p3", "new"), ["p1", "p2", "p3", ""]);
});
