// Three people edit one document through one server; prints all that it is sent, in order, and what they end with.
//
//   node test/together.js SEED STEPS      for the server's own test (tests/test_desk_bundle.py)
import { Copy, act, document, numbers } from "./edits.js";

const [seed, steps] = process.argv.slice(2).map(Number);
const random = numbers(seed);
const start = document("開会します。", "はい。", "𠮷野です。", "散会します。");
const copies = [0, 1, 2].map(() => new Copy(start));
const log = [];
const known = [0, 0, 0]; // of the log, by each
const told = [0, 0, 0]; // of what each has written, to the server

function send(who) {
  const { sent } = copies[who];
  for (; told[who] < sent.length; told[who] += 1) log.push({ from: who, update: sent[told[who]] });
}

function listen(who) {
  for (; known[who] < log.length; known[who] += 1)
    if (log[known[who]].from !== who) copies[who].hear(log[known[who]].update);
}

for (let step = 0; step < steps; step += 1) {
  act(copies[random(3)], random);
  if (random(2)) send(random(3));
  if (random(2)) listen(random(3));
}
// hearing makes a copy tidy its formats now and then, which is written, too
for (let round = 0; round < 3; round += 1)
  for (const who of [0, 1, 2]) {
    send(who);
    listen(who);
  }

const written = (update) => Buffer.from(update).toString("base64");
console.log(
  JSON.stringify({
    start: written(start),
    log: log.map(({ update }) => written(update)),
    ends: copies.map((copy) => copy.lines.map((text, place) => [copy.said[place].id, text, copy.markedIn(place + 1)])),
  }),
);
