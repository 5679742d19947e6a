// フットペダル: the reports of pedals/*.json, played again; none of these pedals was ever plugged in here.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { MOST, Pedals, Treading, apart, known, learnt, named } from "../../src/pedals/pedals.js";

const folder = new URL("recorded/", import.meta.url);
const RECORDED = readdirSync(folder).map((name) => JSON.parse(readFileSync(new URL(name, folder))));
const WORDS = ["left", "middle", "right", "fourth"];
const hex = (number) => number.toString(16).padStart(4, "0");
const deviceOf = ({ vendorId, productId }) => `${hex(vendorId)}:${hex(productId)}`;

/** As fast as contacts do not bounce. */
async function played(pedals, reports) {
  const [treading, told] = [new Treading(pedals), []];
  treading.addEventListener("trodden", ({ detail }) => told.push(`${WORDS[detail]} down`));
  treading.addEventListener("letGo", ({ detail }) => told.push(`${WORDS[detail]} up`));
  for (const { report, bytes } of reports) {
    treading.hear({ report, bytes });
    await wait(50);
  }
  return told;
}

/** One pedal after the other, as the page asks for it. */
function learn(reports) {
  const found = [];
  let [heard, idle] = [[], []];
  for (const one of reports) {
    heard.push(one);
    const next = learnt(heard, idle);
    if (!next) continue;
    if (!found.some(({ bits }) => String(bits) === String(next.bits))) found.push(next);
    [heard, idle] = [[], [...idle, one]];
  }
  return named(apart(found.slice(0, MOST)));
}

for (const { name, reports, ...device } of RECORDED) {
  const says = reports.map((one) => one.says).filter(Boolean);

  test(`${name}: what it sends is understood`, async () => {
    const layout = known(deviceOf(device));
    if (layout) assert.deepEqual(await played(layout.pedals, reports), says);
    else assert.match(name, /a number for each/);
  });

  test(`${name}: what it sends is learnt by treading each pedal once`, async () => {
    const alone = reports.filter((one) => one.says).slice(0, 2 * new Set(says.map((words) => words.split(" ")[0])).size);
    const pedals = learn(alone);
    assert.equal(pedals.length, alone.length / 2);
    assert.deepEqual(await played(pedals, reports), says);
  });
}

test("a contact that bounces is one tread, and letting go is told in the end", async () => {
  const [treading, told] = [new Treading(named([{ report: null, length: null, bits: [[0, 2, 2]] }])), []];
  for (const kind of ["trodden", "letGo"]) treading.addEventListener(kind, () => told.push(kind));
  const hear = (byte) => treading.hear({ report: 0, bytes: [byte] });
  [2, 0, 2, 0, 2].forEach(hear);
  await wait(100);
  assert.deepEqual(told, ["trodden"]);
  [0, 2, 0].forEach(hear);
  await wait(100);
  assert.deepEqual(told, ["trodden", "letGo"]);
  hear(2);
  treading.end();
  treading.end();
  assert.deepEqual(told, ["trodden", "letGo", "trodden", "letGo"]);
});

test("other reports of the same device say nothing of a pedal", async () => {
  const pedals = named([{ report: 1, length: 2, bits: [[0, 1, 1]] }]);
  const reports = [
    { report: 1, bytes: [1, 0] },
    { report: 2, bytes: [0, 0] },
    { report: 1, bytes: [0, 0, 0] },
  ];
  assert.deepEqual(await played(pedals, reports), ["left down"]);
});

test("nothing is learnt of a pedal that is still down, or never was", () => {
  const [up, down] = [0, 4].map((byte) => ({ report: 0, bytes: [byte] }));
  for (const reports of [[], [down], [down, up, down], [up], [up, up]]) assert.equal(learnt(reports), null);
  assert.equal(learnt([up, down], [up]), null);
  for (const [reports, idle] of [
    [[down, up], []],
    [[down, up, down, up], []],
    [[up, down, down, up], [up]],
    [[down, up], [{ report: 1, bytes: [9] }]],
  ])
    assert.deepEqual(learnt(reports, idle), { report: 0, length: 1, bits: [[0, 4, 4]], down: [4] });
});

test("a device that says 0 for a pedal that is down is learnt as well", () => {
  const [up, down] = [7, 5].map((byte) => ({ report: 0, bytes: [byte] }));
  assert.deepEqual(learnt([down, up]).bits, [[0, 2, 0]]);
});

test("what each pedal does is kept in this browser; what is not understood counts as nothing", () => {
  const kept = new Map();
  const store = {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => kept.set(name, value),
    removeItem: (name) => kept.delete(name),
  };
  const pedals = new Pedals(store);
  assert.equal(pedals.own, null);
  pedals.keep(known("05f3:00ff"));
  pedals.change(2, "checked");
  assert.deepEqual(new Pedals(store).own.pedals.map(({ side, act }) => [side, act]), [
    ["左", "review"],
    ["中央", "hold"],
    ["右", "checked"],
  ]);
  pedals.change(2, "nothing that there is");
  assert.equal(new Pedals(store).own, null);
  for (const wrong of ["{", "null", "{}", '{"device":"05f3:00ff","name":"","pedals":[]}', '{"device":"","name":"","pedals":[{}]}']) {
    kept.set("minutes-desk-pedals", wrong);
    assert.equal(new Pedals(store).own, null, wrong);
  }
  pedals.keep(null);
  assert.equal(kept.size, 0);
});
