// 手元の控え: what has been typed and is not yet known to be saved lies in this browser until it is.
import { afterPicture } from "../text/picture.js";

const [NAME, STORE] = ["minutes-desk", "updates"];

/** `whose`: account and draft; nobody else's typing is ever sent in somebody's name. */
export class Pending {
  #database = null;
  #fresh = []; // [{update, done}]: what is written down together
  /** Does this browser keep what it is given? A private window does not, nor a disk that is full. */
  keeps = false;
  onFailed = () => {};

  constructor(whose) {
    this.whose = whose;
  }

  async open() {
    try {
      this.#database = await opened();
      this.keeps = true;
    } catch {
      this.#database = null; // the page itself is all there is
    }
  }

  /** @returns {Promise<number | null>} its key, once it is on the disk. */
  keep(update) {
    if (!this.#fresh.length) afterPicture(() => this.#write(this.#fresh.splice(0))); // a third of the work of a key
    return new Promise((done) => this.#fresh.push({ update, done }));
  }

  async #write(fresh) {
    const add = (store) => fresh.map(({ update }) => store.add({ whose: this.whose, update }));
    const keys = (await this.#do("readwrite", add)) ?? [];
    fresh.forEach(({ done }, place) => done(keys[place] ?? null));
  }

  /** All at once: what is left is sent again, and recognised. */
  async forget(keys) {
    const known = keys.filter((key) => key !== null);
    if (known.length) await this.#do("readwrite", (store) => void known.forEach((key) => store.delete(key)));
  }

  /** @returns {Promise<{key: number, update: Uint8Array}[]>} in the order in which it was typed. */
  async all() {
    const asked = (store) => {
      const own = store.index("whose");
      return [own.getAllKeys(this.whose), own.getAll(this.whose)];
    };
    const [keys, values] = (await this.#do("readonly", asked)) ?? [[], []];
    return keys.map((key, place) => ({ key, update: values[place].update }));
  }

  /** What `step` has asked for, when the transaction is over; nothing where it fails, and that is told. */
  async #do(mode, step) {
    if (!this.#database) return undefined;
    try {
      return await over(this.#database.transaction(STORE, mode, { durability: "strict" }), step);
    } catch {
      this.keeps = false;
      this.onFailed();
      return undefined;
    }
  }
}

function opened() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () =>
    request.result.createObjectStore(STORE, { autoIncrement: true }).createIndex("whose", "whose");
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

function over(transaction, step) {
  return new Promise((done, failed) => {
    transaction.oncomplete = () => done(Array.isArray(asked) ? asked.map(({ result }) => result) : asked?.result);
    transaction.onabort = () => failed(transaction.error);
    const asked = step(transaction.objectStore(STORE));
  });
}
