// 聞いた所: when each part of the text was said, and which of it is doubtful; both move along with the text.
//
// The server has aligned the text as it stood when the page was opened; what is edited since keeps its place by itself.
import { RangeSet, RangeValue, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin } from "@codemirror/view";
import { moved } from "../text/moving.js";

const LEAD_S = 0.3; // a first sound is not cut off

class Part extends RangeValue {
  constructor(start, end) {
    super();
    Object.assign(this, { start, end });
  }
}
Part.prototype.startSide = 1;
Part.prototype.endSide = -1;

class Doubt extends RangeValue {
  constructor(length, why) {
    super();
    Object.assign(this, { length, why });
  }
}
Doubt.prototype.startSide = 1;
Doubt.prototype.endSide = -1;

const load = StateEffect.define();
const back = StateEffect.define();

/** What doubtful lines were, and what was doubtful in them, when the page was opened: {text, doubted} by their ids. */
export const doubtful = StateField.define({
  create: () => new Map(),
  update: (value, transaction) => loaded(transaction)?.doubtful ?? value,
});

export const parts = StateField.define({
  create: () => RangeSet.empty,
  update: (value, transaction) => loaded(transaction)?.parts ?? moved(value, transaction.changes),
});

/** Words that are doubtful until somebody has written in them; whoever takes that back has the line back. */
export const doubts = StateField.define({
  create: () => RangeSet.empty,
  update(value, transaction) {
    const fresh = loaded(transaction)?.doubts;
    if (fresh) return fresh;
    const left = transaction.docChanged ? untouched(value.map(transaction.changes), transaction.changes) : value;
    return transaction.effects.filter((effect) => effect.is(back)).reduce((all, effect) => all.update(effect.value), left);
  },
});

