// 語: what a double click selects.
import assert from "node:assert/strict";
import { test } from "node:test";
import { wordAt } from "../../src/text/words.js";

test("a word of Japanese, not all up to the next mark", () => {
  const text = "お手元に配布したとおり、𠮷野議員。";
  const word = (place) => text.slice(...wordAt(text, place));
  assert.deepEqual([4, 5, text.indexOf("、"), text.indexOf("議員")].map(word), ["配布", "配布", "、", "議員"]);
  assert.deepEqual([wordAt(text, text.length), wordAt("", 0)], [[text.length, text.length], [0, 0]]);
});
