// 結び: CodeMirror's text and the document's are the same, in both directions.
import { Annotation, StateEffect, Transaction } from "@codemirror/state";
import { newId } from "./lines.js";
import { marks, said, told } from "./marks.js";
import { write } from "./writing.js";

/** Marks what comes from the document. */
export const heard = Annotation.define();
/** The margin and what a line looks like are to be drawn anew. */
export const redraw = StateEffect.define();

export class Binding {
  /** `touched`: ids of lines that were written in and are perhaps not saved yet. */
  constructor(text, lines, composing) {
    this.text = text;
    this.lines = lines;
    this.touched = new Set();
    this.view = null;
    this._composing = composing;
    this._held = null;
    this.onLine = () => {}; // called before a line comes or goes, and before what is written next
    this._wasPlain = true;
    this.changedAt = null; // where the last change was that did not come from CodeMirror
    composing.onConverted = () => this._release();
    text.observe((event) => this._hear(event));
  }

  /** What CodeMirror begins with. */
  get doc() {
    return this.text.toString().slice(0, -1);
  }

  attach(view) {
    this.view = view;
    this._synced = view.state.doc;
    if (!view.state.readOnly) this.mend(); // what an earlier page could not send may have brought a line back twice
  }

  /** CodeMirror's `dispatchTransactions`: the document first, so that whatever is drawn knows the new lines. */
  dispatch(transactions, view) {
    for (const transaction of transactions)
      if (transaction.docChanged && !transaction.annotation(heard)) this._take(transaction);
    view.update(transactions);
  }

  /** In a transaction of one's own, undone by one's own undo. */
  change(step) {
    this.text.doc.transact(step, this);
  }

  /** What one undo takes back, however many lines come and go in it; each is written by itself, so that it is heard. */
  asOne(step) {
    const { onLine } = this;
    onLine();
    this.onLine = () => {};
    try {
      step();
    } finally {
      this.onLine = onLine;
      onLine();
    }
  }

  /** Lines without an id of their own get one, before anything is sent: an undo may have brought one back twice. */
  mend() {
    const nameless = this.lines.nameless();
    const mended = () =>
      nameless.forEach((line) => {
        const id = newId();
        this.say(line, { id });
        this.touched.add(id);
      });
    if (nameless.length) this.text.doc.transact(mended, "mend"); // not as one's own: or it would be the next to undo
  }

  /** What several lines say; in one pass, for Yjs looks for each place anew, which takes time in a long text. */
  sayAll(lines, attributes) {
    let at = 0;
    const delta = [...lines].sort((one, other) => one - other).flatMap((line) => {
      const { to } = this._synced.line(line);
      const steps = [{ retain: to - at }, { retain: 1, attributes }];
      at = to + 1;
      this.touched.add(this.lines.at(line).id);
      return steps.filter(({ retain }) => retain > 0);
    });
    this.text.applyDelta(delta);
  }

  /** What a line's "\n" says; null takes away. */
  say(line, attributes) {
    this.text.format(this._synced.line(line).to, 1, attributes);
    this.touched.add(this.lines.at(line).id);
  }

  /** A mark on characters of one line; `on` false takes it off. */
  mark(from, to, name, on) {
    this.text.format(from, to - from, { [name]: on || null });
    this.touched.add(this.lines.at(this._synced.lineAt(from).number).id);
  }

  _take(transaction) {
    if (!this._composing.is) {
      this._write(transaction.startState.doc, transaction.changes, transaction.state);
      return;
    }
    const { startState, state } = transaction;
    const changes = this._held ? this._held.changes.compose(transaction.changes) : transaction.changes;
    this._held = { from: this._held?.from ?? startState.doc, changes, state };
  }

  /** What an input method has converted. */
  _release() {
    if (!this._held) return;
    const { from, changes, state } = this._held;
    this._held = null;
    this._write(from, changes, state);
    if (!this._composing.is) this.view.dispatch({ effects: redraw.of(null) });
  }

  _write(before, changes, after) {
    const isPlain = staysInLines(changes, before);
    if (!isPlain || !this._wasPlain) this.onLine();
    this._wasPlain = isPlain;
    this._next = { doc: after.doc, isPlain };
    this.text.doc.transact(() => {
      const written = write(this.text, this.lines, before, changes, after.field(marks));
      for (const id of written) this.touched.add(id);
    }, this);
    this._next = null;
  }

  _hear(event) {
    if (this._next) {
      // working out what has changed takes Yjs time that grows with the text; a keystroke does not need it
      if (!this._next.isPlain) this.lines.follow(event.delta, this._synced);
      this._synced = this._next.doc;
      return;
    }
    const { delta } = event;
    const before = this.lines.all.slice();
    const redrawn = this.lines.follow(delta, this._synced);
    const changes = changesOf(delta);
    this.changedAt = endOf(delta);
    const isFit = fits(changes, this._synced);
    const spec = isFit ? changes : { from: 0, to: this._synced.length, insert: this.doc };
    const marked = told.of(said(isFit ? delta : this.text.toDelta(), this.text.length - 1));
    const effects = redrawn ? [marked, redraw.of(null)] : [marked];
    const whole = this.view.state.changes(spec);
    this.view.dispatch({ changes: whole, effects, annotations: [heard.of(true), Transaction.remote.of(true)] });
    if (redrawn) this._joined(before, whole);
    if (event.transaction.local) this._restored(whole);
    this._synced = this.view.state.doc;
    if (redrawn && !this.view.state.readOnly) queueMicrotask(() => this.mend());
  }

  /** A line that was written in may be joined to another, or get another id, by anybody: what was written stands there now. */
  _joined(before, changes) {
    if (!this.touched.size) return;
    before.forEach(({ id }, place) => {
      if (!this.touched.has(id)) return;
      const end = changes.mapPos(this._synced.line(place + 1).to, 1);
      this.touched.add(this.lines.at(this.view.state.doc.lineAt(end).number).id);
    });
  }

  /** What one's own undo has brought back is not saved yet, either. */
  _restored(changes) {
    const { doc } = this.view.state;
    changes.iterChangedRanges((_1, _2, from, to) => {
      for (let { number } = doc.lineAt(from); number <= doc.lineAt(to).number; number += 1)
        this.touched.add(this.lines.at(number).id);
    });
  }
}

/** Does no line come or go? */
function staysInLines(changes, before) {
  let stays = true;
  changes.iterChanges((from, to, _1, _2, inserted) => {
    stays &&= inserted.lines === 1 && before.lineAt(from).number === before.lineAt(to).number;
  });
  return stays;
}

function changesOf(delta) {
  let at = 0;
  return delta.flatMap(({ retain, delete: deleted, insert }) => {
    const from = at;
    at += retain ?? deleted ?? 0;
    if (retain !== undefined) return [];
    return insert === undefined ? [{ from, to: at }] : [{ from, insert }];
  });
}

function endOf(delta) {
  let at = 0;
  let end = null;
  for (const { retain, insert, delete: deleted, attributes } of delta) {
    at += retain ?? insert?.length ?? 0;
    if (insert !== undefined || deleted || attributes) end = at;
  }
  return end;
}

function fits(changes, doc) {
  return changes.every(({ from, to = from }) => to <= doc.length);
}

