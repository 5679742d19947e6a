// 書いたもの: what somebody has written in a copy of the document that the server is not known to have.
//
// A passage is a line that stayed, with what was done to it: {id, text, marked, said, told, before: {text, said}, parts:
// new lines right before it, took: lines that it has swallowed}. A naming is {voice, key, was, told}. `told` are words for
// people. What has no `before` has lost its place, and can only be read.
import * as Y from "yjs";
import { Lines, saidOf } from "../text/lines.js";
import { said } from "../text/marks.js";
import { People, voiceName } from "../speakers/people.js";

const KINDS = { speech: "発言", heading: "見出し", direction: "ト書き", clock: "時刻" };

/** A whole document: {lines: [{id, text, marked, said}], voices}, `marked` as [[mark, from, to] …] in the line. */
export function read(doc) {
  const text = doc.getText("text");
  const delta = text.toDelta();
  const { all } = new Lines(delta);
  const marked = said(delta, text.length - 1).filter(isMarked);
  let [from, first] = [0, 0];
  const lines = delta.map(({ insert }) => insert).join("").slice(0, -1).split("\n").map((own, place) => {
    const to = from + own.length;
    while (marked[first]?.to <= from) first += 1;
    const inLine = [];
    for (let at = first; marked[at]?.from < to; at += 1) inLine.push(...inside(marked[at], from, to));
    from = to + 1;
    return { id: all[place]?.id, text: own, marked: inLine, said: saidOf(all[place] ?? {}) };
  });
  return { lines, voices: doc.getMap("voices").toJSON() };
}

function isMarked({ names, attributes }) {
  return names.some((name) => attributes[name]);
}

function inside({ from, to, names, attributes }, begin, end) {
  const own = [Math.max(from, begin) - begin, Math.min(to, end) - begin];
  return own[0] < own[1] ? names.filter((name) => attributes[name]).map((name) => [name, ...own]) : [];
}

/**
 * What has become of `before`, {lines, voices}, in a copy; `touched`: only in these lines, where it is known.
 * -> {found: passages and namings, people: whoever is named in them}
 */
export function written(before, doc, touched = null) {
  const now = read(doc);
  const people = new People(doc);
  const found = [...passages(before.lines, now.lines, touched), ...namings(before.voices, now.voices)];
  for (const one of found) {
    one.told = one.voice === undefined ? toldOf(one, people) : [`声「${voiceName(one.voice)}」の名前：${nameOf(one, people)}`];
    for (const part of one.parts ?? []) part.told = toldOf({ said: part.said, before: one }, people); // as what it was parted from
  }
  return { found, people: named(found, people) };
}

function passages(before, now, touched) {
  const known = new Map(before.map((line) => [line.id, line]));
  const swallowed = swallowing(before, new Set(now.map(({ id }) => id)));
  const found = [];
  let parts = [];
  for (const line of now) {
    const was = known.get(line.id);
    if (was) {
      const took = swallowed.get(line.id) ?? [];
      found.push({ passage: { ...line, before: { text: was.text, said: was.said }, parts, took }, was });
      parts = [];
    } else if (!touched || touched.has(line.id)) parts.push(line);
  }
  return found
    .filter(({ passage }) => !touched || passage.parts.length || touched.has(passage.id))
    .filter(({ passage, was }) => isChanged(passage, was))
    .map(({ passage }) => passage);
}

/** Lines that are gone went into the next one that stayed. */
function swallowing(before, left) {
  const found = new Map();
  let gone = [];
  for (const { id, text } of before) {
    if (!left.has(id)) gone.push({ id, text });
    else {
      if (gone.length) found.set(id, gone);
      gone = [];
    }
  }
  return found;
}

function isChanged({ text, marked, said: own, parts, took }, was) {
  const isNewlyMarked = was.marked ? !holdsAll(was.marked, marked) : marked.length > 0;
  return text !== was.text || parts.length > 0 || took.length > 0 || others(own, was.said).length > 0 || isNewlyMarked;
}

/** Are these marks among those? Yjs parts a mark where another begins. */
export function holdsAll(those, marked) {
  return marked.every(([name, from, to]) => {
    const own = those.filter((one) => one[0] === name);
    for (let at = from; at < to; at += 1) if (!own.some(([, begin, end]) => begin <= at && at < end)) return false;
    return true;
  });
}

/** What two lines say differently. */
export function others(own, other) {
  return ["kind", "voice", "speaker", "checked"].filter((name) => (own[name] ?? null) !== (other[name] ?? null));
}

function namings(before, now) {
  const voices = [...new Set([...Object.keys(before), ...Object.keys(now)])].filter((voice) => before[voice] !== now[voice]);
  return voices.map((voice) => ({ voice, key: now[voice] ?? null, was: before[voice] ?? null }));
}

function nameOf({ key }, people) {
  return key ? people.name(key) : "なし";
}

function toldOf({ said: own, before }, people) {
  const changed = others(own, before.said);
  return [
    ...(changed.includes("voice") || changed.includes("speaker") ? [`話者：${people.nameOf(own)}`] : []),
    ...(changed.includes("kind") ? [`種類：${KINDS[own.kind ?? "speech"]}`] : []),
    ...(changed.includes("checked") ? [own.checked ? "確認済み" : "確認済みではない"] : []),
  ];
}

/** {key: {name, role, seat, reading}}: whoever was new is lost with the rest. */
function named(found, people) {
  const keys = found.flatMap(({ key, said: own, parts = [] }) => [key, own?.speaker, ...parts.map((part) => part.said.speaker)]);
  return Object.fromEntries(keys.filter((key) => people.all.has(key)).map((key) => [key, people.all.get(key).toJSON()]));
}

/** What `updates` say beyond a document that the server has (`state`; null where it has none any more). As `written`. */
export function unsent(state, updates) {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, state ?? Y.encodeStateAsUpdate(doc));
  const before = read(doc);
  const readable = updates.filter((update) => takesIn(doc, update));
  if (state) return withStranded(written(before, doc), doc);
  return { found: readable.length ? inserted(Y.decodeUpdate(Y.mergeUpdates(readable))) : [], people: {} };
}

/** With what Yjs cannot take in, because something that was typed before it is missing. */
export function withStranded({ found, people }, { store: { pendingStructs } }) {
  return { found: pendingStructs ? [...found, ...inserted(Y.decodeUpdateV2(pendingStructs.update))] : found, people };
}

function takesIn(doc, update) {
  try {
    Y.applyUpdate(doc, update);
    return true;
  } catch {
    return false; // the disk has damaged it
  }
}

/** The bare strings in an update, each as far as it was typed in one go. */
function inserted({ structs }) {
  const found = [];
  let [end, text] = [null, ""];
  for (const { id, length, origin, content } of structs) {
    if (!(content instanceof Y.ContentString)) continue;
    if (end && origin?.client === end.client && origin.clock === end.clock) text += content.str;
    else {
      found.push(text);
      text = content.str;
    }
    end = { client: id.client, clock: id.clock + length - 1 };
  }
  return [...found, text].join("\n").split("\n").filter((one) => one).map((one) => placeless({ text: one }));
}

/** Nobody knows what stood there before. */
export function placeless({ id = null, text, marked = [] }) {
  return { id, text, marked, said: {}, told: [], before: null, parts: [], took: [] };
}
