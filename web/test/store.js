/** What a browser keeps, without a browser; `isFull`: it has no more room. */
export class Store {
  isFull = false;
  #kept = new Map();

  getItem(name) {
    return this.#kept.get(name) ?? null;
  }

  setItem(name, value) {
    if (this.isFull) throw new DOMException("no room", "QuotaExceededError");
    this.#kept.set(name, value);
  }

  removeItem(name) {
    this.#kept.delete(name);
  }
}
