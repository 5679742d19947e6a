// 見つかった所: highlighted in the text, and one after the other in a list, as they are and as they would be.
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";
import { clock } from "/static/pages/clock.js";
import { momentAt } from "../sound/heard.js";

const [SHOWN, SPELLINGS, AROUND] = [200, 20, 14];
const hit = Decoration.mark({ class: "hit" });

/** [{from, to}]: what is highlighted from now on. */
export const highlighted = StateEffect.define();

export const highlighting = StateField.define({
  create: () => Decoration.none,
  update(value, transaction) {
    const told = transaction.effects.find((effect) => effect.is(highlighted));
    if (told) return Decoration.set(told.value.map(({ from, to }) => hit.range(from, to)));
    return transaction.docChanged ? value.map(transaction.changes) : value;
  },
  provide: (own) => EditorView.decorations.from(own),
});

export function isAt({ from, to }, selection) {
  return from === selection.from && to === selection.to;
}

/** Rows of the list around the one where somebody is (`now`); `inPlace` says what would stand there instead. */
export function listed(state, hits, now, inPlace) {
  const first = Math.max(0, Math.min(now - SHOWN / 2, hits.length - SHOWN));
  const rows = hits.slice(first, first + SHOWN).map((one, place) => {
    const row = rowOf(state, one, inPlace);
    row.dataset.place = String(first + place);
    if (first + place === now) row.ariaCurrent = "true";
    return row;
  });
  const left = hits.length - rows.length;
  return left > 0 ? [...rows, element("li", `ほか${left.toLocaleString("ja")}か所`)] : rows;
}

function rowOf(state, one, inPlace) {
  const line = state.doc.lineAt(one.from);
  const moment = momentAt(state, one.from);
  const when = element("span", moment === null ? "" : clock(Math.floor(moment)));
  when.className = "number when";
  const before = state.sliceDoc(Math.max(line.from, one.from - AROUND), one.from);
  const after = state.sliceDoc(one.to, Math.min(line.to, one.to + AROUND));
  const was = element(inPlace ? "del" : "mark", state.sliceDoc(one.from, one.to));
  const row = document.createElement("li");
  row.append(when, before, was, ...(inPlace ? [element("ins", inPlace(one))] : []), after);
  return row;
}

/** Of what was found under several spellings: how often each; to be chosen. */
export function spellings(state, hits) {
  const counts = new Map();
  for (const { from, to } of hits) {
    const spelling = state.sliceDoc(from, to);
    counts.set(spelling, (counts.get(spelling) ?? 0) + 1);
  }
  const most = [...counts].sort(([, one], [, other]) => other - one).slice(0, SPELLINGS);
  return most.map(([value, count]) =>
    Object.assign(element("button", `${value}　${count.toLocaleString("ja")}`), { type: "button", value }),
  );
}

function element(name, textContent) {
  return Object.assign(document.createElement(name), { textContent });
}
