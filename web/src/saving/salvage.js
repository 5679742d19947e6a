// 救い出し: what the server did not take stays in this browser until somebody has said that it may go.
import { lost, putBack, splitUp } from "./putback.js";
import { shown } from "./salvagesheet.js";
import { placeless } from "./written.js";

export const WHERE = "minutes-desk-salvage"; // static/pages/sign_out.js looks for it

export class Salvage {
  #unkept = null; // where this browser keeps nothing more, the page does, for as long as it is open

  /** Of one account's in one draft. */
  constructor(account, draft) {
    this.place = `${WHERE}-${account}-${draft}`;
    addEventListener("beforeunload", (event) => this.#unkept?.found.length && event.preventDefault());
  }

  /** `written`: {found, people}. -> does it stay when the page is closed? */
  keep(written, why) {
    if (!written.found.length) return true;
    const { found, people } = this.#kept;
    return this.#write({ found: [...found, ...written.found], people: { ...people, ...written.people }, why });
  }

  /** Does what was kept stay when the page is closed? */
  get stays() {
    return this.#unkept === null;
  }

  /** Shows in a dialog what is still missing, until that is closed; it can be put back into a copy, if there is one. */
  async offer(dialog, { binding = null, how, signal }) {
    const { found, why } = this.#kept;
    this.#drop(found, binding ? lost(found, binding.text.doc) : found);
    let drawn = this.#kept;
    if (!drawn.found.length) return;
    await shown(dialog, {
      why,
      how,
      signal,
      parted: () => splitUp((drawn = this.#kept).found, drawn.people, binding),
      back: () => this.#drop(drawn.found, putBack(drawn.found, drawn.people, binding)),
      gone: () => this.#drop(drawn.found, []),
    });
    if (!signal?.aborted) binding?.view.focus();
  }

  /** Of what this tab has read all but `left`; another one may have kept more meanwhile. */
  #drop(known, left) {
    const kept = this.#kept;
    const texts = kept.found.map((one) => JSON.stringify(one));
    for (const one of known.filter((own) => !left.includes(own))) {
      const place = texts.indexOf(JSON.stringify(one));
      if (place >= 0) texts[place] = null;
    }
    this.#write({ ...kept, found: kept.found.filter((_, place) => texts[place] !== null) });
  }

  get #kept() {
    const { lines = [], ...kept } = this.#unkept ?? JSON.parse(localStorage.getItem(this.place)) ?? {};
    return { found: lines.map(placeless), people: {}, why: "", ...kept }; // `lines`: by an earlier program
  }

  #write(kept) {
    this.#unkept = null;
    try {
      if (kept.found.length) localStorage.setItem(this.place, JSON.stringify(kept));
      else localStorage.removeItem(this.place);
    } catch {
      this.#unkept = kept;
    }
    return this.stays;
  }
}
