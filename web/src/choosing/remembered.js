// 覚え: what somebody chose or wrote last, newest first, in this browser.

export class Remembered {
  #unkept = null; // where the browser has no room, until the page is closed

  /** `place`: the store's key; of more than `most` the oldest are forgotten. */
  constructor(store, place, most) {
    Object.assign(this, { store, place, most });
  }

  /** As it is at this moment: another tab may have added something. What is not understood counts as nothing. */
  get all() {
    if (this.#unkept) return this.#unkept;
    try {
      const kept = JSON.parse(this.store.getItem(this.place));
      return Array.isArray(kept) ? kept.filter((one) => typeof one === "string").slice(0, this.most) : [];
    } catch {
      return [];
    }
  }

  add(one) {
    this.#keep([one, ...this.#without(one)].slice(0, this.most));
  }

  remove(one) {
    this.#keep(this.#without(one));
  }

  #without(one) {
    return this.all.filter((other) => other !== one);
  }

  #keep(all) {
    try {
      this.store.setItem(this.place, JSON.stringify(all));
      this.#unkept = null;
    } catch {
      this.#unkept = all;
    }
  }
}
