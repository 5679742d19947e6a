// 探し方: where words stand in a text, to the character; by a regular expression; or whatever their kana and width.
//
// No way of searching but the last takes one character for another: か is not found in が, nor 株 in ㈱, nor 葛 where a
// selector behind it makes it another 葛. What is found by the last is never replaced (finder.js).

/** How words may be meant. */
export const EXACT = "exact";
export const PATTERN = "pattern";
export const LOOSE = "loose";

const PATIENCE_MS = 2_000;

export class TooSlow extends Error {}

/** -> a line's text -> [{from, to, groups}]. Throws a SyntaxError of a pattern that is none. */
export function searcher(words, way) {
  if (way === PATTERN) return byPattern(new RegExp(words, "gu"));
  return way === LOOSE ? loosely(fold(words)) : exactly(words);
}

/** In all of a text, line by line: nothing that is found goes over a paragraph's end. Throws `TooSlow`. */
export function search(doc, find) {
  const found = [];
  const until = performance.now() + PATIENCE_MS;
  let begin = 0;
  for (const line of doc.iterLines()) {
    for (const hit of find(line)) found.push({ ...hit, from: begin + hit.from, to: begin + hit.to });
    begin += line.length + 1;
    if (performance.now() > until) throw new TooSlow();
  }
  return found;
}

/** What comes in a hit's place; of a pattern `$1`, `$&` and `$<name>` are what it has found. */
export function inPlace(other, { groups }) {
  if (!groups) return other;
  return other.replace(/\$(?:(\$)|(&)|(\d\d?)|<([^>]+)>)/g, (all, dollar, whole, number, name) => {
    if (dollar) return "$";
    if (whole) return groups[0];
    if (name) return groups.groups && name in groups.groups ? (groups.groups[name] ?? "") : all;
    return Number(number) < groups.length ? (groups[Number(number)] ?? "") : all;
  });
}

function exactly(words) {
  return (line) => {
    const found = [];
    for (let from = line.indexOf(words); words && from >= 0; ) {
      const to = from + words.length;
      const isHit = endsThere(line, to);
      if (isHit) found.push({ from, to });
      from = line.indexOf(words, isHit ? to : from + 1);
    }
    return found;
  };
}

function byPattern(pattern) {
  return (line) =>
    [...line.matchAll(pattern)]
      .map((groups) => ({ from: groups.index, to: groups.index + groups[0].length, groups }))
      .filter(({ from, to }) => to > from && endsThere(line, to));
}

/** Does a character end here? Not before a voicing mark or a selector that belongs to it. */
function endsThere(line, place) {
  return !/^\p{M}/u.test(line.slice(place, place + 2));
}

function loosely(words) {
  return (line) => {
    const { text, from } = folded(line);
    const found = [];
    const isBorder = (place) => place === 0 || from[place] !== from[place - 1];
    for (let at = text.indexOf(words); words && at >= 0; ) {
      const end = at + words.length;
      const isHit = isBorder(at) && isBorder(end);
      if (isHit) found.push({ from: from[at], to: from[end] });
      at = text.indexOf(words, isHit ? end : at + 1);
    }
    return found;
  };
}

/** `from`: where in the line each unit of the folded text comes from, and the line's end. */
function folded(line) {
  const known = lately.get(line);
  if (known) return known;
  let text = "";
  const from = [];
  for (const { 0: character, index } of line.matchAll(/[^][\p{M}ﾞﾟ]*/gu)) {
    const part = fold(character);
    text += part;
    for (let unit = 0; unit < part.length; unit += 1) from.push(index);
  }
  from.push(line.length);
  if (lately.size > MOST) lately.clear();
  lately.set(line, { text, from });
  return { text, from };
}
const lately = new Map(); // lines as they were folded for the letter typed before
const MOST = 20_000;

/** As people type it: any width, either kana, either case. */
export function fold(text) {
  const wide = text.normalize("NFKC").toLowerCase();
  return wide.replaceAll(/[ァ-ヶ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));
}
