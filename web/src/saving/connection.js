// 回線: every update goes to the server and stays in this browser until the server has it on its disk (api/connection.py).
import * as Y from "yjs";
import { afterPicture } from "../text/picture.js";

const TOO_LARGE = 1009;
const [NOT_UNDERSTOOD, NOT_SIGNED_IN, TOO_MUCH] = [4400, 4401, 4429];
const FINAL = [4403, 4404, 4409];
const [SOONEST_MS, LATEST_MS, PATIENCE_MS] = [300, 10_000, 10_000];
const PROBE_MS = 5_000;
const SILENCE_MS = 75_000; // every 30 s the server says that the line holds; on a dead one, after sleep, nobody does

/**
 * Tells by events: `welcome` (the document is coming), `takesUp` (what an earlier page left comes into it), `ready` (it
 * is whole), `sent` (all that has been written until now), `saved` (what was sent last), `state` (the lamp), `here` and
 * `gone` (colleagues), `offered` (a newer draft), `refused`, `dismissed` (`isFinal`: nothing of this copy is ever saved
 * any more).
 */
export class Connection extends EventTarget {
  #socket = null;
  #waiting = []; // what the server is not known to have: {update, key: Promise}
  #inFlight = null; // {number, count, timer}
  #number = 0;
  #welcome = null;
  #flushing = false;
  #tries = 0;
  #ending = new AbortController();
  #cursor = null;
  /** Did the last try come to nothing, and will there be another? */
  hasFailed = false;

