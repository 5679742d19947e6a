// 候補: a list under a field; arrows and Enter choose, a click does, and so does a number that is all there is in the field.
import { fold } from "../finding/searching.js";

const NUMBERED = 9;
const ends = new WeakMap(); // of a field's list: when the field is another's, in the copy that comes after this one

export class Listbox {
  #chosen = 0;
  #items = [];
  #number = 0; // what stands in the field, if it is one of the list's

  /**
   * `found(typed)` gives the items, `words(item)` says what stands there; `chose(item)` is told. Those that are
   * `removable(item)` are taken away by Delete, or by the × behind them, of which `removed(item)` is told.
   */
  constructor(input, list, { found, words, chose, removable = () => false, removed }) {
    Object.assign(this, { input, list, found, words, chose, removable, removed });
    input.oninput = () => this.show();
    input.onkeydown = (event) => this.#key(event);
    const converted = () => setTimeout(() => this.#converted()); // the browser sets the cursor first
    input.addEventListener("compositionend", converted, { signal: taken(input) });
    list.onclick = ({ target }) => this.#clicked(target);
  }

  show() {
    this.#find();
    this.#chosen = Math.max(0, this.#number - 1);
    this.#draw();
  }

  /** What stands there has changed; the same place stays chosen. */
  redraw() {
    this.#find();
    this.#chosen = Math.max(0, Math.min(this.#chosen, this.#items.length - 1));
    this.#draw();
  }

  /** Enter in what stands beside the field means what it means in the field; a form would take it for its one button. */
  enteredFrom(others) {
    for (const one of others) one.onkeydown = (event) => void (event.key === "Enter" && this.#key(event));
  }

  #find() {
    const all = this.found("");
    this.#number = numberIn(fold(this.input.value), all.length);
    this.#items = this.#number ? all : this.found(this.input.value.trim());
  }

  #clicked(target) {
    const place = Number(target.closest("[data-place]")?.dataset.place ?? -1);
    if (target.closest("[data-removes]")) this.#remove(place);
    else this.#choose(place);
  }

  #remove(place) {
    this.removed(this.#items[place]);
    this.redraw();
    this.input.focus();
  }

  /** What an input method was asked for may be a number; who has gone elsewhere with the mouse has not meant it. */
  #converted() {
    if (this.#number && document.activeElement === this.input) this.#choose(this.#chosen);
  }

  #draw() {
    this.list.replaceChildren(...this.#items.map((one, place) => this.#item(one, place)));
    this.input.setAttribute("aria-activedescendant", this.list.children[this.#chosen]?.id ?? "");
    this.list.children[this.#chosen]?.scrollIntoView({ block: "nearest" });
  }

  #item(one, place) {
    const item = document.createElement("li");
    item.id = `${this.list.id}-${place}`;
    item.role = "option";
    item.dataset.place = String(place);
    item.ariaSelected = String(place === this.#chosen);
    const isNumbered = (!this.input.value || this.#number) && place < NUMBERED;
    item.textContent = `${isNumbered ? `${place + 1}　` : ""}${this.words(one)}`;
    if (this.removable(one)) item.append(cross());
    return item;
  }

  #key(event) {
    if (event.isComposing || event.keyCode === 229) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const number = !this.input.value && !event.ctrlKey && numberIn(event.key, this.#items.length);
    const removes = event.key === "Delete" && this.#removes;
    if (!step && !number && !removes && event.key !== "Enter") return;
    event.preventDefault();
    if (step) {
      this.#chosen = (this.#chosen + step + this.#items.length) % this.#items.length;
      this.#draw();
    } else if (removes) this.#remove(this.#chosen);
    else this.#choose(number ? number - 1 : this.#chosen);
  }

  /** Is there nothing behind the cursor that Delete would take away, and something chosen that it may? */
  get #removes() {
    const { selectionStart, value } = this.input;
    return selectionStart === value.length && this.#chosen in this.#items && this.removable(this.#items[this.#chosen]);
  }

  #choose(place) {
    if (!(place in this.#items)) return;
    this.#number = 0;
    this.chose(this.#items[place]);
  }
}

/** For the mouse; whoever uses keys, or hears the page, has Delete. */
function cross() {
  const one = Object.assign(document.createElement("span"), { className: "cross", textContent: "×", title: "覚えた文句から消す" });
  one.ariaHidden = "true";
  one.dataset.removes = "";
  return one;
}

/** From the list that had this field before. -> aborted when another takes it. */
function taken(input) {
  ends.get(input)?.abort();
  const end = new AbortController();
  ends.set(input, end);
  return end.signal;
}

/** The number of one of so many, if nothing else is typed; else 0. */
function numberIn(typed, most) {
  return /^[1-9]$/.test(typed) && Number(typed) <= most ? Number(typed) : 0;
}

/** Are these words in it, as people type them: any width, either kana, without spaces? */
export function holds(text, typed) {
  return closed(text).includes(closed(typed));
}

function closed(text) {
  return fold(text).replaceAll(/\s/g, "");
}
