// 居た所: kept for the next day, of so many drafts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Places } from "../../src/finding/place.js";

class Store extends Map {
  getItem(key) {
    return this.get(key) ?? null;
  }

  setItem(key, value) {
    this.set(key, value);
  }
}

test("each account's place in each draft, of those that were left last", () => {
  const places = new Places(new Store());
  assert.equal(places.of("sato/1"), null);
  for (let draft = 1; draft <= 50; draft += 1) places.keep(`sato/${draft}`, { at: draft });
  places.keep("sato/1", { at: 100 });
  places.keep("suzuki/1", { at: 200 });
  assert.deepEqual(["sato/1", "suzuki/1", "sato/2", "sato/3"].map((key) => places.of(key)?.at), [100, 200, undefined, 3]);
});

test("what is not understood counts as nothing, and a full store stops nobody", () => {
  for (const wrong of ["{", "null", "7", "[]"]) {
    const store = new Store([["here", wrong]]);
    const places = new Places(store, "here");
    assert.equal(places.of("sato/1"), null, wrong);
    places.keep("sato/1", { at: 3 });
    assert.deepEqual(places.of("sato/1"), { at: 3 }, wrong);
  }
  class Full extends Store {
    setItem() {
      throw new Error("full");
    }
  }
  new Places(new Full()).keep("sato/1", { at: 3 });
});
