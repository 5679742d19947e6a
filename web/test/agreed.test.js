// 申し合わせ: what the desk and the server must hold alike, as one file says; tests/test_agreed.py is the other half.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as Y from "yjs";
import { clean } from "../src/text/cleaning.js";
import { Connection } from "../src/saving/connection.js";
import { MARKS } from "../src/text/marks.js";
import { voiceName } from "../src/speakers/people.js";
import { read, written } from "../src/saving/written.js";
import { Copy, document } from "./edits.js";

const AGREED = JSON.parse(readFileSync(new URL("../../tests/data/desk/agreed.json", import.meta.url), "utf8"));
const SOON_MS = 1_000;
const LATE_MS = 10_000;

test("what no line can hold", () => {
  const [first, last] = AGREED.halves.map((code) => parseInt(code, 16));
  const [breaks, nothing] = [AGREED.breaks, AGREED.no_characters].map((codes) => new Set(codes.map((code) => parseInt(code, 16))));
  for (let code = 0; code < 0x110000; code += 1) {
    const letter = String.fromCodePoint(code);
    const isNothing = nothing.has(code) || (first <= code && code <= last);
    assert.equal(clean(letter), breaks.has(code) ? "\n" : isNothing ? "〓" : letter, code.toString(16));
  }
});

test("what voices are called that nobody has named", () => {
  const called = Object.keys(AGREED.voices).map((voice) => [voice, voiceName(voice)]);
  assert.deepEqual(Object.fromEntries(called), AGREED.voices);
  assert.equal(voiceName(null), AGREED.nobody);
});

test("what marks are called", () => assert.deepEqual(MARKS, AGREED.marks));

for (const [kind, name] of Object.entries(AGREED.kinds))
  test(`what is called ${name}`, () => {
    const copy = new Copy(document("開会します。"));
    const say = (value) => copy.binding.change(() => copy.binding.say(1, { kind: value }));
    say(kind === "clock" ? "heading" : "clock");
    const before = read(copy.doc);
    say(kind);
    assert.deepEqual(written(before, copy.doc).found[0].told, [`種類：${name}`]);
  });

/** The line to a server that sends this page away: as browsers give it to pages. */
class Line {
  static opened = [];
  constructor() {
    Line.opened.push(this);
  }
  close() {}
}

function withALine(context) {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const beside = { WebSocket: Line, addEventListener() {}, navigator: { onLine: true } };
  const was = Object.keys(beside).map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]);
  for (const [name, value] of Object.entries(beside)) Object.defineProperty(globalThis, name, { value, configurable: true });
  context.after(() => was.forEach(([name, own]) => (own ? Object.defineProperty(globalThis, name, own) : delete globalThis[name])));
  Line.opened = [];
}

for (const [name, { code, tells, again }] of Object.entries(AGREED.dismissals))
  test(`sent away: ${name}`, async (context) => {
    withALine(context);
    const connection = new Connection("ws://desk", new Y.Doc(), { all: async () => [] }, {});
    const told = [];
    connection.addEventListener("refused", () => told.push("refused"));
    connection.addEventListener("dismissed", ({ detail }) => told.push(detail.isFinal ? "dismissed for good" : "dismissed"));
    await connection.open();
    Line.opened[0].onclose({ code, reason: "" });
    const opened = [SOON_MS, LATE_MS - SOON_MS].map((pause) => {
      context.mock.timers.tick(pause);
      return Line.opened.length - 1;
    });
    assert.deepEqual(told, tells);
    assert.deepEqual(opened, { soon: [1, 1], late: [0, 1], never: [0, 0] }[again]);
    await connection.close();
  });
