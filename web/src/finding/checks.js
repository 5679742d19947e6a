// 確かめる所: what one goes through by key, in order: doubtful words, what somebody has marked so (要確認), and speech
// without text. Counted as the server counts (api/headway.py).
import { doubts } from "../sound/heard.js";
import { spans } from "../text/marks.js";
import { silent } from "../sound/silences.js";

const BRIDGE = 2; // characters between doubtful words that part no place in two, as in exports/doubts.py

/** All that is left: [{from, to}]; of a mark `isMarked`, of speech without text `spans`: [[begin, end]] in seconds. */
export function left(state, lines) {
  const found = [];
  for (const one of [...doubted(state, lines), ...marked(state)].sort(order)) {
    const last = found.at(-1);
    if (one.from < last?.to) Object.assign(last, { to: Math.max(last.to, one.to), isMarked: last.isMarked || one.isMarked });
    else found.push(one);
  }
  const empty = silent(state, lines).map(({ from, spans: own }) => ({ from, to: from, spans: own }));
  return [...found, ...empty].sort(order);
}

/** In paragraphs that nobody has checked; words that stand together are one. */
function doubted(state, lines) {
  const found = [];
  state.field(doubts).between(0, state.doc.length, (from, to) => {
    const line = state.doc.lineAt(from);
    const last = found.at(-1);
    if (lines.at(line.number).checked) return;
    if (last?.to >= line.from && [...line.text.slice(last.to - line.from, from - line.from)].length <= BRIDGE) last.to = to;
    else found.push({ from, to });
  });
  return found;
}

/** Until somebody takes the mark off. */
function marked(state) {
  return spans(state, "check").map(([from, to]) => ({ from, to, isMarked: true }));
}

function order(one, other) {
  return one.from - other.from || one.to - other.to;
}

/** Of places in order the next after what is selected, round the end; backwards with -1. -> one of them, or null. */
export function nextOf(all, selected, direction) {
  if (direction < 0) return all.findLast((one) => order(one, selected) < 0) ?? all.at(-1) ?? null;
  return all.find((one) => order(one, selected) > 0) ?? all[0] ?? null;
}
