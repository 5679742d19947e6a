// 変換中: what waits for the end of a conversion comes in, whatever becomes of one of them; or not at all.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Composing } from "../../src/text/composing.js";

test("one that fails does not keep the others waiting", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const [composing, came] = [new Composing(), []];
  composing.handlers.compositionstart();
  composing.afterwards(() => {
    throw new Error("this one");
  });
  for (const letter of "いろ") composing.afterwards(() => came.push(letter));
  composing.handlers.compositionend();
  assert.throws(() => context.mock.timers.runAll(), /this one/);
  assert.deepEqual(came, ["い", "ろ"]);
});

test("while somebody leaves a conversion open, colleagues may write on for hours", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const [composing, came] = [new Composing(), []];
  composing.handlers.compositionstart();
  for (let number = 0; number < 20_000; number += 1) composing.afterwards(() => came.push(number));
  composing.handlers.compositionend();
  context.mock.timers.runAll();
  assert.deepEqual(came, [...Array(20_000).keys()]);
});

test("a copy that is given up takes what is being converted, and nothing more comes in", () => {
  const [composing, came] = [new Composing(), []];
  composing.onConverted = () => came.push("変換中");
  composing.handlers.compositionstart();
  composing.afterwards(() => came.push("もう来ない"));
  composing.stop();
  assert.deepEqual([came, composing.is], [["変換中"], false]);
});
