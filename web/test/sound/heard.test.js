// 聞いた所: from where one hears what stands at the cursor.
import assert from "node:assert/strict";
import { test } from "node:test";
import { phraseAt } from "../../src/sound/heard.js";

test("one hears from the head of the phrase, at a line's end from the head of its last", () => {
  const text = "ただいまから、会議を開きます。「異議なし。」と認めます。";
  const heads = [0, 3, 7, 9, 15, 18, 22, text.length].map((place) => text.slice(phraseAt(text, place), text.length));
  const [first, second, third, fourth] = [text, text.slice(7), text.slice(15), text.slice(22)];
  assert.deepEqual(heads, [first, first, second, second, third, third, fourth, fourth]);
  assert.equal(phraseAt("", 0), 0);
  assert.equal(phraseAt("。", 1), 0);
});
