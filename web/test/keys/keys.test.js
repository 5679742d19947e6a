// キー: each does one thing, in this browser perhaps another than at first.
import assert from "node:assert/strict";
import { test } from "node:test";
import { KEYS, Keys, WRITING } from "../../src/keys/keys.js";
import { Store } from "../store.js";

const keyOf = (keys, act) => keys.all.find(([, own]) => own === act)[0];

test("no two acts have the same key, and every key may be chosen", () => {
  const all = KEYS.map(([keys]) => keys);
  assert.equal(new Set(all).size, all.length);
  for (const [keys, act] of KEYS) assert.equal(new Keys(new Store()).change(act, keys), "");
});

test("no key of the list stays as it is, but Enter, Backspace and Tab", () => {
  for (const [keys] of WRITING) assert.match(keys, /^(Shift-)?(Enter|Backspace|Tab)$/);
  for (const [, act] of KEYS) assert.equal(new Keys(new Store()).change(act, "F20"), "");
});

test("a key that was changed is kept in this browser, until it is set back", () => {
  const store = new Store();
  const keys = new Keys(store);
  assert.equal(keys.change("play", "F20"), "");
  assert.deepEqual([keyOf(keys, "play"), keys.actOf("F20"), keys.actOf("Escape")], ["F20", "play", undefined]);
  assert.equal(new Keys(store).actOf("F20"), "play");
  assert.equal(keys.change("help", "Escape"), "");
  keys.reset();
  assert.deepEqual([keys.areOwn, new Keys(store).actOf("Escape")], [false, "play"]);
});

test("no key does two things, and none that writes or is the browser's does any", () => {
  const keys = new Keys(new Store());
  assert.equal(keys.change("play", "F8"), "そのキーは「5秒進む」に使っています。");
  assert.match(keys.change("play", "Mod-Shift-z"), /やり直す/);
  for (const taken of ["a", "Shift-a", "1", " ", "Enter", "Mod-Enter", "Tab", "ArrowUp", "Mod-c", "Mod-w", "F5", "Shift-Control"])
    assert.match(keys.change("back", taken), /ほかのキー/, taken);
  assert.equal(keys.change("back", "Alt-z"), "");
});

test("what a foot pedal sends as keys plays and steps at once, and may be given to anything else", () => {
  const keys = new Keys(new Store());
  const sent = ["F13", "F14", "F15", "MediaTrackPrevious", "MediaPlayPause", "MediaTrackNext", "MediaStop"];
  assert.deepEqual(sent.map((key) => keys.actOf(key)), ["review", "hold", "on", "back", "play", "on", undefined]);
  for (const key of ["F15", "F24", "MediaTrackNext", "MediaStop"]) {
    assert.equal(keys.change("hold", key), "", key);
    assert.equal(keys.actOf(key), "hold");
  }
});

test("what is kept and not understood counts as not changed", () => {
  for (const kept of ["{", "null", '"F8"', '{"play": 8}', '{"play": "a"}']) {
    const store = new Store();
    store.setItem("minutes-desk-keys", kept);
    assert.equal(keyOf(new Keys(store), "play"), "Escape", kept);
  }
});
