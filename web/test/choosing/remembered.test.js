// 覚え: newest first, a few of them, and never in anybody's way.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Remembered } from "../../src/choosing/remembered.js";
import { Store } from "../store.js";

test("newest first, each once, the oldest forgotten; until somebody removes it", () => {
  const store = new Store();
  const own = new Remembered(store, "own", 3);
  for (const one of ["一", "二", "三", "一", "四"]) own.add(one);
  assert.deepEqual(own.all, ["四", "一", "三"]);
  own.remove("一");
  assert.deepEqual(new Remembered(store, "own", 3).all, ["四", "三"]);
  assert.deepEqual(new Remembered(store, "another's", 3).all, []);
});

test("what another tab has added meanwhile is there, too", () => {
  const store = new Store();
  const [own, other] = [new Remembered(store, "own", 3), new Remembered(store, "own", 3)];
  own.add("一");
  other.add("二");
  own.add("三");
  assert.deepEqual(other.all, ["三", "二", "一"]);
});

test("where the browser has no room it is remembered until the page is closed", () => {
  const store = new Store();
  const own = new Remembered(store, "own", 3);
  own.add("一");
  store.isFull = true;
  own.add("二");
  assert.deepEqual(own.all, ["二", "一"]);
  assert.deepEqual(new Remembered(store, "own", 3).all, ["一"]);
  store.isFull = false;
  own.add("三");
  assert.deepEqual(new Remembered(store, "own", 3).all, ["三", "二", "一"]);
});

test("what is kept and not understood counts as nothing", () => {
  for (const kept of ["{", "null", '"一"', "[1, null]"]) {
    const store = new Store();
    store.setItem("own", kept);
    assert.deepEqual(new Remembered(store, "own", 3).all, [], kept);
  }
});
