// 探して置き換える: a panel over the text. What would become of each place is shown before it does.
import { EditorView } from "@codemirror/view";
import { highlighted, highlighting, isAt, listed, spellings } from "./hits.js";
import { EXACT, LOOSE, PATTERN, TooSlow, inPlace, search, searcher } from "./searching.js";

const CALM_MS = 150;
const LONGEST_TERM = 100; // as the glossary takes them
const WRITTEN = "Escape Mod-z Mod-y Mod-Shift-z"; // keys that are the field's own while somebody writes in it

export class Finder {
  #hits = [];
  #problem = "";
  #timer = 0;

  constructor(panel, binding, undo, composing) {
    Object.assign(this, { panel, binding, undo, composing });
    this.parts = Object.fromEntries([...panel.querySelectorAll("[data-part]")].map((one) => [one.dataset.part, one]));
    const { words, other, loose, pattern, term } = this.parts;
    panel.onsubmit = (event) => event.preventDefault();
    panel.onkeydown = (event) => this.#key(event);
    for (const one of [words, other]) if (one) one.oninput = () => this.#written(one);
    for (const one of [loose, pattern]) one.onchange = () => this.#chosen(one);
    this.parts.hits.onclick = ({ target }) => this.#goTo(this.#hits[target.closest("[data-place]")?.dataset.place]);
    this.parts.spellings.onclick = ({ target }) => target.value && this.#spelled(target.value);
    if (term) term.onclick = () => this.#addTerm();
    for (const one of panel.querySelectorAll("[data-find]")) one.onclick = () => this[one.dataset.find]();
    this.extensions = [highlighting, EditorView.updateListener.of((update) => update.docChanged && this.#changed())];
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  get hasFocus() {
    return this.panel.contains(document.activeElement);
  }

  /** `replaces`: whoever opens it wants to write something else in its place. */
  open(replaces = false) {
    const { words, other } = this.parts;
    const { from, to } = this.binding.view.state.selection.main;
    const selected = this.binding.view.state.sliceDoc(from, to);
    if (selected && !selected.includes("\n")) words.value = selected;
    this.panel.hidden = false;
    this.#search();
    const first = replaces && other && words.value ? other : words;
    first.focus();
    first.select();
  }

  close() {
    this.panel.hidden = true;
    this.#tell([]);
    this.binding.view.focus();
  }

  next() {
    this.#step((hits, main) => hits.find((one) => one.from >= main.from && !isAt(one, main)) ?? hits[0]);
  }

  previous() {
    this.#step((hits, { from }) => hits.findLast((one) => one.from < from) ?? hits.at(-1));
  }

  /** The one that is selected, and on to the next. */
  replace() {
    if (!this.#mayReplace()) return;
    const { main } = this.binding.view.state.selection;
    const here = this.#hits.find((one) => isAt(one, main));
    if (here) {
      this.#replace([here]);
      this.binding.view.dispatch({ selection: { anchor: main.from + inPlace(this.parts.other.value, here).length } });
    }
    this.next();
  }

  all() {
    if (!this.#mayReplace() || !this.#hits.length) return;
    const count = this.#hits.length;
    this.#replace(this.#hits);
    this.#say(`${count.toLocaleString("ja")}か所を${this.parts.other.value ? "置き換え" : "消し"}ました。`);
    this.binding.view.focus();
  }

  /** As the text is at this moment: a colleague may have written in it. */
  #mayReplace() {
    this.#look();
    return this.parts.other && !this.#isLoose && !this.#problem && !this.binding.view.state.readOnly;
  }

  #replace(hits) {
    const { words, other } = this.parts;
    const changes = hits.map((one) => ({ from: one.from, to: one.to, insert: inPlace(other.value, one) }));
    this.undo.pause();
    this.binding.view.dispatch({ changes, userEvent: "input.replace" });
    this.undo.pause();
    words.dataset.keys = other.dataset.keys = "Escape"; // undo is the text's again
    this.#search();
    this.#offerTerm();
  }

  #step(choose) {
    if (!this.isOpen && !this.parts.words.value) return this.open();
    this.#search();
    this.#goTo(choose(this.#hits, this.binding.view.state.selection.main));
  }

  #goTo(one) {
    if (!one) return;
    const effects = EditorView.scrollIntoView(one.from, { y: "center" });
    this.binding.view.dispatch({ selection: { anchor: one.from, head: one.to }, effects });
    this.#draw();
  }

  #changed() {
    if (!this.isOpen) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.composing.afterwards(() => this.isOpen && this.#search()), CALM_MS);
  }

  get #way() {
    return this.parts.pattern.checked ? PATTERN : this.parts.loose.checked ? LOOSE : EXACT;
  }