  constructor(address, doc, pending, composing) {
    super();
    Object.assign(this, { address, doc, pending, composing, isReady: false, mayEdit: false, onlyReads: null });
    doc.on("beforeTransaction", this.#begins);
    pending.onFailed = () => this.#tell("state");
    addEventListener("online", () => this.#again(0), { signal: this.ended });
    addEventListener("offline", () => this.#probe(), { signal: this.ended });
  }

  /** Whoever listens to a long document as it comes lets Yjs write it down once more: only from one's own first step. */
  #begins = ({ origin }) => {
    if (origin === this) return;
    this.doc.off("beforeTransaction", this.#begins);
    this.doc.on("update", (update, from) => from === this || this.#typed(update));
  };

  /** What an earlier page of this browser could not send goes first. */
  async open() {
    this.#left = await this.pending.all();
    this.#connect();
  }
  #left = [];

  /** Whoever listens because of this copy listens no longer. */
  get ended() {
    return this.#ending.signal;
  }

  get isOpen() {
    return Boolean(this.#welcome?.done) && this.#socket.readyState === WebSocket.OPEN;
  }

  get unsaved() {
    return this.#waiting.length;
  }

  point(cursor) {
    this.#cursor = cursor;
    if (this.isOpen) this.#socket.send(JSON.stringify({ cursor }));
  }

  /** For good; -> the keys of what was kept and not saved. */
  close() {
    this.#ending.abort();
    clearTimeout(this.#silence);
    clearTimeout(this.#inFlight?.timer);
    this.#socket?.close();
    return Promise.all(this.#waiting.splice(0).map(({ key }) => key));
  }

  #connect() {
    this.#socket?.close();
    const socket = new WebSocket(this.address);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => socket.send(Y.encodeStateVector(this.doc));
    socket.onmessage = ({ data }) => {
      if (socket !== this.#socket) return;
      this.#holds();
      const said = typeof data === "string" ? JSON.parse(data) : new Uint8Array(data);
      if ("saved" in said) this.#saved(said.saved);
      else this.composing.afterwards(() => socket === this.#socket && this.#hear(said));
    };
    socket.onclose = ({ code, reason }) => socket === this.#socket && this.#lost(code, reason);
    this.#socket = socket;
    this.#holds();
  }

  #holds() {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#drop(), SILENCE_MS);
  }
  #silence = 0;

  /** The browser means that there is no network; a server in the same house or on the same machine may be there all the same. */
  async #probe() {
    const socket = this.#socket;
    const answer = await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(PROBE_MS) }).catch(() => null);
    if (!answer && this.isOpen && socket === this.#socket) this.#drop();
  }

  /** The closing handshake may never end on a line that is dead. */
  #drop() {
    const { onclose } = this.#socket;
    this.#socket.onclose = null;
    this.#socket.close();
    onclose?.({ code: 0, reason: "" });
  }

  #hear(said) {
    if ("offered" in said) this.#tell("offered", said);
    if (said instanceof Uint8Array) {
      Y.applyUpdate(this.doc, said, this);
      if (this.#welcome && !this.#welcome.done) this.#greeted();
    } else if ("welcome" in said) {
      this.#welcome = said;
      this.#tell("welcome");
    } else if ("refused" in said) this.#tell("refused", { why: said.why });
    else if ("here" in said) this.#tell("here", said);
    else if ("gone" in said) this.#tell("gone", said);
  }

  #greeted() {
    this.#welcome.done = true;
    this.mayEdit = this.#welcome.may_edit;
    this.onlyReads ??= !this.mayEdit;
    this.#tries = this.#number = 0;
    this.#inFlight = null;
    this.hasFailed = false;
    this.#takeUp(this.#left.splice(0));
    if (!this.isReady) {
      this.isReady = true;
      this.#tell("ready");
    }
    if (this.mayEdit) queueMicrotask(() => this.#resend()); // what has been heard is mended first (binding.js)
    this.point(this.#cursor);
    this.#tell("state");
    if (!this.mayEdit && !this.onlyReads)
      this.#tell("dismissed", { code: 0, reason: "この会議は、直せなくなりました。", isFinal: true });
  }

  #resend() {
    if (this.isOpen && !this.#inFlight && (this.#waiting.length || this.#lacks())) this.#send(this.#diff());
  }

  /** Whoever only reads sends nothing: desk.js shows it to them. */
  #takeUp(left) {
    if (!left.length || !this.mayEdit) return;
    this.#tell("takesUp");
    for (const { key, update } of left)
      try {
        Y.applyUpdate(this.doc, update, this);
        this.#waiting.push({ update, key: Promise.resolve(key) });
      } catch {
        continue; // the disk has damaged it, and nobody can read it any more
      }
  }

  /** Everything that the server lacks, by its own word: also after it was set up again from a backup. */
  #diff() {
    return Y.encodeStateAsUpdate(this.doc, this.#theirs());
  }

  #theirs() {
    return Uint8Array.from(atob(this.#welcome.vector), (letter) => letter.charCodeAt(0));
  }

  #lacks() {
    const [theirs, ours] = [this.#theirs(), Y.encodeStateVector(this.doc)].map((vector) => Y.decodeStateVector(vector));
    return [...ours].some(([who, clock]) => clock > (theirs.get(who) ?? 0));
  }

  #typed(update) {
    if (this.onlyReads || this.ended.aborted) return; // Yjs tidies a reader's copy, too
    this.#waiting.push({ update, key: this.pending.keep(update) });
    if (this.#waiting.length === 1) this.#tell("state");
    if (this.#flushing) return;
    this.#flushing = true;
    afterPicture(() => {
      this.#flushing = false;
      this.#flush(); // an undo has been mended by then
    });
  }

  #flush() {
    if (this.isOpen && !this.#inFlight && this.#waiting.length)
      this.#send(Y.mergeUpdates(this.#waiting.map(({ update }) => update)));
  }

  #send(update) {
    const message = new Uint8Array(4 + update.length);
    new DataView(message.buffer).setUint32(0, ++this.#number);
    message.set(update, 4);
    const timer = setTimeout(() => this.#drop(), PATIENCE_MS + update.length / 100);
    this.#inFlight = { number: this.#number, count: this.#waiting.length, timer };
    this.#socket.send(message);
    this.#tell("sent");
  }

  #saved(number) {
    if (this.#inFlight?.number !== number) return;
    clearTimeout(this.#inFlight.timer);
    const saved = this.#waiting.splice(0, this.#inFlight.count);
    this.#inFlight = null;
    Promise.all(saved.map(({ key }) => key)).then((keys) => this.pending.forget(keys));
    this.#tell("saved");
    this.#flush();
    if (!this.#waiting.length) this.#tell("state");
  }

  #lost(code, reason) {
    clearTimeout(this.#inFlight?.timer);
    clearTimeout(this.#silence);
    this.#inFlight = this.#welcome = null;
    if (this.ended.aborted) return;
    this.hasFailed = !FINAL.includes(code);
    this.#tell("state");
    if (code === NOT_UNDERSTOOD || code === TOO_LARGE) this.#tell("refused", { why: reason });
    else if (FINAL.includes(code)) this.#tell("dismissed", { code, reason, isFinal: true });
    else {
      if (code === NOT_SIGNED_IN) this.#tell("dismissed", { code, reason });
      this.#again(code === NOT_SIGNED_IN || code === TOO_MUCH ? LATEST_MS : this.#pause());
    }
  }

  /** Longer each time, and not all browsers of the house at once. */
  #pause() {
    return Math.min(LATEST_MS, SOONEST_MS * 2 ** this.#tries++) * (0.5 + Math.random());
  }

  #again(pause) {
    if (this.ended.aborted || this.isOpen) return;
    clearTimeout(this.#next);
    this.#next = setTimeout(() => this.ended.aborted || this.#connect(), navigator.onLine ? pause : LATEST_MS);
  }
  #next = 0;

  #tell(kind, detail) {
    this.dispatchEvent(new CustomEvent(kind, { detail }));
  }
}
