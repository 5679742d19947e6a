// 決まり文句: what a record says of the room stands at the cursor as a paragraph of its own, a stage direction.
import { Listbox, holds } from "./listbox.js";

const PHRASES = [
  "「異議なし」と呼ぶ者あり",
  "「質疑なし」と呼ぶ者あり",
  "「討論なし」と呼ぶ者あり",
  "賛成者起立",
  "賛成者挙手",
  "拍手",
  "発言する者あり",
  "「議長」と呼ぶ者あり",
  "「進行」と呼ぶ者あり",
  "笑声",
  "登壇",
  "降壇",
];
const BRACKETS = "minutes-desk-brackets"; // each council has its own

export class Phrases {
  /** `own`: what somebody wrote themselves (remembered.js). */
  constructor(dialog, { binding, undo, own }) {
    Object.assign(this, { dialog, binding, undo, own });
    this.input = dialog.querySelector("input[type=search]");
    this.list = new Listbox(this.input, dialog.querySelector("[role=listbox]"), {
      found: (typed) => found(typed, own.all),
      words: (phrase) => this.#bracketed(phrase),
      chose: (phrase) => this.#insert(phrase),
      removable: (phrase) => own.all.includes(phrase),
      removed: (phrase) => own.remove(phrase),
    });
    this.list.enteredFrom(dialog.querySelectorAll("[name=brackets]"));
    for (const one of dialog.querySelectorAll("[name=brackets]")) {
      one.checked = one.value === (localStorage.getItem(BRACKETS) ?? "（）");
      one.onchange = () => this.#choose(one.value);
    }
    dialog.onclose = () => binding.view.focus();
  }

  open() {
    this.input.value = "";
    this.dialog.showModal();
    this.list.show();
  }

  #choose(brackets) {
    localStorage.setItem(BRACKETS, brackets);
    this.list.redraw();
  }

  #bracketed(phrase) {
    if (/^[（〔]/.test(phrase)) return phrase;
    const [open, close] = this.dialog.querySelector("[name=brackets]:checked").value;
    return `${open}${phrase}${close}`;
  }

  #insert(phrase) {
    this.dialog.close();
    const bare = phrase.replace(/^[（〔]([^（〔）〕]*)[）〕]$/, "$1"); // the brackets are each council's
    if (!PHRASES.includes(bare)) this.own.add(bare);
    direct(this.binding, this.undo, this.#bracketed(phrase));
  }
}

/** Those that hold what is typed, somebody's own last, so that each keeps its number; and what is typed itself. */
export function found(typed, own) {
  const all = [...PHRASES, ...own];
  const itself = typed && !all.includes(typed) ? [typed] : [];
  return [...all.filter((phrase) => holds(phrase, typed)), ...itself];
}

/** A paragraph of its own at the cursor: between two, or parting the one in which the cursor is. Undone in one step. */
export function direct(binding, undo, words) {
  const { view } = binding;
  const { from, insert, number } = placed(view.state, words);
  undo.pause();
  view.dispatch({ changes: { from, insert }, userEvent: "input" });
  binding.change(() => binding.say(number, { kind: "direction", voice: null, speaker: null }));
  undo.pause();
  const { to } = view.state.doc.line(number);
  view.dispatch({ selection: { anchor: to }, scrollIntoView: true });
}

/** A newline is written before what follows it, so that every paragraph stays who it was. */
function placed({ doc, selection }, words) {
  const { head } = selection.main;
  const line = doc.lineAt(head);
  const { number } = line;
  if (!line.text) return { from: line.to, insert: words, number };
  if (head === line.from) return { from: head, insert: `${words}\n`, number };
  if (head < line.to) return { from: head, insert: `\n${words}\n`, number: number + 1 };
  if (number < doc.lines) return { from: line.to + 1, insert: `${words}\n`, number: number + 1 };
  return { from: line.to, insert: `\n${words}`, number: number + 1 };
}
