// 行: what every line's "\n" says (id, kind, voice, speaker, checked), in step with the text. The form: docs/document-form.md.
//
// CodeMirror's text is the document's without its last "\n", so that nobody can delete it. Places are the same in both.

const SAID = ["kind", "voice", "speaker"];

export class Lines {
  /** @param delta all of the document's text, as Yjs tells it. */
  constructor(delta) {
    this.all = delta.flatMap(({ insert, attributes = {} }) => {
      return Array.from({ length: newlines(insert) }, () => attributes);
    });
  }

  /** @param {number} number of the line, from 1, as CodeMirror counts. */
  at(number) {
    return this.all[number - 1] ?? {};
  }

  /** Take in what has happened to the text; `before`: CodeMirror's until then. -> did a line come, go or change? */
  follow(delta, before) {
    let at = 0;
    let line = 0;
    let changed = false;
    for (const { retain, delete: deleted, insert, attributes } of delta) {
      const passed = between(before, at, at + (retain ?? deleted ?? 0));
      if (insert !== undefined) {
        const come = newlines(insert);
        this.all.splice(line, 0, ...Array.from({ length: come }, () => attributes ?? {}));
        line += come;
        changed ||= come > 0;
      } else if (deleted) {
        this.all.splice(line, passed);
        at += deleted;
        changed ||= passed > 0;
      } else {
        if (attributes) this.#say(line, line + passed, attributes);
        line += passed;
        at += retain;
        changed ||= Boolean(attributes) && passed > 0;
      }
    }
    return changed;
  }

  #say(begin, end, attributes) {
    for (let line = begin; line < end; line += 1) this.all[line] = merged(this.all[line], attributes);
  }

  /** Numbers of lines that have no id, or one that another has: after an undo, or by an older program. */
  nameless() {
    const last = this.all.at(-1)?.id; // the last line's id stays the same for ever
    const taken = new Set();
    return this.all.flatMap(({ id }, place) => {
      const isBad = !id || taken.has(id) || (id === last && place < this.all.length - 1);
      if (id !== last) taken.add(id);
      return isBad ? [place + 1] : [];
    });
  }

  /** @returns {Map<string, number>} each line's number by its id. */
  numbers() {
    return new Map(this.all.map(({ id }, place) => [id, place + 1]));
  }

  /** Where these lines stand now; those that are gone are left out. */
  numbersOf(ids) {
    const numbers = this.numbers();
    return ids.filter((id) => numbers.has(id)).map((id) => numbers.get(id));
  }
}

/** What a line says besides its id: for one that is made of it. */
export function saidOf(attributes) {
  return Object.fromEntries([...SAID, "checked"].filter((name) => attributes[name] != null).map((name) => [name, attributes[name]]));
}

/** What makes a line that says `own` say what `other` says; null takes away. */
export function difference(own, other) {
  const changed = SAID.filter((name) => (own[name] ?? null) !== (other[name] ?? null));
  const unchecked = own.checked && !other.checked ? { checked: null } : {}; // the whole only where both were
  return { ...Object.fromEntries(changed.map((name) => [name, other[name] ?? null])), ...unchecked };
}

/** Nobody else draws the same: 72 bits. */
export function newId() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => LETTERS[byte & 63]).join("");
}

const LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-";

function newlines(insert) {
  return typeof insert === "string" ? insert.split("\n").length - 1 : 0;
}

function between(before, begin, end) {
  return passedAt(before, end) - passedAt(before, begin);
}

/** So many "\n" are before this place, the last one of the document included. */
function passedAt(before, place) {
  return place > before.length ? before.lines : before.lineAt(place).number - 1;
}

function merged(own, attributes) {
  return Object.fromEntries(Object.entries({ ...own, ...attributes }).filter(([, value]) => value !== null));
}