/** Words next to each other have one line under them: of several, Chromium makes styles of its own in what replaces them. */
export const underlined = ViewPlugin.fromClass(
  class {
    constructor(view) {
      this.decorations = lined(view);
    }

    update({ docChanged, viewportChanged, startState, state, view }) {
      if (docChanged || viewportChanged || startState.field(doubts) !== state.field(doubts)) this.decorations = lined(view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function lined({ state, visibleRanges }) {
  const found = [];
  for (const seen of visibleRanges)
    state.field(doubts).between(seen.from, seen.to, (from, to, { why }) => {
      if (found.at(-1)?.to === from && found.at(-1).why === why) found.at(-1).to = to;
      else if (from >= (found.at(-1)?.to ?? 0)) found.push({ from, to, why });
    });
  const line = ({ from, to, why }) => Decoration.mark({ class: "doubt", attributes: { title: why } }).range(from, to);
  return Decoration.set(found.map(line));
}

function loaded(transaction) {
  return transaction.effects.find((effect) => effect.is(load))?.value;
}

function untouched(value, changes) {
  const all = [];
  changes.iterChangedRanges((_1, _2, from, to) => all.push({ from, to }));
  if (!all.length || !value.size) return value;
  const isTouched = (begin, end) => {
    for (let at = firstAfter(all, begin); at < all.length && all[at].from < end; at += 1)
      if (all[at].to > begin && (all[at].from < all[at].to || all[at].from > begin)) return true;
    return false;
  };
  const filter = (begin, end, { length }) => end - begin === length && !isTouched(begin, end);
  return value.update({ filterFrom: all[0].from, filterTo: all.at(-1).to, filter });
}

/** The first that does not end before this place. */
function firstAfter(all, place) {
  let [first, last] = [0, all.length];
  while (first < last) {
    const middle = (first + last) >> 1;
    if (all[middle].to < place) first = middle + 1;
    else last = middle;
  }
  return first;
}

/** @param told what /desk/heard says; `numbers`: each line's number by its id. */
export function heardIn(doc, told, numbers) {
  const found = { parts: [], doubts: [], doubtful: new Map() };
  for (const { id, parts: lengths, doubts: doubted } of told.lines) {
    const line = numbers.has(id) ? doc.line(numbers.get(id)) : null;
    const length = lengths.reduce((sum, [units]) => sum + units, 0);
    if (line?.length !== length) continue; // edited meanwhile: heard on the next visit
    found.parts.push(...partsOf(line.from, lengths));
    found.doubts.push(...doubtsOf(line.from, doubted));
    if (doubted.length) found.doubtful.set(id, { text: line.text, doubted });
  }
  return load.of({ ...found, parts: RangeSet.of(found.parts, true), doubts: RangeSet.of(found.doubts, true) });
}

/** Lines that are again what they were have their doubts again. -> an extension. */
export function mending(lines, composing) {
  return EditorView.updateListener.of(({ docChanged, changes, state, view }) => {
    const ids = docChanged ? asBefore(state, changes, lines) : [];
    if (ids.length) composing.afterwards(() => view.dispatch({ effects: again(view.state, lines, ids) }));
  });
}

/** Of the lines in which somebody has written, those that say what they said: their ids. */
export function asBefore(state, changes, lines) {
  const found = new Set();
  changes.iterChangedRanges((_1, _2, from, to) => {
    const last = state.doc.lineAt(to).number;
    for (let { number } = state.doc.lineAt(from); number <= last; number += 1) {
      const { id } = lines.at(number);
      if (state.field(doubtful).get(id)?.text === state.doc.line(number).text) found.add(id);
    }
  });
  return [...found];
}

export function again(state, lines, ids) {
  const numbers = lines.numbers();
  return ids.flatMap((id) => {
    const line = numbers.has(id) ? state.doc.line(numbers.get(id)) : null;
    const { text, doubted } = state.field(doubtful).get(id);
    if (line?.text !== text) return [];
    const add = doubtsOf(line.from, doubted);
    return [back.of({ filterFrom: line.from, filterTo: line.to, filter: () => false, add, sort: true })];
  });
}

function* partsOf(from, lengths) {
  let at = from;
  for (const [units, start, end] of lengths) {
    if (units) yield new Part(start, end).range(at, at + units);
    at += units;
  }
}

function doubtsOf(from, doubted) {
  return doubted.map(([begin, end, why]) => new Doubt(end - begin, why).range(from + begin, from + end));
}

/** When what stands here was said: the part at this place, or the nearest before it in its line; null if none. */
export function momentAt(state, place) {
  const line = state.doc.lineAt(place);
  let found = null;
  state.field(parts).between(line.from, line.to, (from, to, { start, end }) => {
    const share = Math.min(1, Math.max(0, (place - from) / (to - from)));
    if (from <= place || found === null) found = start + share * (end - start);
  });
  return found;
}

/** From where to hear what stands here: the head of its phrase, a little before; null if nobody knows when. */
export function beginningAt(state, place) {
  const line = state.doc.lineAt(place);
  const moment = momentAt(state, line.from + phraseAt(line.text, place - line.from));
  return moment === null ? null : Math.max(0, moment - LEAD_S);
}

/** Where the phrase begins in which this place is; behind a line's last, that one. */
export function phraseAt(text, place) {
  const before = text.slice(0, place);
  const said = place < text.length ? before : before.replace(/[、。，．？！」』）\s]+$/, "");
  return said.match(/^.*[、。，．？！][」』）\s]*/)?.[0].length ?? 0;
}

/** From when to when a line was said: [start, end] in seconds, or null. */
export function spanOf(state, line) {
  let span = null;
  state.field(parts).between(line.from, line.to, (_1, _2, { start, end }) => {
    span = [Math.min(start, span?.[0] ?? start), Math.max(end, span?.[1] ?? end)];
  });
  return span;
}

/** Where in the text that stands which is said at this moment: {from, to}, or null. */
export function placeOf(state, seconds) {
  let found = null;
  for (const cursor = state.field(parts).iter(); cursor.value; cursor.next()) {
    const { start } = cursor.value;
    if (start <= seconds + 0.05 && start >= (found?.start ?? 0)) found = { from: cursor.from, to: cursor.to, start };
  }
  return found;
}
