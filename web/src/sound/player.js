// 再生: the sound, for hands that stay on the keyboard.
import { clock } from "/static/pages/clock.js";
import { setSpeed } from "/static/pages/speed.js";
import { onward, walk } from "../speakers/alone.js";

export const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3];
const BACK_S = 3; // whoever stops to write hears the last words again
const EARLY_S = 0.5; // so little before a stretch belongs to it: one listens from a little before the words

/**
 * Tells `moved` as it plays and wherever it is set, `jumped` when it is set; `alone` when it begins or ends to play one
 * person alone, `over` behind what that person says last; `letGo` when what it was held by comes up.
 */
export class Player extends EventTarget {
  #loop = null;
  #only = null;
  #stood = 0; // when the page was opened
  /** From where somebody wants to hear who plays for the first time, or when all has been played; null: from where it stands. */
  first = () => null;

  constructor(sound, { play, time, speed }) {
    super();
    Object.assign(this, { sound, speedChoice: speed });
    setSpeed(sound, speed);
    for (const kind of ["timeupdate", "seeked", "play", "pause"]) sound.addEventListener(kind, () => this.#moved());
    sound.addEventListener("seeking", () => this.dispatchEvent(new Event("jumped")));
    sound.addEventListener("ended", () => this.#loop && this.go(this.#loop[0])); // the last paragraph of the recording
    play.addEventListener("click", () => this.toggle());
    speed.addEventListener("change", () => setSpeed(sound, speed, speed.value));
    this.#show = () => {
      play.textContent = sound.paused ? "再生" : "停止";
      time.textContent = clock(sound.currentTime);
    };
    this.#show();
  }
  #show;

  get isPlaying() {
    return !this.sound.paused;
  }

  /** It has been set elsewhere, and is not there yet. */
  get isJumping() {
    return this.sound.seeking;
  }

  get at() {
    return this.sound.currentTime;
  }

  toggle() {
    if (this.sound.paused) {
      this.#begin();
      return;
    }
    this.sound.pause();
    this.step(-BACK_S);
  }

  /** For as long as something is kept down. */
  hold() {
    if (this.sound.paused) this.#begin();
  }

  /** It may stand still already, because somebody types. */
  letGo() {
    this.dispatchEvent(new Event("letGo"));
    if (this.isPlaying) this.toggle();
  }

  go(seconds) {
    const isWithin = ([begin, end]) => seconds >= begin - EARLY_S && seconds < end;
    this.#loop = this.#loop && isWithin(this.#loop) ? this.#loop : null;
    if (this.#only && !this.#only.some(isWithin)) this.only(null);
    this.sound.currentTime = Math.max(0, seconds);
    this.#play();
  }

  step(seconds) {
    const at = this.sound.currentTime;
    this.sound.currentTime = Math.max(0, this.#only ? walk(this.#only, at, seconds) : at + seconds);
  }

  /** To where it stood the last time. */
  stand(seconds) {
    this.step(seconds);
    this.#stood = this.at;
  }

  /** These stretches alone, [[begin, end]] in order; `null`: everything again. */
  only(spans) {
    this.#only = spans;
    this.dispatchEvent(new Event("alone"));
    if (!spans) return;
    this.#loop = null;
    this.sound.currentTime = onward(spans, this.sound.currentTime) ?? spans[0][0];
    this.#play();
  }

  get isAlone() {
    return this.#only !== null;
  }

  faster(steps) {
    const place = SPEEDS.findLastIndex((speed) => speed <= this.sound.playbackRate);
    const speed = SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, place + steps))];
    setSpeed(this.sound, this.speedChoice, String(speed));
  }

  /** The same stretch again and again, until told once more; -> is it on? */
  loop(span) {
    this.#loop = this.#loop ? null : span;
    if (this.#loop) this.go(this.#loop[0]);
    return this.#loop !== null;
  }

  #begin() {
    const from = this.#from();
    if (from === null) this.#play();
    else this.go(from);
  }

  /** Null: from where it stands. What is played alone begins anew when all of it has been heard. */
  #from() {
    if (this.#only) return onward(this.#only, this.at) === null ? this.#only[0][0] : null;
    const isFresh = !this.sound.played.length && Math.abs(this.at - this.#stood) < 0.1;
    return isFresh || this.sound.ended ? this.first() : null;
  }

  #play() {
    this.sound.play().catch(() => {}); // no sound here: what is wrong with it the player itself shows
  }

  #moved() {
    if (this.#loop && this.sound.currentTime >= this.#loop[1]) this.sound.currentTime = this.#loop[0];
    if (this.#only && this.isPlaying) this.#skip();
    this.#show();
    this.dispatchEvent(new Event("moved"));
  }

  #skip() {
    const next = onward(this.#only, this.sound.currentTime);
    if (next === null) this.#end();
    else if (next > this.sound.currentTime) this.sound.currentTime = next;
  }

  #end() {
    this.sound.pause();
    this.dispatchEvent(new Event("over"));
  }
}
