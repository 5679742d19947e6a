// 探し方: exact means exact; kana and width are passed over only where somebody asks for it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Text } from "@codemirror/state";
import { EXACT, LOOSE, PATTERN, TooSlow, inPlace, search, searcher } from "../../src/finding/searching.js";

function found(words, way, ...lines) {
  const doc = Text.of(lines);
  return search(doc, searcher(words, way)).map(({ from, to }) => doc.sliceString(from, to));
}

test("exact is exact: no character counts as another", () => {
  assert.deepEqual(found("か", EXACT, "がか", "カｶか\u3099"), ["か"]);
  assert.deepEqual(found("株", EXACT, "㈱と株"), ["株"]);
  assert.deepEqual(found("葛", EXACT, "葛\u{e0100}城と葛城"), ["葛"]);
  assert.deepEqual(found("(.)", EXACT, "あ(.)"), ["(.)"]);
  assert.deepEqual(found("ああ", EXACT, "あああああ"), ["ああ", "ああ"]);
  assert.deepEqual(found("𠮷", EXACT, "𠮟𠮷"), ["𠮷"]);
  assert.deepEqual(found("", EXACT, "あ"), []);
});

test("kana and width are passed over only where that is asked for", () => {
  assert.deepEqual(found("こども", LOOSE, "子ども", "コドモ", "ｺﾄﾞﾓとこども"), ["コドモ", "ｺﾄﾞﾓ", "こども"]);
  assert.deepEqual(found("ＡＢ1", LOOSE, "ab１とＡｂ1"), ["ab１", "Ａｂ1"]);
  assert.deepEqual(found("か", LOOSE, "がｶﾞｶ"), ["ｶ"]);
  assert.deepEqual(found("株", LOOSE, "㈱と株"), ["株"]);
  assert.deepEqual(found("(株)", LOOSE, "㈱と（株）"), ["㈱", "（株）"]);
});

test("a pattern finds within paragraphs, and what it found can stand in what comes in its place", () => {
  const doc = Text.of(["議案第5号と議案第12号", "議案"]);
  const hits = search(doc, searcher("議案第(?<number>\\d+)(号)", PATTERN));
  assert.deepEqual(hits.map((hit) => inPlace("$2$<number>$$$&$9", hit)), ["号5$議案第5号$9", "号12$議案第12号$9"]);
  assert.deepEqual(found("案\\s議", PATTERN, "議案", "議案"), []);
  assert.deepEqual(found("^議|案$", PATTERN, "議案", "議案"), ["議", "案", "議", "案"]);
  assert.deepEqual(found("x*", PATTERN, "議案"), []);
  assert.throws(() => searcher("(", PATTERN), SyntaxError);
  assert.equal(inPlace("$1", { from: 0, to: 1 }), "$1");
});

test("nobody waits for ever", () => {
  const doc = Text.of(Array.from({ length: 2_000 }, () => "あ".repeat(18) + "い"));
  assert.throws(() => search(doc, searcher("(あ+)+$", PATTERN)), TooSlow);
});
