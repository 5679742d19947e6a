// フットペダル: what the reports of a pedal say, and what each pedal does in this browser. Knows nothing of the page.
//
// A pedal is down when the bits that belong to it say so: `bits` is [[byte, mask, value]], all of them. `report` and
// `length` say which of a device's reports is meant; null: whichever comes.
import { KEYS } from "../keys/keys.js";

const BOUNCE_MS = 30; // a contact that opens for a shorter time was never let go
const SIDES = { 1: ["ペダル"], 2: ["左", "右"], 3: ["左", "中央", "右"], 4: ["左", "中央", "右", "４つ目"] };
const FIRST = { 1: ["hold"], 2: ["review", "hold"], 3: ["review", "hold", "on"], 4: ["review", "hold", "on", "none"] };
export const MOST = 4;

const flags = (...masks) => masks.map((mask) => ({ report: null, length: null, bits: [[0, mask, mask]] }));

/** Layouts that somebody published who had the thing; we had none of them. Any other is learnt by treading. */
const KNOWN = {
  // GoogleChromeLabs/dictation_support (Apache-2.0), src/foot_control_device.ts and its test: rewind, play, forward, end
  "0911:1844": { name: "Philips ACC2310・2320", pedals: flags(1, 2, 4) },
  "0911:091a": { name: "Philips ACC2330", pedals: flags(1, 2, 4, 8) },
  // fenimore/scribouillage, driver.go; the report descriptor: forum.remapper.org, topic 190
  "05f3:00ff": { name: "Infinity（VEC） IN-USB", pedals: flags(1, 2, 4) },
  // DDRBoxman/picodeck, README: what a real one sent, seen with Wireshark; report 1, without its number
  "0fd9:0086": {
    name: "Elgato Stream Deck Pedal",
    pedals: [3, 4, 5].map((byte) => ({ report: 1, length: null, bits: [[byte, 1, 1]] })),
  },
};

/** 使い道: what a pedal may do: what a key may. */
export const USES = [
  ...KEYS.filter(([, , words]) => words).map(([, act, words]) => [act, words.replace("押している", "踏んでいる")]),
  ["none", "何もしない"],
];

/** -> its name and pedals, if it is one of those that are known. */
export function known(device) {
  const found = KNOWN[device];
  return found && { device, name: found.name, pedals: named(found.pedals) };
}

/** From the left: what each is called, and what it does until somebody says otherwise. */
export function named(pedals) {
  const [sides, acts] = [SIDES[pedals.length], FIRST[pedals.length]];
  return pedals.map((pedal, place) => ({ ...pedal, side: sides[place], act: acts[place] }));
}

function speaksOf(pedal, { report, bytes }) {
  const long = pedal.length === null || pedal.length === bytes.length;
  return long && (pedal.report === null || pedal.report === report);
}

/** 踏んでいるか: tells `trodden` and `letGo` with the pedal's place, each once, however its contact bounces. */
export class Treading extends EventTarget {
  #down = new Map(); // place -> what will let it go, if anything

  constructor(pedals) {
    super();
    this.pedals = pedals;
  }

  /** `said`: {report, bytes}. */
  hear(said) {
    this.pedals.forEach((pedal, place) => {
      if (!speaksOf(pedal, said)) return;
      if (pedal.bits.every(([byte, mask, value]) => (said.bytes[byte] & mask) === value)) this.#tread(place);
      else this.#lift(place);
    });
  }

  /** Nothing more will be heard. */
  end() {
    for (const place of [...this.#down.keys()]) this.#letGo(place);
  }

  #tread(place) {
    const already = this.#down.has(place);
    clearTimeout(this.#down.get(place));
    this.#down.set(place, null);
    if (!already) this.#tell("trodden", place);
  }

  #lift(place) {
    if (this.#down.get(place) !== null) return; // is up, or soon will be
    this.#down.set(place, setTimeout(() => this.#letGo(place), BOUNCE_MS));
  }

  #letGo(place) {
    clearTimeout(this.#down.get(place));
    this.#down.delete(place);
    this.#tell("letGo", place);
  }

  #tell(kind, place) {
    this.dispatchEvent(new CustomEvent(kind, { detail: place }));
  }
}

/**
 * 覚える: `reports` from before a pedal was trodden until after it was let go -> what tells that it is down, with the
 * bytes then (`down`). `idle`: what was said while all were up, if anything was. `null`: it is still down, or nothing
 * happened.
 */
export function learnt(reports, idle = []) {
  const last = reports.at(-1);
  if (!last) return null;
  const isAlike = (one) => one.report === last.report && one.bytes.length === last.bytes.length;
  const [alike, up] = [reports.filter(isAlike), idle.findLast(isAlike)];
  const down = alike.findLast((one) => !isSame(one, last));
  if (!down || (up ? !isSame(up, last) : isSame(alike[0], last))) return null;
  const bits = last.bytes.flatMap((byte, place) => {
    const mask = byte ^ down.bytes[place];
    return mask ? [[place, mask, down.bytes[place] & mask]] : [];
  });
  return { report: last.report, length: last.bytes.length, bits, down: down.bytes };
}

export function isSame(one, other) {
  return one.report === other.report && one.bytes.join() === other.bytes.join();
}

/** Where two pedals share bits (a number for each instead of a bit for each), the whole byte tells them apart. */
export function apart(found) {
  const isShared = (place) => {
    const masks = found.flatMap(({ bits }) => bits.filter(([byte]) => byte === place).map(([, mask]) => mask));
    return masks.some((mask, at) => masks.slice(at + 1).some((other) => mask & other));
  };
  return found.map(({ report, length, bits, down }) => ({
    report,
    length,
    bits: bits.map((bit) => (isShared(bit[0]) ? [bit[0], 255, down[bit[0]]] : bit)),
  }));
}

/** 割り当て: one device and its pedals, kept in this browser. */
export class Pedals {
  constructor(store, place = "minutes-desk-pedals") {
    Object.assign(this, { store, place });
    this.own = read(store.getItem(place));
  }

  /** `own`: {device, name, pedals}; nothing: no pedals any more. */
  keep(own) {
    this.own = own;
    if (own) this.store.setItem(this.place, JSON.stringify(own));
    else this.store.removeItem(this.place);
  }

  change(place, act) {
    this.keep({ ...this.own, pedals: this.own.pedals.map((one, at) => (at === place ? { ...one, act } : one)) });
  }
}

/** What is not understood, by an older program or by hand, counts as nothing. */
function read(kept) {
  try {
    const own = JSON.parse(kept);
    return typeof own.device === "string" && typeof own.name === "string" && own.pedals.length && own.pedals.every(isPedal)
      ? own
      : null;
  } catch {
    return null;
  }
}

function isPedal({ side, act, report, length, bits }) {
  const isNumber = (one) => one === null || Number.isInteger(one);
  const areBits = bits.length > 0 && bits.every((bit) => bit.length === 3 && bit.every(Number.isInteger));
  return typeof side === "string" && USES.some(([own]) => own === act) && isNumber(report) && isNumber(length) && areBits;
}
