// 一人だけ聞く: the stretches in which one person speaks, played as if there were nothing between them.
import { spanOf } from "../sound/heard.js";

const CLOSE_S = 0.5; // who stops for less has not stopped

/** Where each person speaks, in order: [{who, colour, begin, end}], one for as long as nobody else does. */
export function speeches(state, lines, people) {
  const found = [];
  for (let number = 1; number <= state.doc.lines; number += 1) {
    const said = lines.at(number);
    const span = (said.kind ?? "speech") === "speech" && spanOf(state, state.doc.line(number));
    if (!span) continue;
    const [begin, end] = span;
    const who = people.whoOf(said);
    const last = found.at(-1);
    if (last?.who === who && begin - last.end < CLOSE_S) last.end = Math.max(last.end, end);
    else found.push({ who, colour: people.colourOf(said), begin, end });
  }
  return found;
}

/** Of one of them: [[begin, end]]. */
export function of(found, who) {
  return found.filter((one) => one.who === who).map(({ begin, end }) => [begin, end]);
}

/** Where to play on: the moment itself within a span, or the beginning of the next; null behind the last. */
export function onward(spans, at) {
  const next = spans.find(([, end]) => at < end - 0.05);
  return next ? Math.max(at, next[0]) : null;
}

/** So many seconds on, or back, in the spans alone. */
export function walk(spans, at, by) {
  let place = spans.reduce((sum, [begin, end]) => sum + Math.max(0, Math.min(at, end) - begin), 0) + by;
  for (const [begin, end] of spans) {
    if (place < end - begin) return begin + Math.max(0, place);
    place -= end - begin;
  }
  return spans.at(-1)[1];
}
