// 話者を選ぶ: found by name, seat, office or reading; the last nine by their number.
import { EditorView } from "@codemirror/view";
import { clock } from "/static/pages/clock.js";
import { spanOf } from "../sound/heard.js";
import { Listbox, holds } from "./listbox.js";
import { newId } from "../text/lines.js";
import { voiceName } from "../speakers/people.js";
import { GONE, join, nameLines, nameVoice, nameless, voicesIn } from "../speakers/voices.js";
import * as Y from "yjs";

const WORDS = 16;
const NOBODY = { key: null, name: "だれの声か、まだ決めない" };

export class Palette {
  #ids = []; // of the lines that are meant: colleagues write on while one chooses
  #voice = null; // theirs, where they have one in common

  /** `last`: the keys of those who were named last (remembered.js). */
  constructor(dialog, { binding, people, undo, told, last }) {
    Object.assign(this, { dialog, binding, people, undo, told, last });
    this.which = dialog.querySelector("h2");
    this.input = dialog.querySelector("input[type=search]");
    this.list = new Listbox(this.input, dialog.querySelector("[role=listbox]"), {
      found: (typed) => this.#found(typed),
      words: called,
      chose: (one) => this.#choose(one),
    });
    this.list.enteredFrom(dialog.querySelectorAll("input[name=scope]"));
    dialog.onclose = () => binding.view.focus();
  }

  /** For the lines with these numbers. */
  open(lines, scope = "these") {
    if (!this.binding.view || this.binding.view.state.readOnly) return;
    this.#ids = lines.map((line) => this.binding.lines.at(line).id);
    const voices = new Set(lines.map((line) => this.binding.lines.at(line).voice).filter(Boolean));
    const voice = voices.size === 1 ? [...voices][0] : null;
    this.#voice = voice;
    this.#scope("voice").disabled = this.#scope("after").disabled = voice === null;
    this.#scope(scope).checked = true;
    for (const name of this.dialog.querySelectorAll(".voice-name"))
      name.textContent = voice ? `「${voiceName(voice)}」` : "";
    this.#which(lines);
    this.input.value = "";
    this.dialog.showModal();
    this.list.show();
  }

  /** Which paragraph is asked for may be one that nobody has before their eyes. */
  #which([number, ...more]) {
    const { view } = this.binding;
    const line = view.state.doc.line(number);
    const [begin] = spanOf(view.state, line) ?? [];
    const letters = [...line.text];
    const words = letters.slice(0, WORDS).join("") + (letters.length > WORDS ? "…" : "");
    const when = begin === undefined ? "" : clock(begin);
    this.which.textContent = `${when}「${words}」${more.length ? `から${more.length + 1}段落` : ""}の話者`;
    view.dispatch({ effects: EditorView.scrollIntoView(line.from, { y: "nearest", yMargin: 90 }) });
  }

  #scope(value) {
    return this.dialog.querySelector(`input[value=${value}]`);
  }

  /** Those of whom the words say something; somebody new, where nobody is called so. */
  #found(typed) {
    const everybody = this.people.list();
    const others = [...nameless(this.binding.lines, this.people).map((voice) => ({ voice, name: voiceName(voice) })), NOBODY];
    if (!typed) return [...this.#lastFirst(everybody), ...others];
    const found = everybody.filter(({ name, role, seat, reading }) => holds(`${name} ${role} ${seat ? `${seat}番` : ""} ${reading}`, typed));
    found.push(...others.filter(({ name }) => holds(name, typed)));
    const isKnown = [...everybody, ...others].some(({ name }) => holds(name, typed) && holds(typed, name));
    return isKnown ? found : [...found, { key: null, name: typed, isNew: true }];
  }

  #lastFirst(everybody) {
    const last = this.last.all;
    const place = ({ key }) => (last.includes(key) ? last.indexOf(key) : last.length);
    return everybody.toSorted((one, other) => place(one) - place(other));
  }

  #choose(one) {
    const scope = this.dialog.querySelector("input[name=scope]:checked").value;
    const numbers = this.#meant(scope);
    this.dialog.close();
    if (!numbers.length) return this.told(GONE);
    this.undo.pause();
    const key = one.isNew ? this.#add(one.name) : one.key;
    this.binding.change(() => (scope === "voice" ? this.#nameVoice({ ...one, key }) : this.#nameLines(numbers, { ...one, key })));
    this.undo.pause();
    if (key) this.last.add(key);
  }

  /** Not part of the undo: nobody is taken off the list again. */
  #add(name) {
    const key = newId();
    this.people.doc.transact(() => this.people.all.set(key, new Y.Map([["name", name]])));
    return key;
  }

  #nameLines(numbers, { key, voice }) {
    if (voice) this.binding.sayAll(numbers, { voice, speaker: null });
    else nameLines(this.binding, this.people, numbers, key);
  }

  #nameVoice({ key, voice: other }) {
    const voice = this.#voice;
    if (other && other !== voice) join(this.binding, this.people, voice, other);
    else if (key) nameVoice(this.binding, this.people, voice, key);
    else this.people.voices.delete(voice);
  }

  /** Numbers of the lines that are meant, as they stand at this moment. */
  #meant(scope) {
    const numbers = this.binding.lines.numbersOf(this.#ids);
    const all = voicesIn(this.binding.lines).get(this.#voice) ?? [];
    if (scope === "voice") return all;
    return scope === "after" ? all.filter((number) => number >= numbers[0]) : numbers;
  }
}

function called({ name, role, seat, isNew, voice }) {
  if (voice) return `${name}（まだ名前のない声）`;
  if (isNew) return `名簿にない人「${name}」を加える`;
  const office = [role, seat ? `${seat}番` : ""].filter(Boolean).join("・");
  return office ? `${name}（${office}）` : name;
}
