// 結び: whatever is done in the editor, the document keeps its form (docs/document-form.md), and all copies end alike.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Undo } from "../../src/text/undo.js";
import { UndoManager, createRelativePositionFromTypeIndex } from "yjs";
import { Copy, act, document, numbers } from "../edits.js";

const TEXTS = ["開会します。", "はい。", "散会します。"];

function alike(...copies) {
  for (const copy of copies) {
    assert.equal(copy.text.toString(), `${copy.lines.join("\n")}\n`);
    assert.deepEqual(copy.said, copy.truth);
    assert.equal(copy.said.length, copy.lines.length);
    assert.deepEqual(copy.said, copies[0].said);
    assert.deepEqual(copy.binding.lines.nameless(), []);
    assert.deepEqual(copy.marked, copy.trulyMarked);
    assert.deepEqual(copy.marked, copies[0].marked);
  }
}

test("what is typed is written", () => {
  const copy = new Copy(document(...TEXTS));
  copy.edit(0, 0, "ただ今から");
  assert.equal(copy.lines[0], "ただ今から開会します。");
  alike(copy);
});

test("the part before a cut is the new line; the part after it stays who it was", () => {
  const copy = new Copy(document(...TEXTS));
  copy.edit(2, 2, "\n");
  assert.deepEqual(copy.lines.slice(0, 2), ["開会", "します。"]);
  const [first, second] = copy.said;
  assert.equal(second.id, "p0001");
  assert.notEqual(first.id, "p0001");
  assert.deepEqual({ ...first, id: "p0001" }, second);
  alike(copy);
});

test("lines that are joined are the first one's speaker's; the later one's id stays", () => {
  const copy = new Copy(document(...TEXTS));
  copy.edit(6, 7, "");
  assert.equal(copy.lines[0], "開会します。はい。");
  assert.deepEqual(copy.said[0], { id: "p0002", kind: "speech", voice: "S1" });
  alike(copy);
});

test("joined to an empty line, a line stays whose it was", () => {
  const copy = new Copy(document("", "はい。"));
  copy.edit(0, 1, "");
  assert.deepEqual(copy.said[0], { id: "p0002", kind: "speech", voice: "S2" });
});

test("the last line's newline stays when all is deleted", () => {
  const copy = new Copy(document(...TEXTS));
  copy.edit(0, copy.state.doc.length, "");
  assert.equal(copy.text.toString(), "\n");
  assert.equal(copy.said[0].id, "p0003");
  alike(copy);
});

test("several paragraphs pasted over several", () => {
  const copy = new Copy(document(...TEXTS));
  copy.edit(2, 9, "一\n二\n三");
  assert.deepEqual(copy.lines, ["開会一", "二", "三。", "散会します。"]);
  assert.deepEqual(copy.said.map(({ voice }) => voice), ["S1", "S1", "S2", "S3"]);
  alike(copy);
});

test("half of 𠮷 is never written: 𠮷 → 𠮟 replaces the whole", () => {
  const copy = new Copy(document("𠮷野です。"));
  copy.edit(1, 2, "𠮟"[1]);
  assert.equal(copy.lines[0], "𠮟野です。");
  assert.equal(copy.text.toString(), "𠮟野です。\n");
});

test("a colleague's line comes with what it says", () => {
  const [one, other] = [0, 1].map(() => new Copy(START));
  one.edit(2, 2, "\n");
  one.sent.forEach((update) => other.hear(update));
  alike(one, other);
});

test("while somebody composes nothing comes in and nothing goes out; afterwards both are there", async () => {
  const [one, other] = [0, 1].map(() => new Copy(START));
  one.composing.handlers.compositionstart();
  one.edit(0, 0, "k");
  one.edit(0, 1, "か");
  other.edit(6, 6, "皆さん。");
  other.sent.forEach((update) => one.hear(update));
  assert.equal(one.sent.length, 0);
  assert.equal(one.lines[0], "か開会します。");
  one.edit(0, 1, "会");
  one.composing.handlers.compositionend();
  await new Promise((done) => setTimeout(done, 60));
  one.sent.forEach((update) => other.hear(update));
  assert.equal(one.lines[0], "会開会します。皆さん。");
  alike(one, other);
});

test("who types on converts phrase after phrase: each goes out when the next begins", () => {
  const copy = new Copy(START);
  copy.composing.handlers.compositionstart();
  copy.edit(0, 0, "本日");
  copy.composing.handlers.compositionend();
  copy.composing.handlers.compositionstart();
  assert.match(copy.text.toString(), /^本日/);
  copy.edit(2, 2, "h");
  assert.match(copy.text.toString(), /^本日開/);
});

test("undo takes back one's own, and a line that comes back has an id of its own", () => {
  const [one, other] = [0, 1].map(() => new Copy(START));
  const undo = new Undo(one.binding, { voices: one.doc.getMap("voices") });
  assert.ok(undo.manager instanceof UndoManager);
  one.edit(6, 7, "");
  one.sent.splice(0).forEach((update) => other.hear(update));
  other.edit(0, 0, "では");
  other.sent.splice(0).forEach((update) => one.hear(update));
  undo.undo();
  assert.deepEqual(one.lines, ["では開会します。", "はい。", "散会します。"]);
  one.sent.forEach((update) => other.hear(update));
  alike(one, other);
  undo.redo();
  assert.deepEqual(one.lines, ["では開会します。はい。", "散会します。"]);
});

