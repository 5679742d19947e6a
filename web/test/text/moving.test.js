// 移し替え: where every word was said after a thousand changes at once, just as CodeMirror would move it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ChangeSet, RangeSet, RangeValue } from "@codemirror/state";
import { moved } from "../../src/text/moving.js";
import { numbers } from "../edits.js";

class Word extends RangeValue {
  startSide = 1;
  endSide = -1;
}

function listed(set) {
  const found = [];
  set.between(0, 1e9, (from, to) => void found.push([from, to]));
  return found;
}

test("as CodeMirror moves them", () => {
  for (let seed = 1; seed <= 50; seed += 1) {
    const random = numbers(seed);
    const [words, changes] = [[], []];
    for (let at = 0; at < 2_000; at += random(4)) words.push(new Word().range(at, (at += 1 + random(3))));
    for (let from = random(9); from < 2_000; from += 1 + random(20)) {
      const to = Math.min(2_000, from + random(4));
      changes.push({ from, to, insert: "あ".repeat(random(4)) });
      from = to;
    }
    const [set, all] = [RangeSet.of(words), ChangeSet.of(changes, 2_010)];
    assert.deepEqual(listed(moved(set, all)), listed(set.map(all)), `seed ${seed}`);
  }
});
