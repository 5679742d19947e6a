// 戻し入れ: what is lost (written.js) goes back where it was, but only where nobody has written anything else since.
//
// A mark that was set is set again. One that was taken off is not: what may not be published must not become so unseen.
import * as Y from "yjs";
import { holdsAll, others, read } from "./written.js";

/** What of it is not in the true text. */
export function lost(found, doc) {
  const now = read(doc);
  const lines = new Map(now.lines.map((line) => [line.id, line]));
  return found.filter((one) => (one.voice === undefined ? isLost(one, lines) : (now.voices[one.voice] ?? null) !== one.key));
}

function isLost({ id, text, marked, said, before, parts, took }, lines) {
  const there = lines.get(id) ?? { text: "", marked: [], said: said ?? {} };
  const isOwn = text !== before?.text;
  return (
    (isOwn && text !== there.text) ||
    !holdsAll(there.marked, marked) ||
    others(said, before?.said ?? said).some((name) => others(said, there.said).includes(name)) ||
    parts.some((part) => part.text && !lines.has(part.id)) ||
    took.some((line) => lines.has(line.id))
  );
}

/** @returns what was left out: somebody else has written there meanwhile, or its place is gone. */
export function putBack(found, people, binding) {
  const { goes, stays } = splitUp(found, people, binding);
  const put = ({ one }) => {
    if (one.voice === undefined) putLine(one, people, binding);
    else binding.change(() => name(one, people, binding));
  };
  if (goes.length) binding.asOne(() => goes.forEach(put));
  return stays.map(({ one }) => one);
}

/** What can go back, and what cannot, with what the text says there now; without a copy nothing can. */
export function splitUp(found, people, binding) {
  const split = { goes: [], stays: [] };
  if (!binding) return { ...split, stays: found.map((one) => ({ one })) };
  const { doc } = binding.text;
  const { lines, voices } = read(doc);
  const now = new Map(lines.map((line, place) => [line.id, { ...line, place }]));
  const isKnown = (key) => !key || key in people || doc.getMap("people").has(key);
  const taken = new Set(); // what was refused twice stands there twice, also as a line that another has swallowed
  for (const one of found) {
    const isNaming = one.voice !== undefined;
    const fits = isNaming ? isKnown(one.key) && (voices[one.voice] ?? null) === one.was : lineFits(one, now, isKnown);
    const claims = isNaming ? [`voice ${one.voice}`] : [one, ...one.parts, ...one.took].map(({ id }) => id);
    if (fits && !claims.some((claim) => taken.has(claim))) {
      split.goes.push({ one });
      claims.forEach((claim) => taken.add(claim));
    } else split.stays.push({ one, there: isNaming ? undefined : (now.get(one.id)?.text ?? null) });
  }
  return split;
}

function lineFits({ id, text, marked, said, before, parts, took }, now, isKnown) {
  const there = now.get(id);
  if (!there || !before) return false;
  const isUntouched = text === before.text && holdsAll(there.marked, marked);
  const isAsBefore = (name) => !others(before.said, there.said).includes(name) || !others(said, there.said).includes(name);
  return (
    (isUntouched || there.text === before.text || there.text === text) &&
    others(said, before.said).every(isAsBefore) &&
    took.every((line) => !now.has(line.id) || (now.get(line.id).text === line.text && now.get(line.id).place < there.place)) &&
    parts.every((line) => !now.has(line.id) || now.get(line.id).text === line.text) &&
    [said, ...parts.map((line) => line.said)].every(({ speaker }) => isKnown(speaker))
  );
}

/** The lines that are new stand before it, those that it swallowed go. */
function putLine(one, people, binding) {
  const at = (id) => binding.view.state.doc.line(binding.lines.numbers().get(id));
  const has = (id) => binding.lines.numbers().has(id);
  const swallowed = one.took.filter(({ id }) => has(id)).map(({ id }) => at(id));
  binding.view.dispatch({ changes: swallowed.map(({ from, to }) => ({ from, to: to + 1 })) });
  for (const part of one.parts.filter(({ id, text }) => text && !has(id))) {
    const { number, from } = at(one.id);
    binding.view.dispatch({ changes: { from, insert: `${part.text}\n` } });
    dress(part, others(part.said, binding.lines.at(number)), number, people, binding);
  }
  if (one.text !== one.before.text) binding.view.dispatch({ changes: shortest(at(one.id), one.text) });
  dress(one, others(one.said, one.before.said), at(one.id).number, people, binding);
}

/** Its marks, and what it says of itself. */
function dress({ text, marked, said }, names, number, people, binding) {
  const { from, text: there } = binding.view.state.doc.line(number);
  binding.change(() => {
    if (there === text) marked.forEach(([mark, begin, end]) => binding.mark(from + begin, from + end, mark, true));
    join(said.speaker, people, binding);
    if (names.length) binding.sayAll([number], Object.fromEntries(names.map((own) => [own, said[own] ?? null])));
  });
}

function name({ voice, key }, people, binding) {
  const { doc } = binding.text;
  join(key, people, binding);
  if (key) doc.getMap("voices").set(voice, key);
  else doc.getMap("voices").delete(voice);
}

function join(key, people, binding) {
  const all = binding.text.doc.getMap("people");
  if (key && !all.has(key)) all.set(key, new Y.Map(Object.entries(people[key])));
}

/** Only what differs, so that a colleague's words beside it stay whose they are. */
export function shortest(line, text) {
  const [own, other] = [[...line.text], [...text]]; // whole characters
  const longest = Math.min(own.length, other.length);
  let head = 0;
  while (head < longest && own[head] === other[head]) head += 1;
  let tail = 0;
  while (tail < longest - head && own.at(-1 - tail) === other.at(-1 - tail)) tail += 1;
  const [begun, ended] = [own.slice(0, head).join("").length, own.slice(own.length - tail).join("").length];
  return { from: line.from + begun, to: line.to - ended, insert: other.slice(head, other.length - tail).join("") };
}