test("a line that is parted and one that is joined are undone by themselves, what is typed before and after by itself", () => {
  const copy = new Copy(START);
  const undo = new Undo(copy.binding, { voices: copy.doc.getMap("voices") });
  for (const change of [[0, 0, "で"], [1, 1, "は"], [2, 2, "\n"], [9, 10, ""], [9, 9, "々"]]) copy.edit(...change);
  assert.deepEqual(copy.lines, ["では", "開会します。々はい。", "散会します。"]);
  const before = [
    ["では", "開会します。はい。", "散会します。"],
    ["では", "開会します。", "はい。", "散会します。"],
    ["では開会します。", "はい。", "散会します。"],
    TEXTS,
  ];
  for (const lines of before) {
    undo.undo();
    assert.deepEqual(copy.lines, lines);
  }
});

test("a deletion that two take back at once leaves no id twice", () => {
  const [one, other] = [0, 1].map(() => new Copy(START));
  const undo = new Undo(one.binding, { voices: one.doc.getMap("voices") });
  one.edit(6, 7, "");
  one.sent.splice(0).forEach((update) => other.hear(update));
  other.binding.change(() => other.text.insert(6, "\n", { id: "p0001", kind: "speech" })); // as their undo does
  other.sent.splice(0).forEach((update) => one.hear(update));
  undo.undo();
  assert.deepEqual(one.binding.lines.nameless(), []);
  assert.equal(new Set(one.truth.map(({ id }) => id)).size, one.lines.length);
  undo.redo();
  assert.deepEqual(one.binding.lines.nameless(), []);
});

const START = document(...TEXTS);

test("what is not saved yet is known, wherever a colleague or an undo has put it", async () => {
  const [one, other] = [0, 1].map(() => new Copy(START));
  const undo = new Undo(one.binding, { voices: one.doc.getMap("voices") });
  one.edit(0, 0, "では");
  other.edit(6, 7, "");
  other.sent.splice(0).forEach((update) => one.hear(update));
  assert.deepEqual(one.lines, ["では開会します。はい。", "散会します。"]);
  assert.deepEqual([...one.binding.touched], ["p0001", "p0002"]);
  undo.pause();
  one.edit(12, 15, "");
  one.binding.touched.clear();
  undo.undo();
  assert.deepEqual([...one.binding.touched], ["p0003"]);
  other.binding.change(() => other.text.insert(0, "\n", { id: "p0003", kind: "speech" }));
  other.sent.splice(0).forEach((update) => one.hear(update));
  await null; // mended as soon as all of it is heard
  assert.deepEqual([...one.binding.touched], ["p0003", one.said[0].id]);
  alike(one);
});

test("whatever three people do, they end alike, and a line keeps its id as long as its newline", () => {
  for (let seed = 1; seed <= 60; seed += 1) wander(seed);
});

function wander(seed) {
  const random = numbers(seed);
  const copies = [0, 1, 2].map(() => new Copy(START));
  const heard = [0, 1, 2].map(() => [0, 0, 0]);
  const [written, deleted] = [newlines(copies[0]), new Set()];
  for (const copy of copies) copy.edit = (from, to, insert) => {
    const passed = insideOf(copy, from, to);
    Copy.prototype.edit.call(copy, from, to, insert);
    for (const one of passed) deleted.add(one);
  };
  for (let step = 0; step < 80; step += 1) {
    const who = random(3);
    const before = newlines(copies[who]);
    act(copies[who], random);
    for (const [one, id] of newlines(copies[who])) {
      if (before.has(one)) {
        assert.equal(id, before.get(one));
        continue;
      }
      assert.ok(![...written.values()].includes(id)); // never one that another line has or had
      written.set(one, id);
    }
    listen(copies, heard, random(3), random(3));
  }
  for (const who of [0, 1, 2]) for (const from of [0, 1, 2]) listen(copies, heard, who, from);
  for (const who of [0, 1, 2]) for (const from of [0, 1, 2]) listen(copies, heard, who, from);
  try {
    alike(...copies);
    const left = [...written].filter(([one]) => !deleted.has(one));
    assert.deepEqual([...newlines(copies[0])].sort(), left.sort());
  } catch (error) {
    error.message = `seed ${seed}: ${error.message}`;
    throw error;
  }
}

/** Each line's id by what Yjs calls its newline, which no other character is ever called. */
function newlines(copy) {
  const text = copy.text.toString();
  const places = [...text.matchAll(/\n/g)].map(({ index }) => index);
  return new Map(places.map((place, line) => [called(copy, place), copy.truth[line].id]));
}

/** The newlines that an edit of these places deletes. */
function insideOf(copy, from, to) {
  const text = copy.text.toString();
  return [...text.slice(from, to).matchAll(/\n/g)].map(({ index }) => called(copy, from + index));
}

function called(copy, place) {
  const { client, clock } = createRelativePositionFromTypeIndex(copy.text, place).item;
  return `${client} ${clock}`;
}

/** All that `from` has sent and `who` has not heard, in order; needs of it what came before from the third. */
function listen(copies, heard, who, from) {
  if (who === from) return;
  const { sent } = copies[from];
  for (; heard[who][from] < sent.length; heard[who][from] += 1) copies[who].hear(sent[heard[who][from]]);
}