  get #isLoose() {
    return this.#way === LOOSE;
  }

  #search() {
    clearTimeout(this.#timer);
    this.#look();
    if (this.isOpen) this.#tell(this.#hits);
    this.#draw();
  }

  #look() {
    this.#problem = "";
    this.#hits = [];
    try {
      const { value } = this.parts.words;
      if (value) this.#hits = search(this.binding.view.state.doc, searcher(value, this.#way));
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof TooSlow)) throw error;
      const isSlow = error instanceof TooSlow;
      this.#problem = isSlow ? "時間がかかりすぎます。短くしてください。" : "正規表現が途中か、正しくありません。";
    }
  }

  #tell(hits) {
    this.binding.view.dispatch({ effects: highlighted.of(hits) });
  }

  #written(one) {
    one.dataset.keys = WRITTEN;
    this.#say("");
    this.parts.term?.toggleAttribute("hidden", true);
    this.#search();
  }

  #chosen(one) {
    const { loose, pattern } = this.parts;
    if (one.checked) (one === loose ? pattern : loose).checked = false;
    this.#written(this.parts.words);
  }

  /** Of what was found under several spellings this one alone, exactly. */
  #spelled(spelling) {
    const { words, other, loose, pattern } = this.parts;
    words.value = spelling;
    loose.checked = pattern.checked = false;
    this.#search();
    (other ?? words).focus();
  }

  #key(event) {
    if (event.isComposing || event.keyCode === 229) return;
    const { words, other } = this.parts;
    const isInField = event.target === words || event.target === other;
    const isAlone = !(event.ctrlKey || event.metaKey || event.altKey);
    const act = {
      Escape: () => this.close(),
      ArrowDown: isInField && (() => this.next()),
      ArrowUp: isInField && (() => this.previous()),
      Enter: isInField && isAlone && (() => this.#enter(event)),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  #enter({ target, shiftKey }) {
    if (shiftKey) this.previous();
    else if (target === this.parts.other) this.replace();
    else this.next();
  }

  #draw() {
    const { words, other, count, hits, hint, replace, all } = this.parts;
    const { state } = this.binding.view;
    const now = this.#hits.findIndex((one) => isAt(one, state.selection.main));
    const total = `${this.#hits.length.toLocaleString("ja")}か所`;
    const none = words.value ? "見つかりません。" : "";
    count.textContent = this.#problem || (this.#hits.length ? (now < 0 ? total : `${total}の${now + 1}番目`) : none);
    if (other) {
      replace.disabled = all.disabled = this.#isLoose || !this.#hits.length;
      [replace.textContent, all.textContent] = other.value ? ["置き換える", "すべて置き換える"] : ["消す", "すべて消す"];
      hint.hidden = !this.#isLoose;
    }
    this.parts.spellings.replaceChildren(...(this.#way === EXACT ? [] : spellings(state, this.#hits)));
    const isShown = !this.#isLoose && Boolean(other?.value);
    hits.replaceChildren(...listed(state, this.#hits, now, isShown ? (one) => inPlace(other.value, one) : null));
    hits.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }

  #offerTerm() {
    const { term, other } = this.parts;
    const word = other.value.trim();
    term.hidden = !word || word.length > LONGEST_TERM || this.#way !== EXACT;
    term.value = word;
    term.textContent = `「${word}」を用語集に加える`;
  }

  async #addTerm() {
    const { term } = this.parts;
    const body = new URLSearchParams({ term: term.value });
    const answer = await fetch("/glossary", { method: "POST", body }).catch(() => null);
    const added = `「${term.value}」を用語集に加えました。次の粗原稿から使います。`;
    this.#say(answer?.ok ? added : await refusal(answer));
    if (answer?.ok) term.hidden = true;
  }

  #say(words) {
    if (this.parts.done) this.parts.done.textContent = words;
  }
}

/** Why a word was not taken into the glossary, in the server's own words (templates/problem.html). */
async function refusal(answer) {
  if (answer?.status === 401) return "サインインが切れました。別の画面でサインインしてから、もう一度押してください。";
  const page = new DOMParser().parseFromString((await answer?.text()) ?? "", "text/html");
  return page.querySelector("main h1 + p")?.textContent ?? "用語集に加えられませんでした。回線を確かめて、もう一度押してください。";
}
