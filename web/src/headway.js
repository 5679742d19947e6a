// 校正の進み: how much of the recording somebody has listened to, how many paragraphs are checked and edited, what is
// to be checked still. Shown as it changes; the server is told now and then, for the list of meetings.
import { redraw } from "./text/binding.js";
import { left } from "./finding/checks.js";

const [REST_MS, LATEST_MS, TELL_MS] = [400, 3_000, 20_000];

/** 聞いた所: whole seconds of the recording, one's own and those that others have told; heard is whose middle was. */
export class Listened {
  #heard = new Set();
  #news = new Set();

  /** [begin, end) in seconds. */
  know(spans) {
    for (const [begin, end] of spans) for (let second = begin; second < end; second += 1) this.#heard.add(second);
  }

  /** From one moment to another without a break; -> was any of it new? */
  hear(from, to) {
    const before = this.#heard.size;
    for (let second = Math.ceil(from - 0.5); second + 0.5 < to; second += 1)
      if (!this.#heard.has(second)) {
        this.#heard.add(second);
        this.#news.add(second);
      }
    return this.#heard.size > before;
  }

  /** Of a hundred, and a hundred only when nothing is left. */
  share(duration) {
    const whole = Math.floor(duration);
    let heard = this.#heard.size;
    for (let second = whole; this.#heard.has(second); second += 1) heard -= 1; // what is left at the end
    return whole ? Math.floor((100 * heard) / whole) : 0;
  }

  /** What the server does not know yet, as spans; it is given back where the server could not be told. */
  takeNews() {
    const spans = [];
    for (const second of [...this.#news].sort((one, other) => one - other)) {
      if (spans.at(-1)?.[1] === second) spans.at(-1)[1] += 1;
      else spans.push([second, second + 1]);
    }
    this.#news.clear();
    return spans;
  }

  giveBack(spans) {
    for (const [begin, end] of spans) for (let second = begin; second < end; second += 1) this.#news.add(second);
  }
}

/** Counts of what stands in the text. `machines`: the machine's text of each line, by the line's id. */
export function figures(state, lines, machines) {
  const found = { paragraphs: 0, checked: 0, edited: 0, doubts: 0 };
  const text = state.doc.iterLines();
  for (const said of lines.all) {
    const { value } = text.next();
    if (!value.trim()) continue;
    found.paragraphs += 1;
    found.checked += said.checked ? 1 : 0;
    found.edited += machines.get(said.id) === value ? 0 : 1;
  }
  found.doubts = left(state, lines).length;
  return found;
}

/** What each line says, by its id. */
function texts(state, lines) {
  const text = state.doc.iterLines();
  return new Map(lines.all.map(({ id }) => [id, text.next().value]));
}

export class Headway {
  #machines = new Map(); // the machine's text of each line
  #isKnown = false;
  #duration = 0;
  #waiting = 0;
  #since = null; // when something was first to be shown that is not shown yet
  #last = 0; // the moment of the sound before
  #told = "";

  constructor(element, { address, draft, listened, player, mayEdit }) {
    Object.assign(this, { element, address, draft, listened, mayEdit });
    this.#last = player.at;
    this.#hear = ({ type }) => {
      const isHeard = type === "moved" && !player.isJumping && player.at > this.#last;
      if (isHeard && listened.hear(this.#last, player.at)) this.#soon();
      this.#last = player.at;
    };
    for (const kind of ["moved", "jumped"]) player.addEventListener(kind, this.#hear);
    this.#leave = () => this.#tell();
    addEventListener("pagehide", this.#leave);
    const telling = setInterval(() => this.#tell(), TELL_MS);
    this.stop = () => {
      for (const kind of ["moved", "jumped"]) player.removeEventListener(kind, this.#hear);
      removeEventListener("pagehide", this.#leave);
      clearInterval(telling);
      clearTimeout(this.#waiting);
    };
  }
  #hear;
  #leave;

  /** Before anybody has written here. */
  begin(state, lines) {
    Object.assign(this, { state, lines });
    this.#machines = texts(state, lines);
  }

  /** For the editor's updates. */
  follow(update) {
    this.state = update.view.state; // what one update has brought about another may have gone beyond
    const redrawn = update.transactions.some((one) => one.effects.some((effect) => effect.is(redraw)));
    if (update.docChanged || redrawn) this.#soon();
  }

  /** What the server knows (`/desk/heard`). Of lines that it does not know as they were here, nobody knows the machine's. */
  know({ lines, edited, listened = [], duration = 0 }) {
    if (!edited) return;
    const lengths = new Map(lines.map(({ id, parts }) => [id, parts.reduce((sum, [units]) => sum + units, 0)]));
    for (const [id, text] of this.#machines) if (lengths.get(id) !== text.length) this.#machines.delete(id);
    for (const [id, text] of Object.entries(edited)) this.#machines.set(id, text);
    this.listened.know(listened);
    this.#duration = duration;
    this.#isKnown = true;
    this.#soon();
  }

  /** Once the fingers rest, for it takes milliseconds in a long text; whoever never rests sees it now and then. */
  #soon() {
    this.#since ??= performance.now();
    const left = this.#since + LATEST_MS - performance.now();
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => this.#show(), Math.max(0, Math.min(REST_MS, left)));
  }

  #show() {
    this.#since = null;
    if (!this.#isKnown) return;
    this.figures = figures(this.state, this.lines, this.#machines);
    const { paragraphs, checked, edited, doubts: open } = this.figures;
    const words = [
      `聞いた所 ${this.listened.share(this.#duration)}%`,
      `確認済み ${checked}／${paragraphs}段落`,
      `直した段落 ${edited}`,
      `確かめる所 ${open}`,
    ];
    this.element.replaceChildren(...words.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
  }

  #tell() {
    if (!this.mayEdit || !this.#isKnown) return;
    this.figures = figures(this.state, this.lines, this.#machines); // of this moment: the last word of somebody who leaves
    const heard = this.listened.takeNews();
    const body = JSON.stringify({ draft: this.draft, heard, ...this.figures });
    if (body === this.#told) return;
    this.#told = body;
    const headers = { "Content-Type": "application/json" };
    fetch(this.address, { method: "POST", headers, body, keepalive: true })
      .then(({ ok }) => ok || Promise.reject(new Error()))
      .catch(() => {
        this.listened.giveBack(heard);
        this.#told = "";
      });
  }
}
