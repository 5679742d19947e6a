// Copies of a document that edit each other, without a browser: CodeMirror's state and the binding are the real ones.
import { EditorState } from "@codemirror/state";
import * as Y from "yjs";
import { Binding } from "../src/text/binding.js";
import { Composing } from "../src/text/composing.js";
import { Lines } from "../src/text/lines.js";
import { MARKS, marking, marks, runs, toggled } from "../src/text/marks.js";

export function document(...texts) {
  const doc = new Y.Doc();
  const text = doc.getText("text");
  texts.forEach((line, number) => {
    text.insert(text.length, line, {});
    text.insert(text.length, "\n", { id: `p000${number + 1}`, kind: "speech", voice: `S${number + 1}` });
  });
  return Y.encodeStateAsUpdate(doc);
}

/** Somebody's copy. It has CodeMirror's state and what the view does with it, but draws nothing. */
export class Copy {
  /** `begun`: called before anything is written in it, by itself or by somebody. */
  constructor(state, begun = () => {}) {
    this.doc = new Y.Doc();
    Y.applyUpdate(this.doc, state, "server");
    this.text = this.doc.getText("text");
    this.sent = [];
    this.doc.on("update", (update, origin) => origin === "server" || this.sent.push(update));
    this.composing = new Composing();
    this.binding = new Binding(this.text, new Lines(this.text.toDelta()), this.composing);
    const extensions = [EditorState.lineSeparator.of("\n"), marking(this.text.toDelta())];
    this.state = EditorState.create({ doc: this.binding.doc, extensions });
    begun(this);
    this.binding.attach(this);
  }

  /** As a view: the document first, then what is shown. */
  dispatch(spec) {
    this.binding.dispatch([this.state.update(spec)], this);
  }

  update([transaction]) {
    this.state = transaction.state;
  }

  edit(from, to, insert) {
    this.dispatch({ changes: { from, to, insert } });
  }

  hear(update) {
    this.composing.afterwards(() => Y.applyUpdate(this.doc, update, "server"));
  }

  get lines() {
    return this.state.doc.toString().split("\n");
  }

  get said() {
    return this.binding.lines.all;
  }

  /** As the key does. */
  mark(name, from, to) {
    const { state } = this.state.update({ selection: { anchor: from, head: to } });
    const { spans, on } = toggled(state, name) ?? { spans: [] };
    this.binding.change(() => spans.forEach(([begin, end]) => this.binding.mark(begin, end, name, on)));
  }

  /** What is shown as marked in a line: [[mark, characters] …], as a server counts characters. */
  markedIn(number) {
    const { from, to } = this.state.doc.line(number);
    const count = (begin, end) => [...this.state.sliceDoc(begin, end)].length;
    const all = from < to ? runs(this.state.field(marks), from, to) : [];
    return all.flatMap((run) =>
      Object.keys(run.attributes).map((name) => [name, count(from, run.from), count(from, run.to)]),
    );
  }

  /** Whatever is marked, as it is shown: [[characters, marks] …]. */
  get marked() {
    const all = runs(this.state.field(marks), 0, this.state.doc.length);
    return together(all.map(({ from, to, attributes }) => [this.state.sliceDoc(from, to), attributes]));
  }

  /** The same, read anew from the document. */
  get trulyMarked() {
    const all = this.text.toDelta().map(({ insert, attributes = {} }) => [insert, attributes]);
    all.at(-1)[0] = all.at(-1)[0].slice(0, -1);
    return together(all);
  }

  /** What the lines say, read anew from the document. */
  get truth() {
    return new Lines(this.text.toDelta()).all;
  }
}

/** Like ones that stand side by side are one. */
function together(all) {
  const found = [];
  for (const [text, attributes] of all) {
    const names = Object.keys(MARKS).filter((name) => attributes[name]).join(" ");
    for (const letter of text) {
      if (found.at(-1)?.[1] === names) found.at(-1)[0] += letter;
      else found.push([letter, names]);
    }
  }
  return found.filter(([text, names]) => text && names);
}

const INSERTS = ["あ", "議案", "\n", "𠮷", "一\n二", "。\n\n"];

/** Something that a person may do. */
export function act(copy, random) {
  const { length } = copy.state.doc;
  const from = between(copy, random(length + 1));
  const to = between(copy, Math.min(length, from + (random(3) ? 0 : random(5))));
  if (random(5) === 0) copy.mark(Object.keys(MARKS)[random(3)], from, between(copy, Math.min(length, from + random(8))));
  else if (random(6) === 0) {
    const line = 1 + random(copy.lines.length);
    copy.binding.change(() => copy.binding.say(line, { kind: random(2) ? "heading" : null }));
  } else copy.edit(from, to, to > from && random(2) ? "" : INSERTS[random(INSERTS.length)]);
}

/** No cursor stands within a character. */
function between(copy, place) {
  return /[\ud800-\udbff]/.test(copy.state.sliceDoc(Math.max(0, place - 1), place)) ? place - 1 : place;
}

/** The same numbers for the same seed. */
export function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
