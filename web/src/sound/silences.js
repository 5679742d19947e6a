// 文字のない所: speech of which the machine made no text, and where in the text that belongs; it moves along with the text.
import { StateEffect, StateField } from "@codemirror/state";

const load = StateEffect.define();

/** [{from, to, spans, lost}]: what is written there stands from `from` to `to` (minutes/domain/unheard.py). */
export const silences = StateField.define({
  create: () => [],
  update(value, { changes, docChanged, effects }) {
    const fresh = effects.find((effect) => effect.is(load))?.value;
    if (fresh || !docChanged) return fresh ?? value;
    return value.map((one) => ({ ...one, from: changes.mapPos(one.from, -1), to: changes.mapPos(one.to, 1) }));
  },
});

/** @param told what /desk/heard says; `numbers`: each line's number by its id. */
export function silencesIn(doc, told, numbers) {
  const place = ([id, units]) => {
    const line = numbers.has(id) ? doc.line(numbers.get(id)) : null;
    return line && Math.min(line.to, line.from + units);
  };
  const found = (told.unheard ?? []).map(({ spans, lost, begin, end }) => {
    const from = begin ? place(begin) : 0;
    return { spans, lost, from, to: end ? place(end) : doc.length };
  });
  return load.of(found.filter(({ from, to }) => from !== null && to !== null && from <= to)); // or on the next visit
}

/** Those where nobody has written, nor checked the paragraph before; whoever takes that back has them back. */
export function silent(state, lines) {
  return state.field(silences).filter(({ from, to, lost }) => {
    const written = state.sliceDoc(from, to).replace(/\s/g, "");
    return [...written].length <= lost && !lines.at(state.doc.lineAt(from).number).checked;
  });
}

/** So many seconds of speech. */
export function lengthOf(spans) {
  return spans.reduce((sum, [begin, end]) => sum + end - begin, 0);
}
